"""Imports: who uploaded which file, how far it is checked, and what it would change."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)  # rows of files that were not imported


class ImportQuerySet(models.QuerySet):
    def of_kind(self, model: type[models.Model]):
        return self.filter(kind=model._meta.label_lower)

    def seen_by(self, user):
        """Return the imports that a person may see: their own, and with the permission those of others."""
        return self if user.has_perm("catalogue.view_import") else self.filter(user=user)

    def clear(self) -> None:
        """Delete the rows of files that were not imported within `KEPT_FOR`."""
        old = self.filter(
            status__in=(Import.Status.CHECKING, Import.Status.CHECKED),
            started_at__lt=timezone.now() - KEPT_FOR,
        )
        for run in old:
            run.close(Import.Status.EXPIRED)


class Import(models.Model):
    """An uploaded file.

    `layout` lists its sheets with their columns; `done` of `buckets` are checked.
    """

    class Status(models.TextChoices):
        CHECKING = "checking", _("Checking")
        CHECKED = "checked", _("Checked")
        DONE = "done", _("Imported")
        DISCARDED = "discarded", _("Discarded")
        EXPIRED = "expired", _("Expired")

    kind = models.CharField(max_length=60)
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
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.CHECKING)
    layout = models.JSONField(default=list)
    buckets = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0, help_text="Rows of entries that it takes away.")

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        default_permissions = ("view",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["kind", "-id"], name="import_by_kind")]

    def __str__(self):
        return self.file_name

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.CHECKING, self.Status.CHECKED)

    @property
    def is_ready(self) -> bool:
        """Whether it can be applied: the check is complete, without errors and with changes."""
        return self.status == self.Status.CHECKED and not self.wrong and bool(self.new or self.changed)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.buckets if self.buckets else 100

    def check_again(self) -> None:
        """Start the check again, so that everything is compared with the entries as they are now."""
        self.findings.filter(bucket__gte=0).delete()
        self.changes.all().delete()
        self.wrong = self.findings.filter(is_wrong=True).count()
        self.warned = self.findings.filter(is_wrong=False).count()
        self.done = self.new = self.changed = self.unchanged = self.removed = 0
        self.status = self.Status.CHECKING
        self.save()

    def close(self, status: str) -> None:
        """Set a final status. Delete the rows of the file and, unless applied, its findings and changes."""
        self.status = status
        self.finished_at = timezone.now()
        self.save()
        self.staged.all().delete()
        if status != self.Status.DONE:
            self.findings.all().delete()
            self.changes.all().delete()


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
    """What the file changes in one entry: `data` for the database, `shown` for people, cell by cell."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    bucket = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    is_new = models.BooleanField()
    is_public = models.BooleanField(default=False)
    entry_id = models.BigIntegerField(null=True)
    slug = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=250)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    shown = models.JSONField()

    class Meta:
        ordering = ("line", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["run", "is_new", "line"], name="change_by_line")]

    def __str__(self):
        return self.label
