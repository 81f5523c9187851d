"""What staff have said of entries that looked like the same one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class NotTheSame(models.Model):
    """Two entries of a kind that are two, although their names are nearly the same.

    `kind` is their model, such as organisations.organisation; the first is the one with the lower key.
    """

    kind = models.CharField(max_length=60)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "catalogue"
        constraints = [
            models.UniqueConstraint(name="catalogue_not_the_same_once", fields=("kind", "first", "second")),
            models.CheckConstraint(
                name="catalogue_not_the_same_in_order", condition=Q(first__lt=F("second"))
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} and {self.second}"
