"""Imports a checked file in portions, each a transaction of its own: all changes, or none."""

from collections.abc import Iterator

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.admin.permissions import has_permission
from catalogue.batches import batched
from catalogue.former_addresses import free_slug
from catalogue.history.recording import recorded
from catalogue.imports.file_checks import unique_links
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.models import Change, Import
from catalogue.imports.undo import undo_portion
from catalogue.imports.writing import PORTION, ImportWriter
from catalogue.portions import begun_in_time, run_portions
from catalogue.rows import exchanging_rows, remove_rows, save_with_links, set_fields, unique_rules

BATCH = 500  # entries, whose tokens are compared
MOST_NAMED = 10


class ImportRefused(Exception):
    """Nothing was imported; the message says why."""


class ImportFailed(ImportRefused):
    """An entry cannot be imported; `reason` says why."""

    def __init__(self, reason: str):
        super().__init__(_("Nothing was imported. {reason}").format(reason=reason))
        self.reason = reason


class OutdatedEntries(ImportFailed):
    """Entries, named in `outdated`, are no longer as they were when the file was checked."""

    def __init__(self, outdated: list[str]):
        self.outdated = outdated
        names = "; ".join(outdated[:MOST_NAMED])
        more = len(outdated) - MOST_NAMED
        if more > 0:
            names += ngettext("; and {count} more", "; and {count} more", more).format(count=more)
        reason = _("Check the file again, because these entries have changed since it was checked: {names}")
        super().__init__(reason.format(names=names))
        self.reason = _("These entries have changed since the file was checked: {names}").format(names=names)


def apply_import(run: Import, kind: ImportKind, user, seconds: float, *, skip_errors: bool = False) -> Import:
    """Start an import and continue it for about so many seconds; return it as it is then.

    With `skip_errors`, entries with errors are left out. Raise ImportRefused if nothing was changed.
    """
    start_import(run, kind, skip_errors=skip_errors)
    return continue_import(run, kind, user, seconds)


def start_import(run: Import, kind: ImportKind, *, skip_errors: bool = False) -> None:
    """Start an import. Raise ImportRefused if it is not ready or an entry is not as it was when checked."""
    run.refresh_from_db()
    refuse_if_not_ready(run, skip_errors=skip_errors)
    if names := [change.label for change in outdated_changes(run, kind.model)]:
        raise OutdatedEntries(names)
    with run.locked() as run:
        refuse_if_not_ready(run, skip_errors=skip_errors)
        refuse_beside_another(run)
        run.status, run.notes = Import.Status.IMPORTING, []
        run.save()


def refuse_if_not_ready(run: Import, *, skip_errors: bool) -> None:
    if run.is_unfinished:
        raise ImportRefused(_("This file is already being imported."))
    if not (run.is_ready or (skip_errors and run.is_partly_ready)):
        raise ImportRefused(_("This file has already been imported or discarded, or is still being checked."))


def refuse_beside_another(run: Import) -> None:
    """Raise ImportRefused if an unfinished import changes one of the entries too."""
    others = Import.objects.unfinished().filter(kind=run.kind).exclude(pk=run.pk)
    keys = run.changes.filter(is_new=False).values("entry_id")
    other = others.filter(changes__entry_id__in=keys).select_related("user").first()
    if other:
        raise ImportRefused(
            _(
                "Nothing was imported, because the import of “{file}” by {person} is not finished and "
                "changes the same entries. Import this file when that import is finished or undone."
            ).format(file=other.file_name, person=other.user or "–")
        )


def outdated_changes(run: Import, model: type[Model]) -> Iterator[Change]:
    """Yield the changes of entries that are no longer as previewed: changed, deleted or added meanwhile."""
    for keys in batched(list(run.changes.order_by("pk").values_list("pk", flat=True)), BATCH):
        batch = list(Change.objects.filter(pk__in=keys).defer("shown").order_by("pk"))
        tokens = dict(
            model._base_manager.filter(pk__in=[change.entry_id for change in batch if change.entry_id])
            .order_by()
            .values_list("pk", "token")
        )
        yield from outdated_of(batch, tokens, model)


def outdated_of(changes: list[Change], tokens: dict[int, str], model: type[Model]) -> list[Change]:
    """Return the outdated ones of the changes, given the present tokens of their entries."""
    slugs = [change.slug for change in changes if change.is_new and change.data["slug_typed"]]
    added = set(model._base_manager.filter(slug__in=slugs).values_list("slug", flat=True))
    return [
        change
        for change in changes
        if (change.slug in added if change.is_new else tokens.get(change.entry_id) != change.expected_token)
    ]


def continue_import(run: Import, kind: ImportKind, user, seconds: float) -> Import:
    """Import or undo portions for about so many seconds, and return the import as it is then.

    An import that fails is undone. Raise ImportRefused if it failed before it had changed anything.
    """

    def portion() -> bool:
        run.refresh_from_db(fields=["status"])
        return run.is_unfinished and PORTIONS[run.status](run, kind, user)

    run_portions(portion, seconds)
    run.refresh_from_db()
    return run


def import_portion(run: Import, kind: ImportKind, user) -> bool:
    """Import the next entries, or have the import undone; return whether there is more to do."""
    try:
        return import_next(run, kind, user)
    except ImportFailed as failure:
        stop_import(run, failure)
        return True


