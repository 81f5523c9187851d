"""Imports: who uploaded which file, how far it is checked, and what it would change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.references import KindReference, KindReferenceQuerySet

KEPT_FOR = timedelta(days=7)  # rows of files that were not imported


class ImportQuerySet(KindReferenceQuerySet):
    def of_kind(self, model: type[models.Model]):
        return super().of_kind(model).exclude(status=Import.Status.READING)

    def seen_by(self, user):
        """Return the imports that a person may see: their own, and with the permission those of others."""
        return self if user.has_perm("catalogue.view_import") else self.filter(user=user)

    def unfinished(self):
        """Return the imports that have changed some of their entries and not yet all of them."""
        return self.filter(status__in=(Import.Status.IMPORTING, Import.Status.UNDOING))

    def clear(self) -> None:
        """Delete the rows of files that were not imported within `KEPT_FOR`, or not read to the end."""
        old = self.filter(started_at__lt=timezone.now() - KEPT_FOR)
        old.filter(status=Import.Status.READING).delete()
        for run in old.filter(status__in=(Import.Status.CHECKING, Import.Status.CHECKED)):
            with run.locked() as locked:
                if locked.is_open:
                    locked.close(Import.Status.EXPIRED)
        RejectedRow.objects.filter(run__in=old.filter(status=Import.Status.DONE)).delete()


class Import(KindReference):
    """An uploaded file.

    `layout` lists its sheets with their columns; `done` of `buckets` are checked. The changes up to the one
    with the key `position` are imported; `imported` is how many.
    """

    class Status(models.TextChoices):
        READING = "reading", _("Reading")
        CHECKING = "checking", _("Checking")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Importing")
        UNDOING = "undoing", _("Undoing")
        DONE = "done", _("Imported")
        DISCARDED = "discarded", _("Discarded")
        EXPIRED = "expired", _("Expired")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    file_name = models.CharField(_("file"), max_length=200)
    started_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.READING)
    layout = models.JSONField(default=list)
    is_blocked = models.BooleanField(default=False, help_text="A sheet or a heading has an error.")
    buckets = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0, help_text="Rows of entries that it deletes.")
    rejected = models.PositiveIntegerField(default=0, help_text="Rows of the file that it leaves out.")
    position = models.BigIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list, help_text="Why it was undone, and what could not be undone.")

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        default_permissions = ("view",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["kind", "-id"], name="import_by_kind")]

    def __str__(self):
        return self.file_name

    @contextmanager
    def locked(self) -> Iterator["Import"]:
        """Open a transaction and yield the import as it is now; nobody else changes it until the end."""
        with transaction.atomic():
            yield Import.objects.select_for_update(of=("self",)).get(pk=self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.CHECKING, self.Status.CHECKED)

    @property
    def is_ready(self) -> bool:
        """Whether it can be applied: the check is complete, without errors and with changes."""
        return self.status == self.Status.CHECKED and not self.wrong and bool(self.new or self.changed)

    @property
    def is_partly_ready(self) -> bool:
        """Whether it can be applied without the entries that have errors."""
        return bool(
            self.status == self.Status.CHECKED and self.wrong and not self.is_blocked and self.to_import
        )

    @property
    def is_unfinished(self) -> bool:
        """Whether it has changed some of its entries and not yet all of them."""
        return self.status in (self.Status.IMPORTING, self.Status.UNDOING)

    @property
    def is_running(self) -> bool:
        """Whether there is work to do on it, in portions."""
        return self.status == self.Status.CHECKING or self.is_unfinished

    @property
    def to_import(self) -> int:
        """The number of entries that it adds or changes."""
        return self.new + self.changed

    @property
    def percent(self) -> int:
        """How far the work of its status is."""
        match self.status:
            case self.Status.IMPORTING:
                done, total = self.imported, self.to_import
            case self.Status.UNDOING:
                done, total = self.to_import - self.imported, self.to_import
            case _checking:
                done, total = self.done, self.buckets
        return 100 * done // total if total else 100

    def check_again(self) -> None:
        """Start the check again, so that everything is compared with the entries as they are now."""
        self.findings.filter(bucket__gte=0).delete()
        self.changes.all().delete()
        self.rejected_rows.all().delete()
        self.wrong = self.findings.filter(is_wrong=True).count()
        self.warned = self.findings.filter(is_wrong=False).count()
        self.done = self.new = self.changed = self.unchanged = self.removed = 0
        self.rejected = 0
        self.position = self.imported = 0
        self.status = self.Status.CHECKING
        self.save()

    def close(self, status: str) -> None:
        """Set a final status. Delete the rows of the file and, unless applied, all that was found in them."""
        self.status = status
        self.finished_at = timezone.now()
        self.save()
        self.staged.all().delete()
        if status != self.Status.DONE:
            self.findings.all().delete()
            self.changes.all().delete()
            self.rejected_rows.all().delete()


class StagedRows(models.Model):
    """Rows of one sheet as they were read, of the entries of one bucket."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="staged")
    bucket = models.PositiveIntegerField()
    part = models.CharField(max_length=40, blank=True)
    rows = models.TextField()

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        indexes = [models.Index(fields=["run", "bucket"], name="staged_rows_by_bucket")]

    def __str__(self):
        return f"{self.run} {self.bucket} {self.part}"


