"""Organisations, with the rows that belong to them."""

from typing import NamedTuple

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.entries import Entry, LevelledRow, OrderedRow
from catalogue.fields import NameField, ProseField, YearField, label_of
from catalogue.pictures.fields import PictureField
from catalogue.required_facts import NAME, SUMMARY, RequiredFact
from catalogue.search.models import SearchDocument
from catalogue.sort_keys import SortedByName, SortKeyField
from organisations.models.lists import BeneficiaryGroup, Country, Theme
from organisations.querysets import OrganisationQuerySet, OrganisationRowQuerySet

COUNTRY_LACKING = Q(country__isnull=True, is_country_not_stated=False)


class RoleLink(NamedTuple):
    """A role of an organisation, with the list of all that have it."""

    label: str
    query: str

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return f"{reverse('organisations:list')}?{self.query}"


class Organisation(Entry):
    class Kind(models.TextChoices):
        CSO = "cso", _("Civil society organisation")
        MEDIA = "media", _("Media")
        INFORMAL_GROUP = "informal_group", _("Informal group")
        PUBLIC_BODY = "public_body", _("Public body")
        DONOR = "donor", _("Donor")
        OTHER = "other", _("Other")

    class ProgrammeRole(models.TextChoices):
        LEAD_IMPLEMENTER = "lead_implementer", _("Lead implementer")
        IMPLEMENTING_PARTNER = "implementing_partner", _("Implementing partner")
        DONOR = "donor", _("Donor")

    required_facts = (
        NAME,
        SUMMARY,
        RequiredFact(
            "country",
            _("country (or tick “country not known”)"),
            _("no country"),
            "id_country",
            lambda model: COUNTRY_LACKING,
            "[name=country], [name=is_country_not_stated]",
        ),
    )

    acronym = NameField(_("acronym"), max_length=40, blank=True)
    acronym_sort_key = SortKeyField(source="acronym")
    local_name = NameField(
        _("local name"),
        max_length=250,
        blank=True,
        help_text=_("The name in the organisation's own language, if it is different."),
    )
    kind = models.CharField(
        _("type of organisation"),
        max_length=20,
        choices=Kind,
        blank=True,
        help_text=_("Leave empty if unknown."),
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_("Where it is based. Leave empty if unknown."),
    )
    is_country_not_stated = models.BooleanField(
        _("country not known"),
        default=False,
        help_text=_("Tick to publish without a country. Ignored if a country is chosen."),
    )
    town = NameField(_("town"), max_length=120, blank=True)
    founded_year = YearField(
        _("founded"),
        null=True,
        blank=True,
        help_text=_("The year it was founded, such as 2002. Leave empty if unknown."),
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(
        _("email"), blank=True, help_text=_("A public address, such as info@example.org.")
    )
    logo = PictureField(_("logo"), upload_to="logos/", blank=True, largest=640, widths=(160, 320))
    strategic_orientation = ProseField(
        _("strategic orientation"),
        blank=True,
        help_text=_(
            "What the organisation stands for and where it is heading. Leave a blank line between paragraphs."
        ),
    )
    beneficiaries = ProseField(
        _("beneficiaries"),
        blank=True,
        help_text=_("Describe who benefits. Also choose groups below, so visitors can filter by them."),
    )
    beneficiary_groups = models.ManyToManyField(
        BeneficiaryGroup, verbose_name=_("beneficiary groups"), blank=True, related_name="organisations"
    )
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        blank=True,
        related_name="organisations",
        help_text=_("What its own work is about. The themes of its projects are added automatically."),
    )
    programme_role = models.CharField(
        _("role in the programme"),
        max_length=24,
        choices=ProgrammeRole,
        blank=True,
        help_text=_("Only for programme partners and donors. Leave empty for grantees."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Entry.Meta):
        indexes = [
            *Entry.Meta.indexes,
            models.Index(fields=["programme_role"], name="organisation_by_role"),
            models.Index(fields=["stage"], condition=COUNTRY_LACKING, name="organisation_without_country"),
            models.Index(fields=["town", "published_at"], name="organisation_by_town"),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="organisations_organisation_local_name_differs",
                condition=Q(local_name="") | ~Q(local_name=F("name")),
                violation_error_message=_("The local name is the same as the name. Leave it empty."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])

    def get_kind_display(self) -> str:
        return label_of(self.Kind, self.kind)

    @property
    def roles(self) -> list[RoleLink]:
        """Return what it is in the programme, each once, if fetched `with_public_parts()`."""
        links = [(self.get_programme_role_display(), "role=programme")] if self.programme_role else []
        links += [(grant.get_line_display(), f"line={grant.line}") for grant in self.public_grants]
        names = {"lead": gettext("Project lead"), "partner": gettext("Project partner")}
        links += [(names[part.role], f"role={part.role}") for part in self.public_partnerships]
        return [RoleLink(*link) for link in dict.fromkeys(links)]


class OtherName(SortedByName):
    """A further name that people know an organisation by."""

    natural_key_fields = ("organisation__slug", "name")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = NameField(_("name"), max_length=250)

    objects = OrganisationRowQuerySet.as_manager()

    class Meta(SortedByName.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                name="organisations_othername_once",
                fields=("organisation", "name"),
                violation_error_message=_("This name is already listed."),
            ),
        ]

    def __str__(self):
        return self.name


class Goal(OrderedRow):
    """A goal. The strategic goals come first, right below the strategic orientation, which announces them."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic goal")
        GOAL = "goal", _("Goal")

    natural_key_fields = ("organisation__slug", "kind", "order")
    numbered_within = "kind"

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="goals"
    )
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind,
        default=Kind.GOAL,
        help_text=_("Strategic goals are those in the organisation's own strategy."),
    )
    text = ProseField(_("text"))

    objects = OrganisationRowQuerySet.as_manager()

    class Meta:
        ordering = ("-kind", "order", "pk")
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self):
        return self.text


class Activity(LevelledRow):
    natural_key_fields = ("organisation__slug", "order")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="activities"
    )

    objects = OrganisationRowQuerySet.as_manager()

    class Meta(LevelledRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class OrganisationDocument(SearchDocument):
    pass
