"""What staff write to each other about an entry, and who is to work on it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.fields import ProseField
from catalogue.references import EntryReference, EntryReferenceQuerySet


class ReviewCommentQuerySet(EntryReferenceQuerySet):
    def recorded_since(self, moment: datetime, model: type[models.Model], action: str, user: models.Model):
        """Return what a person has done to entries of a kind since a moment."""
        return self.of_kind(model).filter(action=action, user=user, created_at__gte=moment)


class ReviewComment(EntryReference):
    """A comment, or the note that belongs to an action, with or without a text."""

    class Action(models.TextChoices):
        COMMENT = "comment", _("Comment")
        SENT = "sent", _("Sent for review")
        RETURNED = "returned", _("Sent back")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        ASSIGNED = "assigned", _("Assigned")
        CHANGES_SENT = "changes-sent", _("Changes sent for review")
        CHANGES_RETURNED = "changes-back", _("Changes sent back")
        CHANGES_PUBLISHED = "changes-done", _("Changes published")
        CHANGES_DISCARDED = "changes-gone", _("Changes discarded")
        CHANGES_RESTORED = "changes-kept", _("Discarded changes restored")

    action = models.CharField(max_length=12, choices=Action, default=Action.COMMENT)
    text = ProseField(_("comment"), blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["kind", "entry_id", "-created_at"], name="comment_by_entry")]

    def __str__(self):
        return self.text or str(self.get_action_display())


class Assignment(EntryReference):
    """The person who is to work on an entry."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(name="catalogue_assignment_of_entry", fields=("kind", "entry_id")),
        ]

    def __str__(self):
        return f"{self.kind} {self.entry_id}: {self.person}"