class RejectedRow(models.Model):
    """A row of the file that is not imported, with all of its cells as they were read, and why.

    One that `is_stray` belongs to nobody knows which entry.
    """

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    place = models.PositiveSmallIntegerField(help_text="The number of its sheet in the file.")
    line = models.PositiveIntegerField()
    cells = models.TextField()
    reason = models.TextField()
    is_stray = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "line", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["run", "place", "line"], name="rejected_row_by_line")]

    def __str__(self):
        return self.reason


class Finding(models.Model):
    """An error or a warning about a cell, a row or a heading.

    Bucket -1 (`WHILE_READING`) has what was found while the file was read; the number after the last bucket
    has what was found once all of them were checked.
    """

    WHILE_READING = -1

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    bucket = models.IntegerField()
    is_wrong = models.BooleanField()
    place = models.PositiveSmallIntegerField(help_text="The number of its sheet in the file.")
    sheet = models.CharField(max_length=120)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.TextField()

    class Meta:
        ordering = ("place", "line", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["run", "place", "line"], name="finding_by_line")]

    def __str__(self):
        return self.message

    @classmethod
    def at(cls, line: int, message: str, *, sheet: str, column: str = "", value: str = "", **fields):
        """Return a finding, not saved yet, with what is too long cut off. `fields` are the other fields."""
        texts = {"sheet": sheet, "column": column, "value": value}
        cut = {name: text[: cls._meta.get_field(name).max_length] for name, text in texts.items()}
        return cls(line=line, message=message, **cut, **fields)


class Change(models.Model):
    """What the file changes in one entry: `data` for the database, `shown` for people, cell by cell.

    `data["token"]` is the entry's token before the import, `written_token` the one that the import gave it.
    """

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    bucket = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    is_new = models.BooleanField()
    is_public = models.BooleanField(default=False)
    entry_id = models.BigIntegerField(null=True)
    slug = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=250)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    written_token = models.CharField(max_length=32, blank=True)
    shown = models.JSONField()

    class Meta:
        ordering = ("line", "pk")
        default_permissions = ()
        indexes = [
            models.Index(fields=["run", "is_new", "line"], name="change_by_line"),
            models.Index(fields=["run", "written_token"], name="change_by_written_token"),
            models.Index(fields=["run", "entry_id"], name="change_by_entry"),
        ]

    def __str__(self):
        return self.label

    @property
    def expected_token(self) -> str:
        """The token of the entry unless somebody else has changed it."""
        return self.written_token or self.data["token"]
