"""Grants, and in which state they are."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.entries import Publishable
from catalogue.fields import NameField, ProseField, label_of
from catalogue.required_facts import RequiredFact
from catalogue.search.models import SearchDocument
from organisations.models.lists import Theme
from organisations.models.organisation import Organisation
from organisations.querysets import GrantQuerySet


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
        UNKNOWN = "unknown", _("Not published")

    required_facts = (
        RequiredFact(
            "recipient",
            _("published recipient"),
            _("recipient not public"),
            "id_recipient",
            lambda model: Q(recipient__published_at__isnull=True),
        ),
    )

    line = models.CharField(
        _("grant type"),
        max_length=24,
        choices=Line,
        help_text=_("Core grants support an organisation; all other grants fund a project."),
    )
    call = NameField(
        _("call or round"),
        max_length=120,
        blank=True,
        help_text=_("The call for proposals in which it was awarded."),
    )
    reference = NameField(
        _("reference"), max_length=60, blank=True, help_text=_("The number on the grant contract.")
    )
    recipient = models.ForeignKey(
        Organisation,
        verbose_name=_("recipient"),
        on_delete=models.PROTECT,
        related_name="grants",
        help_text=_("The organisation that signs the grant contract. For a project: its lead."),
    )
    amount = models.DecimalField(
        _("amount awarded"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("As first awarded. Leave empty if unknown."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    revised_amount = models.DecimalField(
        _("revised amount"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("If the amount was changed later: the new amount, in the same currency."),
    )
    revision_reason = ProseField(_("reason for the revision"), blank=True)
    revised_on = models.DateField(
        _("revised on"),
        null=True,
        blank=True,
        help_text=_("The day on which the revision was agreed. Leave empty if unknown."),
    )
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    planned_starts_on = models.DateField(
        _("planned start"), null=True, blank=True, help_text=_("As planned in the grant contract.")
    )
    planned_ends_on = models.DateField(
        _("planned end"), null=True, blank=True, help_text=_("As planned in the grant contract.")
    )
    starts_on = models.DateField(
        _("starts on"),
        null=True,
        blank=True,
        help_text=_("The first day of the grant, or the day on which it is now expected to start."),
    )
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The last day of the grant, or the day on which it is now expected to end."),
    )

    DATES = ("awarded_on", "planned_starts_on", "planned_ends_on", "starts_on", "ends_on")

    objects = GrantQuerySet.as_manager()

    class Meta(Publishable.Meta):
        ordering = ("recipient__sort_key", "line", "pk")
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["recipient", "line", "id"], name="grant_by_recipient"),
            models.Index(fields=["currency", "id", "amount", "revised_amount"], name="grant_by_currency"),
            models.Index(fields=["starts_on", "id"], name="grant_by_start"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="organisations_grant_amount_has_currency",
                condition=Q(amount__isnull=True, currency="") | (Q(amount__isnull=False) & ~Q(currency="")),
                violation_error_message=_("Enter both an amount and its currency, or leave both empty."),
            ),
            models.CheckConstraint(
                name="organisations_grant_amount_positive",
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                violation_error_message=_("Enter an amount above zero."),
            ),
            models.CheckConstraint(
                name="organisations_grant_revision_explained",
                condition=Q(revised_amount__isnull=True, revision_reason="")
                | (Q(revised_amount__gte=0, amount__isnull=False) & ~Q(revision_reason="")),
                violation_error_message=_(
                    "Enter the amount awarded, the revised amount (zero or more) and the reason together."
                ),
            ),
            models.CheckConstraint(
                name="organisations_grant_revision_date_has_an_amount",
                condition=Q(revised_on__isnull=True) | Q(revised_amount__isnull=False),
                violation_error_message=_("Enter the revised amount, or remove the date of the revision."),
            ),
            models.CheckConstraint(
                name="organisations_grant_planned_end_after_planned_start",
                condition=Q(planned_starts_on__isnull=True)
                | Q(planned_ends_on__isnull=True)
                | Q(planned_ends_on__gte=F("planned_starts_on")),
                violation_error_message=_("The planned end is before the planned start. Check both dates."),
            ),
            models.CheckConstraint(
                name="organisations_grant_ends_after_it_starts",
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(
                    GreaterThanOrEqual(
                        Coalesce("ends_on", "planned_ends_on"), Coalesce("starts_on", "planned_starts_on")
                    )
                ),
                violation_error_message=_("The grant ends before it starts. Check both dates."),
            ),
        ]

    def __str__(self):
        return _("{line} to {recipient}").format(line=self.get_line_display(), recipient=self.recipient.name)

    def get_absolute_url(self):
        """Return the grant's place on its recipient's page: a grant has no page of its own."""
        return f"{self.recipient.get_absolute_url()}#{self.anchor}"

    def get_line_display(self) -> str:
        return label_of(self.Line, self.line)

    @property
    def anchor(self) -> str:
        return f"grant-{self.slug}"

    @property
    def state(self) -> State:
        """Return whether the grant is planned, running or ended today, by its dates.

        A grant that has started runs until its last day, even if that is not known. If the dates do not show
        it, the state is unknown. `GrantQuerySet.in_state` is the same rule for many.
        """
        return self.state_of(self.starts_on, self.ends_on, self.planned_starts_on, self.planned_ends_on)

    @classmethod
    def state_of(
        cls,
        starts_on: date | None,
        ends_on: date | None,
        planned_starts_on: date | None,
        planned_ends_on: date | None,
    ) -> State:
        """Return the same for the dates of a grant. A planned date counts while the other is unknown."""
        first, last = starts_on or planned_starts_on, ends_on or planned_ends_on
        today = timezone.localdate()
        if last and last < today:
            return cls.State.ENDED
        if first is None:
            return cls.State.UNKNOWN
        return cls.State.PLANNED if first > today else cls.State.RUNNING

    def get_state_display(self):
        return self.state.label

    @property
    def state_text(self) -> str:
        """Return the state with its date, such as "Running until 30 June 2025"; empty if it is unknown.

        A date that is only planned is named as planned.
        """
        match self.state:
            case self.State.PLANNED if self.starts_on:
                text, day = gettext("Starts on {day}"), self.starts_on
            case self.State.PLANNED:
                text, day = gettext("Planned to start on {day}"), self.planned_starts_on
            case self.State.ENDED if self.ends_on:
                text, day = gettext("Ended on {day}"), self.ends_on
            case self.State.ENDED:
                text, day = gettext("Ended (planned end: {day})"), self.planned_ends_on
            case self.State.RUNNING:
                text, day = self._running
            case _:
                return ""
        return text.format(day=date_format(day, "DATE_FORMAT"))

    @property
    def _running(self) -> tuple[str, date]:
        """Return how long it runs as a text and its date: the end or, if no end is known, the start."""
        if self.ends_on:
            return gettext("Running until {day}"), self.ends_on
        if self.planned_ends_on:
            return gettext("Running (planned end: {day})"), self.planned_ends_on
        if self.starts_on:
            return gettext("Running since {day}"), self.starts_on
        return gettext("Running (planned start: {day})"), self.planned_starts_on

    @property
    def themes(self) -> list[Theme]:
        """Return the themes of its public project or, for a core grant without one, of its recipient.

        Requires a grant fetched `with_public_themes()`. `organisations.exports.theme_sources_of_grants`
        is the same rule for the columns of files.
        """
        if self.public_project:
            return list(self.public_project.themes.all())
        return list(self.recipient.themes.all()) if self.line == self.Line.CORE else []

    @property
    def first_day(self) -> date | None:
        """Return the day on which it starts, as planned if nothing else is known."""
        return self.starts_on or self.planned_starts_on

    @property
    def last_day(self) -> date | None:
        """Return the day on which it ends, as planned if nothing else is known."""
        return self.ends_on or self.planned_ends_on

    @property
    def is_start_planned(self) -> bool:
        """Whether `first_day` is a planned date."""
        return self.first_day is not None and self.starts_on is None

    @property
    def is_end_planned(self) -> bool:
        """Whether `last_day` is a planned date."""
        return self.last_day is not None and self.ends_on is None

    @property
    def has_dates(self) -> bool:
        return any(getattr(self, name) for name in self.DATES)

    @property
    def year(self) -> str:
        """Return the year of its award, or else of its start; empty if neither is known."""
        day = self.awarded_on or self.first_day
        return str(day.year) if day else ""


class GrantDocument(SearchDocument):
    pass
