"""Organisations, the grants they hold, and the lists that the other apps choose from."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry, LevelledRow, OrderedRow, Publishable, SearchDocument
from catalogue.naturalkeys import NaturalKeyModel
from organisations.querysets import CountryQuerySet, GrantQuerySet, OrganisationQuerySet


class Country(NaturalKeyModel):
    natural_key_fields = ("code",)

    code = models.CharField(
        _("code"),
        max_length=2,
        primary_key=True,
        help_text=_("Two capital letters, as in ISO 3166-1; Kosovo has XK, which the European Union uses."),
    )
    name = models.CharField(_("name"), max_length=80, unique=True)
    is_programme_country = models.BooleanField(
        _("programme country"), default=False, help_text=_("Whether the programme works in this country.")
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ("name", "code")
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                name="organisations_country_code_is_two_capitals",
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                violation_error_message=_("A country's code is two capital letters, such as AL."),
            ),
        ]

    def __str__(self):
        return self.name


class Theme(NaturalKeyModel):
    class Area(models.TextChoices):
        SECURITY = "security", _("Security and stability")
        GOVERNANCE = "governance", _("Governance")

    natural_key_fields = ("slug",)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    area = models.CharField(_("area"), max_length=20, choices=Area)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name


class BeneficiaryGroup(NaturalKeyModel):
    natural_key_fields = ("slug",)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Who is meant, where the name alone leaves a doubt.")
    )

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("beneficiary group")
        verbose_name_plural = _("beneficiary groups")

    def __str__(self):
        return self.name


def this_year() -> int:
    return timezone.localdate().year


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

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    local_name = models.CharField(
        _("local name"),
        max_length=250,
        blank=True,
        help_text=_("The name in the organisation's own language."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, blank=True, help_text=_("Leave empty if it is not known.")
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_("Where it is based. Leave empty if it is not known; do not guess."),
    )
    town = models.CharField(_("town"), max_length=120, blank=True)
    founded_year = models.PositiveSmallIntegerField(
        _("active since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(this_year)],
        help_text=_("The year it was founded or began to work, such as 2002."),
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("email"), blank=True, help_text=_("A public address, such as info@…"))
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    strategic_orientation = models.TextField(
        _("strategic orientation"),
        blank=True,
        help_text=_("What it stands for and where it is heading. An empty line starts a new paragraph."),
    )
    beneficiaries = models.TextField(
        _("beneficiaries"),
        blank=True,
        help_text=_("Whom its work is for, in words. The groups below make it countable."),
    )
    beneficiary_groups = models.ManyToManyField(
        BeneficiaryGroup, verbose_name=_("beneficiary groups"), blank=True, related_name="organisations"
    )
    programme_role = models.CharField(
        _("part in the programme"),
        max_length=24,
        choices=ProgrammeRole,
        blank=True,
        help_text=_("Only for those who run or pay for SMART Balkans. Grantees leave it empty."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(Entry.Meta):
        indexes = [*Entry.Meta.indexes, models.Index(fields=["programme_role"], name="organisation_by_role")]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])


class OtherName(NaturalKeyModel):
    """A further name that people know an organisation by."""

    natural_key_fields = ("organisation__slug", "name")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("name"), max_length=250)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                name="organisations_othername_once",
                fields=("organisation", "name"),
                violation_error_message=_("This name stands here already."),
            ),
        ]

    def __str__(self):
        return self.name


class Goal(OrderedRow):
    class Kind(models.TextChoices):
        GOAL = "goal", _("Goal")
        STRATEGIC = "strategic", _("Strategic goal")

    natural_key_fields = ("organisation__slug", "kind", "order")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="goals"
    )
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=Kind,
        default=Kind.GOAL,
        help_text=_("A strategic goal is one of those that the organisation's own strategy lists."),
    )
    text = models.TextField(_("text"))

    class Meta:
        ordering = ("kind", "order", "pk")
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self):
        return self.text


class Activity(LevelledRow):
    natural_key_fields = ("organisation__slug", "order")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="activities"
    )

    class Meta(LevelledRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")


class Grant(Publishable):
    class Line(models.TextChoices):
        CORE = "core", _("Core grant")
        REGIONAL = "regional", _("Regional grant")
        NATIONAL_INTERVENTION = "national_intervention", _("National intervention grant")
        LOCAL_INITIATIVE = "local_initiative", _("Local initiative grant")
        MEDIA = "media", _("Media grant")
        CREATIVE_BOX = "creative_box", _("Creative box grant")

    class Currency(models.TextChoices):
        EUR = "EUR", _("EUR, euro")
        NOK = "NOK", _("NOK, Norwegian krone")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")
        UNKNOWN = "unknown", _("Not stated")

    line = models.CharField(
        _("line"),
        max_length=24,
        choices=Line,
        help_text=_("A core grant goes to an organisation's own work, any other to a project."),
    )
    call = models.CharField(
        _("call or round"),
        max_length=120,
        blank=True,
        help_text=_("The call for proposals it was awarded in."),
    )
    reference = models.CharField(
        _("reference"), max_length=60, blank=True, help_text=_("The number on the grant contract.")
    )
    recipient = models.ForeignKey(
        Organisation,
        verbose_name=_("recipient"),
        on_delete=models.PROTECT,
        related_name="grants",
        help_text=_("The organisation that signs for it; for a project, its lead."),
    )
    amount = models.DecimalField(
        _("amount awarded"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("As first awarded. Leave empty if it is not known."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    revised_amount = models.DecimalField(
        _("amount as revised"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "If it was changed later: the new amount, in the same currency. The first one stays above."
        ),
    )
    revision_reason = models.TextField(_("why it was revised"), blank=True)
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("recipient__name", "line", "pk")
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(
                name="organisations_grant_amount_has_currency",
                condition=Q(amount__isnull=True, currency="") | (Q(amount__isnull=False) & ~Q(currency="")),
                violation_error_message=_("Give an amount and its currency together, or neither."),
            ),
            models.CheckConstraint(
                name="organisations_grant_amount_positive",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                violation_error_message=_("The amount awarded is more than zero."),
            ),
            models.CheckConstraint(
                name="organisations_grant_revision_explained",
                condition=Q(revised_amount__isnull=True, revision_reason="")
                | (Q(revised_amount__gte=0, amount__isnull=False) & ~Q(revision_reason="")),
                violation_error_message=_(
                    "A revised amount needs the amount first awarded and the reason it was revised; "
                    "a reason needs the revised amount. It cannot be below zero."
                ),
            ),
            models.CheckConstraint(
                name="organisations_grant_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The grant ends before it starts. Check the two dates."),
            ),
        ]

    def __str__(self):
        return _("{line} to {recipient}").format(line=self.get_line_display(), recipient=self.recipient.name)

    def get_absolute_url(self):
        """Give the grant's place on its recipient's page: a grant has no page of its own."""
        return f"{self.recipient.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"grant-{self.slug}"

    @property
    def state(self) -> State:
        """Tell from the dates whether the grant is planned, running or ended today.

        Without the dates that it takes to tell, the state is unknown. `GrantQuerySet.in_state` is the same
        rule for many.
        """
        return self.state_of(self.starts_on, self.ends_on)

    @classmethod
    def state_of(cls, starts_on: date | None, ends_on: date | None) -> State:
        """Tell the same of two dates."""
        today = timezone.localdate()
        if ends_on and ends_on < today:
            return cls.State.ENDED
        if starts_on and starts_on > today:
            return cls.State.PLANNED
        if starts_on and ends_on:
            return cls.State.RUNNING
        return cls.State.UNKNOWN

    def get_state_display(self):
        return self.state.label

    @property
    def year(self) -> str:
        """Give the year of its award, or else of its start; empty if neither is known."""
        day = self.awarded_on or self.starts_on
        return str(day.year) if day else ""


class OrganisationDocument(SearchDocument):
    pass


class GrantDocument(SearchDocument):
    pass
