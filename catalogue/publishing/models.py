"""Actions on many entries that are under way, and the links to previews that staff create and withdraw."""

import uuid
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from catalogue.references import EntryReference, KindReference, KindReferenceQuerySet

KEPT_FOR = timedelta(days=7)  # an action that nobody continues
LINK_LIFETIME = timedelta(days=7)


class BulkRunQuerySet(KindReferenceQuerySet):
    def clear(self) -> None:
        """Delete those that nobody continued within `KEPT_FOR`."""
        self.filter(started_at__lt=timezone.now() - KEPT_FOR).delete()


class BulkRun(KindReference):
    """An action on the entries with these keys, of which as many as `position` are dealt with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=60)
    answers = models.JSONField(default=dict)
    keys = models.JSONField(default=list)
    tokens = models.JSONField(default=dict)  # by key, those that the preview showed
    position = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("unfinished action")
        verbose_name_plural = _("unfinished actions")
        indexes = [models.Index(fields=["user", "kind"], name="bulk_run_by_user")]

    def __str__(self):
        return f"{self.action} {self.position}/{self.total}"

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def is_done(self) -> bool:
        return self.position >= self.total

    @property
    def percent(self) -> int:
        return 100 * self.position // self.total if self.total else 100

    def question(self, form: type[forms.Form]) -> forms.Form:
        """Return the form of the action with the answers that were given at the start."""
        return form(MultiValueDict(self.answers))


def end_of_lifetime() -> datetime:
    return timezone.now() + LINK_LIFETIME


class PreviewLink(EntryReference):
    """A link to the preview of an entry. It works until it expires, or until its row is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    is_proposed = models.BooleanField(default=False, help_text="It shows the proposed version of the entry.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=end_of_lifetime, db_index=True)

    class Meta:
        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["kind", "entry_id"], name="preview_link_by_entry")]
