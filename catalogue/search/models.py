"""What search keeps beside the entries. Everything here can be made anew from them."""

from django.db import models


class SearchDocument(models.Model):
    """What is found of one entry, in the words of `folding`; the number of its row is the entry's.

    No foreign key: of an entry that was deleted an empty document stays, so that every process that counts
    learns of it. A draft has an empty document too.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    title = models.TextField()
    body = models.TextField()
    facets = models.TextField(help_text="The values it counts under, as `facet:value`, each between spaces.")
    refresh_at = models.DateTimeField(null=True, help_text="When it changes by the clock alone.")
    version = models.BigIntegerField(help_text="The version of the clock that wrote it.")

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["version"], name="%(class)s_version"),
            models.Index(fields=["refresh_at"], name="%(class)s_due"),
        ]


class StaleEntry(models.Model):
    """A note, written by a database trigger, that an entry's document no longer tells all.

    Notes are only ever added and taken away, never merged: a note that a second transaction writes while a
    first one works off another for the same entry stays.
    """

    kind = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()

    class Meta:
        app_label = "catalogue"
        indexes = [models.Index(fields=["kind", "entry_id"], name="staleentry_by_entry")]

    def __str__(self):
        return f"{self.kind} {self.entry_id}"


class SearchClock(models.Model):
    """For each kind, which version its documents are at, and the latest versions before with a random mark.

    A process that holds a version with its mark knows by this list whether it may go on from there.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=0)
    history = models.JSONField(default=list)
    recipe = models.CharField(max_length=64, default="", help_text="Of which code the documents were made.")

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.kind}, version {self.version}"