def import_next(run: Import, kind: ImportKind, user) -> bool:
    """Import the next entries. If the database refuses them, import one after the other, to name the one.

    Some rules are checked only when all entries of a transaction are written.
    """
    try:
        return write_portion(run, kind, user, PORTION)
    except IntegrityError:
        return all(import_one(run, kind, user) for _number in range(PORTION))


def import_one(run: Import, kind: ImportKind, user) -> bool:
    try:
        return write_portion(run, kind, user, 1)
    except IntegrityError as error:
        run.refresh_from_db()
        label = run.changes.filter(pk__gt=run.position).order_by("pk").values_list("label", flat=True).first()
        raise ImportFailed(
            _(
                "“{name}” cannot be imported, because other entries have changed since the file was checked. "
                "The database reports: {error}"
            ).format(name=label, error=error)
        ) from error


def stop_import(run: Import, failure: ImportFailed) -> None:
    """Have an import undone. Raise the failure if the import has not changed anything yet."""
    with run.locked() as run:
        has_changed = run.changes.filter(written_token__gt="").exists()
        if run.status == Import.Status.IMPORTING:
            run.status = Import.Status.UNDOING if has_changed else Import.Status.CHECKED
            run.notes = [failure.reason] if has_changed else []
            run.save()
    if not has_changed:
        raise failure


PORTIONS = {Import.Status.IMPORTING: import_portion, Import.Status.UNDOING: undo_portion}


def write_portion(run: Import, kind: ImportKind, user, limit: int) -> bool:
    """Import up to so many of the next entries in one transaction, and return whether there are more."""
    with recorded(user, _("Imported from {file}").format(file=run.file_name)) as recorder:
        run = Import.objects.select_for_update().get(pk=run.pk)
        if run.status != Import.Status.IMPORTING:
            return run.is_unfinished
        changes = run.changes.filter(pk__gt=run.position).order_by("pk")
        done = ImportApplier(run, kind, user, recorder).apply(list(changes[:limit]))
        run.imported += len(done)
        run.position = done[-1].pk
        if is_left := changes.filter(pk__gt=run.position).exists():
            run.save()
        else:
            run.close(Import.Status.DONE)
        return is_left


class ImportApplier(ImportWriter):
    """Imports entries."""

    def apply(self, changes: list[Change]) -> list[Change]:
        """Import the entries, at least one, until the time of a portion is over; return those imported."""
        self.refuse_without_permission()
        entries = self.locked_entries(changes)
        tokens = {key: entry.token for key, entry in entries.items()}
        if outdated := outdated_of(changes, tokens, self.model):
            raise OutdatedEntries([change.label for change in outdated])
        done = []
        for batch in begun_in_time(changes):
            self.recorder.capture_before(self.model, [change.entry_id for change in batch if change.entry_id])
            self.clear_links_of(batch)
            for change in batch:
                self.one(change, entries.get(change.entry_id))
            done += batch
        new = [change for change in done if change.is_new]
        Change.objects.bulk_update(new, ["entry_id", "slug", "written_token"])
        Change.objects.bulk_update([change for change in done if not change.is_new], ["written_token"])
        return done

    def refuse_without_permission(self) -> None:
        """Raise ImportRefused if the person may no longer import one of the sheets."""
        for part in (self.kind.parts[held["part"]] for held in self.run.layout):
            if not part.may_be_imported_by(self.user):
                reason = _("You no longer have permission to change “{sheet}”.")
                raise ImportFailed(reason.format(sheet=part.label))

    def clear_links_of(self, changes: list[Change]) -> None:
        for field in unique_links(self.model):
            wanted = {change.data["values"].get(field.name): change.entry_id for change in changes}
            wanted.pop(None, None)
            if wanted:
                self.clear_links(field, wanted)

    def one(self, change: Change, entry: Model | None) -> None:
        values = change.data["values"]
        if entry is None:
            taken = self.model._base_manager.all()
            entry = self.model(slug=free_slug(change.slug, taken, 120), author=self.user)
        elif entry.published_at and not self.may_publish:
            reason = _("You can only change drafts, and “{name}” is published.")
            raise ImportFailed(reason.format(name=change.label))
        save_with_links(entry, set_fields(entry, values))
        for name, rows in change.data["rows"].items():
            RowsApplier(self.kind.parts[name], entry).all(rows)
        change.entry_id, change.slug, change.written_token = entry.pk, entry.slug, entry.token

    @property
    def may_publish(self) -> bool:
        return has_permission(self.user, "publish", self.model)


class RowsApplier:
    """Applies the changes of the rows of one kind of an entry."""

    def __init__(self, part: ImportPart, entry: Model):
        self.part = part
        self.entry = entry
        self.model = part.model

    def all(self, rows: dict) -> None:
        changes = {int(key): values for key, values in rows["update"].items()}
        found = self.found(list(changes))
        rules = unique_rules(self.model, self.part.relation.path)
        remove_rows(self.model, [*rows["delete"], *exchanging_rows(rules, changes)])
        for key, values in changes.items():
            save_with_links(found[key], set_fields(found[key], values))
        for values in rows["create"]:
            row = self.model(**{self.part.relation.path: self.entry})
            save_with_links(row, set_fields(row, values))

    def found(self, keys: list[int]) -> dict[int, Model]:
        """Return the rows with these keys; raise ImportRefused if one of them no longer exists."""
        found = self.model._base_manager.in_bulk(keys)
        if len(found) < len(keys):
            raise OutdatedEntries([str(self.entry)])
        return found
