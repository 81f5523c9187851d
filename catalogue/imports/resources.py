"""Resources that import-export imports, through `import_data()` or `manage.py import`."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Error, Result

from catalogue.exports.cells import CellError, shown
from catalogue.exports.columns import ColumnsResource
from catalogue.history.recording import recorded
from catalogue.imports.cell_diff import Differences
from catalogue.imports.dataset import EntryRows, PartRows
from catalogue.imports.headings import keys_of
from catalogue.imports.layout import ImportPart
from catalogue.imports.staging import cell_without_heading
from catalogue.rows import set_links

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class RowLoader(BaseInstanceLoader):
    """The instances that `EntryResource.before_import` read at once."""

    def get_instance(self, row):
        return None if self.resource.is_blank else self.resource.incoming.instance_of(self.resource.line)


class EntryResult(Result):
    """A result in which an invalid row is an error: so import-export imports all rows or none."""

    def row_errors(self):
        """Return the number of each row with errors, and these; `manage.py import` prints them."""
        return [
            (number, row.errors or [Error(CellError(text)) for text in texts_of(row.validation_error)])
            for number, row in enumerate(self.rows, start=1)
            if row.errors or row.validation_error
        ]


class EntryResource(ColumnsResource):
    """The columns of entries, or of rows that belong to entries, as import-export exports and imports them.

    An import finds columns by their headings or keys, checks cells and rows as the preview of the back office
    does, and makes drafts of new entries. Rows that a dataset leaves out, and those of other sheets, stay as
    they are. It imports all rows or none, and records them in the history. With `user=…`, published entries
    are changed only with the permission to publish; on the command line there is no user and no such limit.
    `faults` are messages about rows as a whole, by their numbers. Warnings are in `incoming.errors.warnings`.
    """

    class Meta:
        skip_unchanged = True
        report_skipped = True
        instance_loader_class = RowLoader

    @classmethod
    def get_result_class(cls):
        return EntryResult

    def import_data(self, dataset, dry_run=False, raise_errors=False, **kwargs):
        name = kwargs.get("file_name")
        comment = _("Imported from {file}").format(file=name) if name else _("Imported with import-export")
        with recorded(kwargs.get("user"), comment):
            result = super().import_data(dataset, dry_run, raise_errors, **kwargs)
            if dry_run or result.has_errors():
                transaction.set_rollback(True)
        return result

    def before_import(self, dataset, **kwargs):
        """Find the columns of the headings, and read what is there; raise ValidationError of the headings."""
        part = ImportPart(type(self))
        headings = [shown(heading).removeprefix(BYTE_ORDER_MARK) for heading in dataset.headers or []]
        keys, faults = keys_of(headings, part, 1)
        messages = [f"{fault.column}: {fault.message}" for fault in faults if fault.is_wrong]
        for key in self.get_import_id_fields():
            if key not in keys and key not in part.identifying:
                message = _("Add a column “{heading}”. Together with the slug, it identifies each row.")
                messages.append(f"{part.heading(key)}: {message.format(heading=part.heading(key))}")
        for number, row in enumerate(dataset, start=1):
            if fault := cell_without_heading(number, row, keys):
                messages.append(f"{number}, {fault.value}: {fault.message}")
        missing = [key for key in self.get_import_id_fields() if key not in keys]
        if self.parent and missing:
            del dataset[:]
        rows = PartRows if self.parent else EntryRows
        self.incoming = rows(self, dataset, keys, kwargs.get("user"))
        self.incoming.errors.add_faults(kwargs.get("faults") or {})
        dataset.headers = [
            self.fields[key].column_name if key else heading
            for key, heading in zip(keys, headings, strict=True)
        ]
        if messages:
            raise ValidationError(messages)
        if missing:  # import-export requires the column; new entries do not
            dataset.append_col([""] * len(dataset), header=self.fields[missing[0]].column_name)

    def after_import(self, dataset, result, **kwargs):
        self.incoming.warn_of_similar({row.object_id for row in result.rows if row.is_new()})

    def handle_import_error(self, result, error, raise_errors=False):
        """Report the errors of the headings one by one."""
        if isinstance(error, ValidationError) and not raise_errors:
            for message in error.messages:
                super().handle_import_error(result, CellError(message))
        else:
            super().handle_import_error(result, error, raise_errors)

    def before_import_row(self, row, **kwargs):
        self.line = kwargs["row_number"] + 1

    def import_instance(self, instance, row, **kwargs):
        """Set what differs; raise ValidationError by the keys of the columns, as the preview words it."""
        is_checked = not self.is_blank and self.line not in self.incoming.errors.faulty
        self.found = self.incoming.apply(self.line, instance) if is_checked else Differences()
        if errors := self.incoming.errors.by_line.get(self.line):
            raise ValidationError(errors)

    @property
    def is_blank(self) -> bool:
        return self.line not in self.incoming.lines

    def skip_row(self, instance, original, row, import_validation_errors=None):
        is_unchanged = instance.pk is not None and not self.found
        return (self.is_blank or is_unchanged) and not import_validation_errors

    def before_save_instance(self, instance, row, **kwargs):
        if instance.pk is None and hasattr(instance, "author_id"):
            instance.author = kwargs.get("user")

    def save_m2m(self, instance, row, **kwargs):
        many = {field.name for field in self._meta.model._meta.many_to_many}
        set_links(instance, {name: keys for name, keys in self.found.values.items() if name in many})
        vars(instance).pop("gathered", None)  # what was found before the row was saved


def texts_of(error: ValidationError) -> list[str]:
    """Return the messages of a row, each with the column that it is about."""
    return [
        message if key == NON_FIELD_ERRORS else f"{key}: {message}"
        for key, messages in error.message_dict.items()
        for message in messages
    ]
