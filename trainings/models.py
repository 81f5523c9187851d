"""Trainings with their speakers and testimonials."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.entries import DescribedPicture, Entry, OrderedRow
from catalogue.fields import NameField, ProseField
from catalogue.pictures.fields import PictureField
from catalogue.required_facts import NAME, SUMMARY, RequiredFact
from catalogue.search.models import SearchDocument
from catalogue.sort_keys import SortedByName, SortKeyField
from organisations.models import Country, Organisation
from trainings.querysets import TrainingQuerySet, TrainingRowQuerySet

DATE_LACKING = Q(starts_on__isnull=True)
COUNTRY_LACKING = Q(country__isnull=True, is_country_not_stated=False) & ~Q(attendance="online")


class Topic(SortedByName):
    natural_key_fields = ("slug",)

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = NameField(_("name"), max_length=120, unique=True)

    class Meta(SortedByName.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name


class Training(Entry, DescribedPicture):
    class When(models.TextChoices):
        UPCOMING = "coming", _("Upcoming")
        PAST = "past", _("Past")

    class EventStatus(models.TextChoices):
        SCHEDULED = "scheduled", _("As scheduled")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class Attendance(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        ONLINE = "online", _("Online")
        MIXED = "mixed", _("In person and online")

    required_facts = (
        NAME,
        SUMMARY,
        RequiredFact(
            *("date", _("first day"), _("no date"), "id_starts_on"),
            lambda model: DATE_LACKING,
            "[name=starts_on]",
        ),
        RequiredFact(
            "country",
            _("country (or tick “country not known”)"),
            _("no country"),
            "id_country",
            lambda model: COUNTRY_LACKING,
            "[name=country], [name=is_country_not_stated]",
        ),
    )

    headline = NameField(
        _("headline"),
        max_length=250,
        blank=True,
        help_text=_("Headline of the news item, if there was one."),
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("The last day. Leave empty for a one-day training.")
    )
    event_status = models.CharField(
        _("event status"),
        max_length=12,
        choices=EventStatus,
        default=EventStatus.SCHEDULED,
        help_text=_("Whether it takes place, or took place, on these dates. Pages and calendars show it."),
    )
    attendance = models.CharField(
        _("attendance"),
        max_length=12,
        choices=Attendance,
        blank=True,
        help_text=_("How people take part. Leave empty if unknown. An online training needs no country."),
    )
    town = NameField(_("town"), max_length=120, blank=True)
    town_sort_key = SortKeyField(source="town")
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trainings",
        help_text=_("Where it takes place. Leave empty if it is online only, or unknown."),
    )
    is_country_not_stated = models.BooleanField(
        _("country not known"),
        default=False,
        help_text=_("Tick to publish without a country. Ignored if a country is chosen."),
    )
    audience = NameField(
        _("audience"),
        max_length=250,
        blank=True,
        help_text=_("Who it is for, such as: civil society organisations."),
    )
    audience_country = models.ForeignKey(
        Country,
        verbose_name=_("country of the audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="trainings_for",
        help_text=_("Where participants come from, if it is one country."),
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="trainings")
    picture = PictureField(_("picture"), upload_to="trainings/", blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ("-starts_on", "sort_key", "pk")
        indexes = [
            *Entry.Meta.indexes,
            models.Index(fields=["stage"], condition=DATE_LACKING, name="training_without_date"),
            models.Index(fields=["stage"], condition=COUNTRY_LACKING, name="training_without_country"),
            models.Index(fields=["town", "published_at"], name="training_by_town"),
        ]
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        constraints = [
            *Entry.Meta.constraints,
            *DescribedPicture.Meta.constraints,
            models.CheckConstraint(
                name="trainings_training_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The training ends before it starts. Check both dates."),
            ),
            models.CheckConstraint(
                name="trainings_training_end_has_a_start",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False),
                violation_error_message=_("Enter the first day, or remove the last day."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("trainings:detail", args=[self.slug])

    @property
    def is_upcoming(self) -> bool:
        return self.when == self.When.UPCOMING

    @property
    def when(self) -> "When | None":
        """Return whether its first day is in the future or past; None if it is unknown."""
        if self.starts_on is None:
            return None
        return self.When.UPCOMING if self.starts_on > timezone.localdate() else self.When.PAST

    @property
    def when_text(self) -> str:
        """Return whether it takes place, with its date, such as "Took place on 12 December 2023"."""
        if self.starts_on is None:
            is_scheduled = self.event_status == self.EventStatus.SCHEDULED
            return "" if is_scheduled else self.get_event_status_display()
        text, day = self._change or self._schedule
        return text.format(day=date_format(day, "DATE_FORMAT"))

    @property
    def _change(self) -> tuple[str, date] | None:
        match self.event_status:
            case self.EventStatus.POSTPONED:
                return gettext("Postponed (planned for {day})"), self.starts_on
            case self.EventStatus.CANCELLED:
                return gettext("Cancelled (planned for {day})"), self.starts_on

    @property
    def _schedule(self) -> tuple[str, date]:
        first, last, today = self.starts_on, self.ends_on or self.starts_on, timezone.localdate()
        is_one_day = first == last
        if last < today:
            return gettext("Took place on {day}") if is_one_day else gettext("Ended on {day}"), last
        if first > today:
            return gettext("Takes place on {day}") if is_one_day else gettext("Starts on {day}"), first
        return gettext("Takes place today, {day}") if is_one_day else gettext("Running until {day}"), last


class Speaker(OrderedRow):
    class Role(models.TextChoices):
        TRAINER = "trainer", _("Trainer")
        GUEST_LECTURER = "guest_lecturer", _("Guest lecturer")

    natural_key_fields = ("training__slug", "name")

    training = models.ForeignKey(
        Training, verbose_name=_("training"), on_delete=models.CASCADE, related_name="speakers"
    )
    name = NameField(_("name"), max_length=160)
    academic_title = NameField(
        _("academic title"),
        max_length=40,
        blank=True,
        help_text=_("As written before the name, such as: Ph.D."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.TRAINER)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="speakers",
        help_text=_("Leave empty for independent speakers."),
    )
    spoke_on = ProseField(_("spoke on"), blank=True, help_text=_("Leave empty if unknown."))

    objects = TrainingRowQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        constraints = [
            models.UniqueConstraint(
                name="trainings_speaker_once",
                fields=("training", "name"),
                violation_error_message=_("This person is already listed as a speaker."),
            ),
        ]

    def __str__(self):
        return f"{self.academic_title} {self.name}".strip()


class Testimonial(OrderedRow):
    natural_key_fields = ("training__slug", "order")

    training = models.ForeignKey(
        Training, verbose_name=_("training"), on_delete=models.CASCADE, related_name="testimonials"
    )
    person = NameField(_("person"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="testimonials",
    )
    words = ProseField(_("text"), help_text=_("Without quotation marks; the page adds them."))
    is_quotation = models.BooleanField(
        _("direct quotation"),
        default=True,
        help_text=_("Tick if these are the person's exact words. Leave unticked if summarised."),
    )

    objects = TrainingRowQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")

    def __str__(self):
        return self.person


class TrainingDocument(SearchDocument):
    pass
