"""Links to previews, which staff create for people without an account, and withdraw."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LINK_LIFETIME = timedelta(days=7)


def end_of_lifetime() -> datetime:
    return timezone.now() + LINK_LIFETIME


class PreviewLink(models.Model):
    """A link to the preview of an entry. It works until it expires, or until its row is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60, help_text="The entry's model, such as organisations.organisation.")
    entry_id = models.BigIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=end_of_lifetime, db_index=True)

    class Meta:
        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["kind", "entry_id"], name="preview_link_by_entry")]

    def __str__(self):
        return f"{self.kind} {self.entry_id}"
