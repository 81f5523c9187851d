"""Applies the changes of a checked file: all of them, or none."""

from collections.abc import Iterator

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.former_addresses import free_slug
from catalogue.history.recording import Recorder, recorded
from catalogue.imports.file_checks import unique_links
from catalogue.imports.layout import ImportKind, ImportPart
from catalogue.imports.models import Change, Import
from catalogue.rows import exchanging_rows, remove_rows, save_with_links, set_fields, unique_rules

BATCH = 200  # entries


class ImportRefused(Exception):
    """Nothing was imported; the message says why. `outdated` names entries that were changed meanwhile."""

    def __init__(self, message: str, outdated: list[str] = ()):
        super().__init__(message)
        self.outdated = list(outdated)


def apply_import(run: Import, kind: ImportKind, user) -> None:
    """Make all changes in one transaction and record them; raise ImportRefused if that is not possible."""
    try:
        with recorded(user, _("Imported from {file}").format(file=run.file_name)) as recorder:
            run = Import.objects.select_for_update().get(pk=run.pk)
            if not run.is_ready:
                raise ImportRefused(
                    _("This file has already been imported or discarded, or is still being checked.")
                )
            ImportApplier(run, kind, user, recorder).all()
            run.close(Import.Status.DONE)
    except IntegrityError as error:
        raise ImportRefused(
            _(
                "Nothing was imported, because entries have changed since the file was checked. Check it "
                "again. The database reports: {error}"
            ).format(error=error)
        ) from error


class ImportApplier:
    """Applies one file, within a transaction."""

    def __init__(self, run: Import, kind: ImportKind, user, recorder: Recorder):
        self.run = run
        self.kind = kind
        self.user = user
        self.recorder = recorder
        self.model: type[Model] = kind.model
        meta = self.model._meta
        self.may_publish = user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")

    def all(self) -> None:
        self.refuse_outdated()
        self.capture_before()
        self.empty_unique_links()
        for changes in self.chunks():
            entries = self.entries(changes)
            for change in changes:
                self.one(change, entries.get(change.entry_id))
            Change.objects.bulk_update(changes, ["entry_id", "slug"])

    def chunks(self) -> Iterator[list[Change]]:
        keys = list(self.run.changes.values_list("pk", flat=True))
        for batch in batched(keys, BATCH):
            found = Change.objects.in_bulk(batch)
            yield [found[key] for key in batch]

    def entries(self, changes: list[Change]) -> dict[int, Model]:
        keys = [change.entry_id for change in changes if change.entry_id]
        return self.model._base_manager.select_for_update().in_bulk(keys)

    def refuse_outdated(self) -> None:
        """Raise ImportRefused if an entry is no longer as previewed: changed, deleted or added meanwhile."""
        outdated = []
        for changes in self.chunks():
            entries = self.entries(changes)
            slugs = [change.slug for change in changes if change.is_new and change.data["slug_typed"]]
            added = set(self.model._base_manager.filter(slug__in=slugs).values_list("slug", flat=True))
            for change in changes:
                entry = entries.get(change.entry_id)
                is_same = entry and entry.token == change.data["token"]
                if (change.slug in added) if change.is_new else not is_same:
                    outdated.append(change.label)
        if outdated:
            raise ImportRefused(
                _(
                    "Nothing was imported. Check the file again, because these entries have changed since it "
                    "was checked:"
                ),
                outdated,
            )

    def capture_before(self) -> None:
        """Record all entries that the history does not hold yet, before anything changes."""
        keys = list(self.run.changes.filter(is_new=False).values_list("entry_id", flat=True))
        self.recorder.capture_before(self.model, keys)

    def empty_unique_links(self) -> None:
        """Empty the links that only one entry may have, so that two entries can exchange them."""
        for field in unique_links(self.model):
            asking = self.run.changes.filter(is_new=False, data__values__has_key=field.name)
            keys = list(asking.values_list("entry_id", flat=True))
            for batch in batched(keys, BATCH):
                self.model._base_manager.filter(pk__in=batch).update(**{field.name: None})

    def one(self, change: Change, entry: Model | None) -> None:
        values = change.data["values"]
        if entry is None:
            taken = self.model._base_manager.all()
            entry = self.model(slug=free_slug(change.slug, taken, 120), author=self.user)
        elif entry.published_at and not self.may_publish:
            raise ImportRefused(
                _("Nothing was imported. You can only change drafts, and “{name}” is published.").format(
                    name=change.label
                )
            )
        save_with_links(entry, set_fields(entry, values))
        for name, rows in change.data["rows"].items():
            RowsApplier(self.kind.parts[name], entry).all(rows)
        change.entry_id, change.slug = entry.pk, entry.slug


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
            raise ImportRefused(
                _(
                    "Nothing was imported. Check the file again, because these entries have changed since it "
                    "was checked:"
                ),
                [str(self.entry)],
            )
        return found
