"""Invitations, with which people set their first or a new password."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VALID_FOR = timedelta(days=3)


def end_of_validity() -> datetime:
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(expires_at__gt=timezone.now(), user__is_active=True)


class Invitation(models.Model):
    """A link for one person, which works until it expires, is used, or its row is deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation")
    expires_at = models.DateTimeField(default=end_of_validity)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        app_label = "login"
        default_permissions = ()
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return str(self.user)
