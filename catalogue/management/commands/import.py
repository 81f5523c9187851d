"""The command of import-export: it reads files as the back office does, and can leave out errors."""

import io
import sys
from importlib import import_module
from pathlib import Path

from django.core.management.base import CommandError
from import_export.command_utils import get_format_class, get_resource_class

from catalogue.imports import rejected_file
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.resources import EntryResource
from catalogue.imports.tables import SheetTable, TableImport, table_in, table_of

STANDARD_INPUT = "-"
JSON = ".json"


class Command(import_module("import_export.management.commands.import").Command):
    help = (
        "Imports a workbook (.xlsx or .ods), a CSV file or a JSON file through a Resource: all rows, or none "
        "if one has an error."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--skip-errors",
            action="store_true",
            help="import the entries without errors, and write the rows of the others to a file",
        )
        parser.add_argument(
            "--rejected",
            type=Path,
            metavar="FILE",
            help="the file for those rows (default: the name of the imported file with -rejected)",
        )

    def handle(self, *args, **options):
        resource = get_resource_class(options["resource"])
        if not issubclass(resource, EntryResource):
            return super().handle(*args, **options)
        if options["interactive"] and input("Import the data? [yes/no]: ") != "yes":
            raise CommandError("Import cancelled.")
        try:
            table = self.read(resource, options["import_file_name"], options["format"], options["encoding"])
        except (OSError, UnreadableFile) as error:
            raise CommandError(str(error)) from error
        rejected = options["rejected"] or rejected_path(options["import_file_name"], table)
        if options["skip_errors"]:
            require_new_file(rejected)
        work = TableImport(resource, table, skip_errors=options["skip_errors"])
        result = work.run(dry_run=options["dry_run"], raise_errors=options["raise_errors"])
        self.report(work, result, is_dry_run=options["dry_run"])
        if work.rejected and not options["dry_run"]:
            write(rejected, work)
            self.stderr.write(
                self.style.NOTICE(f"Rows that were not imported: {len(work.rejected)}, see {rejected}.")
            )

    @staticmethod
    def read(resource: type[EntryResource], name: str, format_name: str, encoding: str) -> SheetTable:
        content = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        if format_name or encoding or name.lower().endswith(JSON):
            file_format = get_format_class(format_name, name, encoding)
            return table_of(file_format.create_dataset(decoded(content, file_format)), resource)
        return table_in(io.BytesIO(content), resource, Path(name).name)

    def report(self, work: TableImport, result, *, is_dry_run: bool) -> None:
        """Print the warnings, the errors and the totals; exit if nothing was imported because of an error."""
        if is_dry_run:
            self.stderr.write(self.style.NOTICE("This is a dry run: no data are changed."))
        for warning in work.table.warnings:
            self.stderr.write(self.style.WARNING(f"Warning: {warning}"))
        for number, warning in work.warnings():
            self.stderr.write(self.style.WARNING(f"Warning, line {work.table.lines[number]}: {warning}"))
        for number, messages in sorted((work.errors | work.rejected).items()):
            for message in messages:
                self.stderr.write(self.style.ERROR(f"Line {work.table.lines[number]}: {message}"))
        for error in result.base_errors:
            self.stderr.write(self.style.ERROR(str(error.error)))
        if result.has_errors():
            self.stderr.write(self.style.ERROR("Nothing was imported. Correct these errors first."))
            sys.exit(1)
        totals = result.totals
        entries = work.table.part.model._meta.verbose_name_plural
        self.stderr.write(
            self.style.NOTICE(
                f"Import finished: {totals['new']} new, {totals['update']} updated, {totals['delete']} "
                f"deleted and {totals['skip']} skipped {entries}."
            )
        )


def decoded(content: bytes, file_format) -> bytes | str:
    if file_format.is_binary():
        return content
    return content.decode(file_format.encoding or "utf-8-sig")


def rejected_path(name: str, table: SheetTable) -> Path:
    path = Path("import" if name == STANDARD_INPUT else name)
    return path.with_name(rejected_file.file_name(path.name, is_csv=table.is_csv))


def require_new_file(path: Path) -> None:
    """Raise CommandError if the file exists or cannot be written."""
    try:
        path.open("x").close()
        path.unlink()
    except FileExistsError as error:
        raise CommandError(f"{path} exists. Move it, or name another file with --rejected.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be written. Name another file with --rejected.") from error


def write(path: Path, work: TableImport) -> None:
    sheet = work.table.rejected_sheet(work.rejected)
    if work.table.is_csv:
        path.write_text("".join(rejected_file.csv_lines([sheet])), "utf-8", newline="")
        return
    path.write_bytes(b"".join(rejected_file.workbook([sheet], path.name)))
