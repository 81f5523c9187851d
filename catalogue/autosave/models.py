"""The unsaved changes in the form of an entry, of one person."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.references import KindReference, KindReferenceQuerySet

KEPT_FOR = timedelta(days=30)
MAX_KEPT = 100  # a person's; the oldest are deleted first


class AutosavedFormQuerySet(KindReferenceQuerySet):
    def of_person(self, user):
        """Return what a person may continue. Nobody else sees it."""
        return self.filter(user=user, changed_at__gte=timezone.now() - KEPT_FOR)

    def of_form(self, model: type[models.Model], entry_id: int | None):
        """Return those of the form of an entry or, without one, of the form that adds an entry."""
        return self.of_kind(model).filter(entry_id=entry_id)

    def clear(self, user) -> None:
        """Delete what nobody has continued within `KEPT_FOR`, and all but the newest of a person."""
        newest = list(
            self.filter(user=user).order_by("-changed_at", "-pk").values_list("pk", flat=True)[:MAX_KEPT]
        )
        too_many = models.Q(user=user) & ~models.Q(pk__in=newest)
        self.filter(models.Q(changed_at__lt=timezone.now() - KEPT_FOR) | too_many).delete()


class AutosavedForm(KindReference):
    """What a person has entered in a form but not saved yet: its fields as a browser submits them.

    Each form that is opened has a key of its own, so two open tabs do not replace each other's changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AutosavedFormQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "pk")
        default_permissions = ()
        verbose_name = _("unsaved changes")
        verbose_name_plural = _("unsaved changes")
        indexes = [models.Index(fields=["user", "kind", "entry_id"], name="autosaved_by_form")]

    def __str__(self):
        return self.name or self.kind

    def submitted(self) -> QueryDict:
        """Return the fields as Django would read them from a request."""
        data = QueryDict(mutable=True)
        for name, values in self.data.items():
            data.setlist(name, values)
        return data
