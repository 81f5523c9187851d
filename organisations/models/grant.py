"""Grants, and in which state they are."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.entries import Publishable
from catalogue.required_facts import Fact
from catalogue.search.models import SearchDocument
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
        UNKNOWN = "unknown", _("Not stated")

    required_facts = (
        Fact(
            "recipient",
            _("a recipient that is public or scheduled"),
            _("recipient not public"),
            "id_recipient",
            lambda model: Q(recipient__published_at__isnull=True),
        ),
    )

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

    class Meta(Publishable.Meta):
        ordering = ("recipient__name", "line", "pk")
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            *Publishable.Meta.constraints,
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


class GrantDocument(SearchDocument):
    pass
