"""What happened that concerns a person, until they have marked it as read, and 30 days longer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.references import KindReference, KindReferenceQuerySet

KEPT_FOR = timedelta(days=30)  # after it was marked as read
UNREAD_KEPT_FOR = timedelta(days=365)


class NoticeQuerySet(KindReferenceQuerySet):
    def unread_of(self, person):
        return self.filter(recipient=person, read_at__isnull=True)

    def about(self, model: type[models.Model], *keys):
        """Return those about rows of a model with these keys."""
        return self.of_kind(model).filter(object_id__in=keys)

    def mark_read(self) -> int:
        return self.filter(read_at__isnull=True).update(read_at=timezone.now())

    def clear(self) -> None:
        """Delete what was read, or was not, long ago."""
        now = timezone.now()
        self.filter(read_at__lt=now - KEPT_FOR).delete()
        self.filter(created_at__lt=now - UNREAD_KEPT_FOR).delete()


class Notice(KindReference):
    """A sentence and, where there is one, the text that it is about, in the language of its recipient.

    `kind` and `object_id` name the row that it is about; without a key, it is about several of the kind, and
    without a kind about none.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    object_id = models.BigIntegerField(null=True)
    query = models.CharField(max_length=100, blank=True, help_text="What narrows the list of several rows.")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    read_at = models.DateTimeField(null=True, db_index=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(
                fields=["recipient", "-created_at"],
                condition=models.Q(read_at__isnull=True),
                name="notice_unread",
            ),
            models.Index(fields=["kind", "object_id"], name="notice_by_row"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the row in the back office, or of a list of the rows."""
        if not self.kind:
            return reverse("admin:index")
        name = f"admin:{self.kind.replace('.', '_')}"
        if self.object_id is not None:
            return reverse(f"{name}_change", args=[self.object_id])
        return reverse(f"{name}_changelist") + (f"?{self.query}" if self.query else "")
