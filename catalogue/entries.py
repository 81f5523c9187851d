"""The abstract models that every kind of entry is made of. Nothing here knows an app."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.editors import EditorField
from catalogue.fields import NameField, ProseField
from catalogue.naturalkeys import NaturalKeyModel
from catalogue.pictures.fields import FocusField
from catalogue.querysets import PublishableQuerySet
from catalogue.required_facts import NAME, SUMMARY, RequiredFact
from catalogue.sort_keys import SortedByName
from catalogue.tokens import TokenField


class Publishable(NaturalKeyModel):
    """A row with an address of its own, which staff publish when it is ready.

    Two fields hold its status: `published_at` whether and from when it is public, and `stage` what it waits
    for otherwise. `PublishableQuerySet.with_status` and `status` are the one rule for both.
    `catalogue/publishing` changes the status and requires the `required_facts`.
    """

    class Stage(models.TextChoices):
        DRAFT = "", _("Draft")
        REVIEW = "review", _("In review")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    natural_key_fields = ("slug",)
    required_facts: ClassVar[tuple[RequiredFact, ...]]

    uid = models.UUIDField(
        _("identifier"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Identifies the entry in feeds, calendars and standard formats. It never changes."),
    )

    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("End of the web address. Made from the name if empty."),
    )
    published_at = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Leave empty to keep as draft. Choose a future date to publish automatically."),
    )
    stage = models.CharField(
        _("status"), max_length=12, choices=Stage, default=Stage.DRAFT, blank=True, editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    changed_by = EditorField(_("changed by"))
    checked_at = models.DateTimeField(
        _("checked"), null=True, blank=True, editable=False, serialize=False
    )  # when somebody confirmed that it is still correct, without a change
    token = TokenField(_("token"))
    staff_note = ProseField(
        _("staff note"),
        blank=True,
        help_text=_("For staff only. Never shown on public pages or in files."),
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_stage_of_unpublished",
                condition=Q(stage="") | Q(published_at__isnull=True, stage__in=("review", "withdrawn")),
                violation_error_message=_("A published or scheduled entry cannot be in review or withdrawn."),
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "author"], name="%(class)s_by_stage"),
            models.Index(
                fields=["updated_at", "published_at", "checked_at"], name="%(class)s_by_last_change"
            ),
            models.Index(fields=["changed_by", "updated_at"], name="%(class)s_by_editor"),
        ]

    def save(self, *args, update_fields=None, **options):
        """Save with the person who changes it, whenever the token is renewed."""
        if update_fields is not None and "token" in update_fields:
            update_fields = {*update_fields, "changed_by"}
        super().save(*args, update_fields=update_fields, **options)

    @property
    def urn(self) -> str:
        """Return the identifier that no change of name, address or host affects (RFC 9562, section 4)."""
        return self.uid.urn

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def status(self) -> Status:
        """Return the status at this moment, by the same rule as `PublishableQuerySet.with_status`."""
        if self.published_at is None:
            return self.Status(self.stage or "draft")
        return self.Status.PUBLISHED if self.is_public else self.Status.SCHEDULED


class Entry(Publishable, SortedByName):
    """An entry of the catalogue, with a name and a page."""

    required_facts = (NAME, SUMMARY)

    name = NameField(_("name"), max_length=250)
    summary = ProseField(
        _("summary"),
        blank=True,
        help_text=_("Two or three sentences for the top of the page. Leave a blank line between paragraphs."),
    )

    class Meta(Publishable.Meta):
        abstract = True
        ordering = SortedByName.Meta.ordering
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["name"], name="%(class)s_by_name"),
            models.Index(fields=["sort_key", "id"], name="%(class)s_by_sort_key"),
            models.Index(fields=["stage"], condition=Q(summary=""), name="%(class)s_without_summary"),
        ]

    def __str__(self):
        return self.name


def focus_classes(x: int, y: int) -> str:
    return f"focus-x-{x} focus-y-{y}"


class DescribedPicture(models.Model):
    """What screen readers get of an entry's `picture`, which the model itself declares with its folder."""

    picture_alt = NameField(
        _("description of the picture"),
        max_length=250,
        blank=True,
        help_text=_(
            "One sentence for people who cannot see the picture. Leave empty only if it is decorative."
        ),
    )
    picture_is_decorative = models.BooleanField(
        _("decorative picture"),
        default=False,
        help_text=_("Tick if the picture is decoration only (screen readers skip it)."),
    )
    picture_focus_x = FocusField(
        _("main part of the picture, from the left (%)"),
        help_text=_("Stays in view where the picture is cropped: 0 is the left edge, 100 the right."),
    )
    picture_focus_y = FocusField(
        _("main part of the picture, from the top (%)"), help_text=_("0 is the top edge, 100 the bottom.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_focus_is_in_the_picture",
                condition=Q(picture_focus_x__lte=FocusField.MAX, picture_focus_y__lte=FocusField.MAX),
                violation_error_message=_("The main part of the picture is between 0 and 100 per cent."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_picture_is_described",
                condition=Q(picture="") | ~Q(picture_alt="") | Q(picture_is_decorative=True),
                violation_error_message=_("Describe the picture, or tick “decorative picture”."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_decorative_picture_says_nothing",
                condition=Q(picture_alt="") | Q(picture_is_decorative=False),
                violation_error_message=_(
                    "A decorative picture has no description. Untick it, or remove the description."
                ),
            ),
        ]

    @property
    def focus_class(self) -> str:
        """Return the classes that keep the main part of the picture in view where it is cropped."""
        return focus_classes(self.picture_focus_x, self.picture_focus_y)

    @property
    def card_focus_class(self) -> str:
        """Return the same for a card, whose shape is known: the main part is in the middle if it can be."""
        return focus_classes(*self.picture.card_position(self.picture_focus_x, self.picture_focus_y))

    @property
    def shared_picture(self) -> str:
        """Return the address of the picture for sites that link to the entry, or an empty text."""
        return self.picture and self.picture.shared_url(self.picture_focus_x, self.picture_focus_y)


class OrderedRow(NaturalKeyModel):
    """One of several rows of an entry, which are numbered from 1.

    `numbered_within` names the field within whose values the rows are numbered; None: all of them together.
    Forms, imports and merges read it.
    """

    numbered_within: ClassVar[str | None] = None

    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    @property
    def numbering_group(self) -> str | None:
        return getattr(self, self.numbered_within) if self.numbered_within else None


class LevelledRow(OrderedRow):
    """An ordered text of level 1, or of level 2 below the level 1 before it."""

    class Level(models.IntegerChoices):
        MAIN = 1, _("1, main")
        SUB = 2, _("2, part of the row above")

    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.MAIN)
    text = ProseField(_("text"))

    class Meta(OrderedRow.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_level_known",
                condition=Q(level__in=(1, 2)),
                violation_error_message=_("Choose level 1 or 2."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_starts_at_level_1",
                condition=Q(level=1) | Q(order__gt=1),
                violation_error_message=_(
                    "The first row must be at level 1. A row at level 2 belongs to the row above it."
                ),
            ),
        ]

    def __str__(self):
        return self.text
