"""Pairs of similar entries that staff have marked as not duplicates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalogue.references import KindReference


class DismissedPair(KindReference):
    """Two entries of a kind with similar names that are not duplicates. `first` has the lower key."""

    first = models.BigIntegerField()
    second = models.BigIntegerField()
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    dismissed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "catalogue"
        db_table = "catalogue_notthesame"
        constraints = [
            models.UniqueConstraint(name="catalogue_not_the_same_once", fields=("kind", "first", "second")),
            models.CheckConstraint(
                name="catalogue_not_the_same_in_order", condition=Q(first__lt=F("second"))
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} and {self.second}"
