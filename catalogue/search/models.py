"""The tables of the search index. All of them can be rebuilt from the entries."""

from django.db import models


class SearchDocument(models.Model):
    """The searchable text of one entry, folded, under the primary key of the entry.

    There is no foreign key: a deleted entry leaves an empty document, by which every process that counts
    notices the deletion. A draft has an empty document too.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    title = models.TextField()
    body = models.TextField()
    facets = models.TextField(help_text="The values of its facets, as `facet:value`, each between spaces.")
    refresh_at = models.DateTimeField(null=True, help_text="When it changes without a write.")
    version = models.BigIntegerField(help_text="The version of the clock at which it was written.")

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["version"], name="%(class)s_version"),
            models.Index(fields=["refresh_at"], name="%(class)s_due"),
        ]


class StaleEntry(models.Model):
    """An entry in the queue of stale documents, written by a database trigger.

    Rows are only added and deleted, never merged: a row that one transaction adds while another processes an
    earlier row of the same entry stays.
    """

    kind = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()

    class Meta:
        app_label = "catalogue"
        indexes = [models.Index(fields=["kind", "entry_id"], name="staleentry_by_entry")]

    def __str__(self):
        return f"{self.kind} {self.entry_id}"


class SearchClock(models.Model):
    """The state of the documents of one kind.

    `version` counts the writes. `history` has the latest versions, each with a random mark: a process that
    read one of them, by its mark, needs only what has changed since.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=0)
    history = models.JSONField(default=list)
    index_version = models.PositiveIntegerField(
        help_text="The `version` of the index that wrote the documents."
    )

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.kind}, version {self.version}"
