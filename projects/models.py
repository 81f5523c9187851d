"""Projects with their partners, objectives, target groups and activities."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.entries import DescribedPicture, Entry, LevelledRow, OrderedRow
from catalogue.fields import NameField, ProseField
from catalogue.pictures.fields import PictureField
from catalogue.required_facts import NAME, SUMMARY, RequiredFact
from catalogue.search.models import SearchDocument
from catalogue.sort_keys import SortKeyField
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from projects.querysets import PartnerQuerySet, ProjectQuerySet, ProjectRowQuerySet, has_no_lead


class Project(Entry, DescribedPicture):
    required_facts = (
        NAME,
        SUMMARY,
        RequiredFact(
            *("lead", _("lead applicant"), _("no lead applicant"), "partners-group", has_no_lead),
            "[name^=partners-][name$=-role] > [value=lead]:checked",
        ),
    )

    acronym = NameField(_("acronym"), max_length=60, blank=True)
    acronym_sort_key = SortKeyField(source="acronym")
    grant = models.OneToOneField(
        Grant,
        verbose_name=_("grant"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project",
        help_text=_("Choose the grant that funds this project (one grant, one project)."),
    )
    description = ProseField(
        _("about the project"),
        blank=True,
        help_text=_(
            "Background and details that go beyond the summary. Leave a blank line between paragraphs."
        ),
    )
    overall_goal = ProseField(
        _("overall goal"),
        blank=True,
        help_text=_("The long-term change the project contributes to (1–2 sentences)."),
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="projects")
    target_groups_text = ProseField(
        _("description of target groups"),
        blank=True,
        help_text=_("Anything the table of target groups cannot show."),
    )
    places_of_work = models.ManyToManyField(
        Country,
        verbose_name=_("where it works"),
        blank=True,
        related_name="projects",
        help_text=_("Choose countries. Partners' countries are added automatically."),
    )
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), through="Partner", related_name="projects"
    )
    picture = PictureField(_("picture"), upload_to="projects/", blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [*Entry.Meta.constraints, *DescribedPicture.Meta.constraints]

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.slug])

    @property
    def full_description(self) -> str:
        """Return the summary and the description as one text."""
        return "\n\n".join(filter(None, [self.summary, self.description]))

    @property
    def countries(self) -> list[Country]:
        """Return the countries of its public partners and of its work, by name.

        The project was fetched `with_public_parts()`.
        """
        of_partners = {partner.organisation.country for partner in self.public_partners}
        found = (of_partners | set(self.places_of_work.all())) - {None}
        return sorted(found, key=lambda country: country.sort_key)

    @property
    def lead(self) -> "Partner | None":
        """Return its lead partner, or None. The project was fetched `with_public_parts()`."""
        return next((partner for partner in self.public_partners if partner.role == Partner.Role.LEAD), None)


class Partner(OrderedRow):
    class Role(models.TextChoices):
        LEAD = "lead", _("Lead applicant")
        PARTNER = "partner", _("Partner")

    natural_key_fields = ("project__slug", "organisation__slug")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="partners"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="partnerships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTNER)

    objects = PartnerQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                name="projects_partner_one_lead",
                fields=("project",),
                condition=Q(role="lead"),
                violation_error_message=_(
                    "A project has one lead applicant. Choose the role “Partner” for the others."
                ),
            ),
            models.UniqueConstraint(
                name="projects_partner_organisation_once",
                fields=("project", "organisation"),
                violation_error_message=_("This organisation is already a partner of the project."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.get_role_display()})"

    def absorb(self, other: "Partner"):
        """Merge another row of the same organisation, which is then deleted: the lead has precedence."""
        self.order = min(self.order, other.order)
        if other.role == self.Role.LEAD:
            self.role = self.Role.LEAD


class Objective(OrderedRow):
    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("Specific objective")
        RESULT = "result", _("Expected result")

    natural_key_fields = ("project__slug", "kind", "order")
    numbered_within = "kind"

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="objectives"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OBJECTIVE)
    text = ProseField(_("text"))

    objects = ProjectRowQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "order", "pk")
        verbose_name = _("objective or result")
        verbose_name_plural = _("objectives and results")

    def __str__(self):
        return self.text


class TargetGroup(OrderedRow):
    class Kind(models.TextChoices):
        DIRECT = "direct", _("Direct target group")
        FINAL = "final", _("Final beneficiaries")

    natural_key_fields = ("project__slug", "kind", "order")
    numbered_within = "kind"

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="target_groups"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DIRECT)
    beneficiary_group = models.ForeignKey(
        BeneficiaryGroup,
        verbose_name=_("beneficiary group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="target_groups",
        help_text=_("Choose the closest match."),
    )
    words = NameField(
        _("description"),
        max_length=400,
        help_text=_("In the project's words, such as: high school students."),
    )
    at_least = models.PositiveIntegerField(
        _("target number"), null=True, blank=True, help_text=_("How many to reach. Leave empty if unknown.")
    )
    countries = models.ManyToManyField(
        Country, verbose_name=_("countries"), blank=True, related_name="target_groups"
    )

    objects = ProjectRowQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "order", "pk")
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")

    def __str__(self):
        return self.words


class Activity(LevelledRow):
    natural_key_fields = ("project__slug", "order")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="activities"
    )

    objects = ProjectRowQuerySet.as_manager()

    class Meta(LevelledRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class ProjectDocument(SearchDocument):
    pass
