"""The versions of the data. Every change of the data renews them, so nothing is lost with a row."""

from django.db import connection, models
from django.db.models.expressions import RawSQL

UNCOMMITTED = "data_version"  # before the kind, the name of a setting that a transaction of PostgreSQL has
CURRENT = {
    "sqlite": "token",
    "postgresql": f"token || COALESCE(current_setting('{UNCOMMITTED}.' || kind, true), '')",
}


class DataVersionQuerySet(models.QuerySet):
    def with_current(self):
        """Add `current`, a text that differs after any change of a kind that the reader can see.

        It is the token. On PostgreSQL tokens are renewed at the commit: until then, only the transaction of
        the change itself sees the change, and a token of its own.
        """
        return self.annotate(current=RawSQL(CURRENT[connection.vendor], []))  # noqa: S611  (a constant)


class DataVersion(models.Model):
    """The version of all that the pages of one kind of entry are made of.

    The token is random, not a number: after a rollback, a restored backup or a failover a number would be
    used for the second time, for other data.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    token = models.CharField(max_length=36)

    objects = DataVersionQuerySet.as_manager()

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.kind}, version {self.token}"


class PendingRenewal(models.Model):
    """A kind that a transaction of PostgreSQL has changed. Its commit renews the token and deletes the row.

    So the row of the token, which all writers share, is locked during the commit only.
    """

    transaction_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    is_due = models.BooleanField(default=False)

    class Meta:
        app_label = "catalogue"
        constraints = [
            models.UniqueConstraint(fields=["transaction_id", "kind"], name="catalogue_pending_renewal_once")
        ]

    def __str__(self):
        return f"{self.kind} in transaction {self.transaction_id}"
