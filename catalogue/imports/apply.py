"""Takes the changes of a checked file in: all of them, or none."""

from collections.abc import Iterator

from django.db import IntegrityError
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from catalogue.former_addresses import free_slug
from catalogue.history.recording import Record, recorded
from catalogue.imports.file_checks import unique_links
from catalogue.imports.layout import Kind, Part
from catalogue.imports.models import Change, Import
from catalogue.rows import set_fields, set_links

AT_ONCE = 200  # entries


class ImportRefused(Exception):
    """Nothing was taken in; the message says why. `outdated` names entries that were changed meanwhile."""

    def __init__(self, message: str, outdated: list[str] = ()):
        super().__init__(message)
        self.outdated = list(outdated)


def apply_import(run: Import, kind: Kind, user) -> None:
    """Make all changes in one transaction, and record them; raises ImportRefused."""
    try:
        with recorded(user, _("Imported from {file}").format(file=run.file_name)) as record:
            run = Import.objects.select_for_update().get(pk=run.pk)
            if not run.is_ready:
                raise ImportRefused(
                    _("This file has already been imported or discarded, or is still being checked.")
                )
            ImportApplier(run, kind, user, record).all()
            run.close(Import.Status.DONE)
    except IntegrityError as error:
        raise ImportRefused(
            _(
                "Nothing was imported, because entries have changed since the file was checked. Check it "
                "again. The database reports: {error}"
            ).format(error=error)
        ) from error


class ImportApplier:
    """One file that is taken in, within a transaction."""

    def __init__(self, run: Import, kind: Kind, user, record: Record):
        self.run = run
        self.kind = kind
        self.user = user
        self.record = record
        self.model: type[Model] = kind.model
        meta = self.model._meta
        self.may_publish = user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")

    def all(self) -> None:
        self.refuse_outdated()
        self.note_as_found()
        self.give_up_links()
        for changes in self.chunks():
            entries = self.entries(changes)
            for change in changes:
                self.one(change, entries.get(change.entry_id))
            Change.objects.bulk_update(changes, ["entry_id", "slug"])

    def chunks(self) -> Iterator[list[Change]]:
        keys = list(self.run.changes.values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            found = Change.objects.in_bulk(keys[start : start + AT_ONCE])
            yield [found[key] for key in keys[start : start + AT_ONCE]]

    def entries(self, changes: list[Change]) -> dict[int, Model]:
        keys = [change.entry_id for change in changes if change.entry_id]
        return self.model._base_manager.select_for_update().in_bulk(keys)

    def refuse_outdated(self) -> None:
        """Refuse the file if an entry is no longer as the preview showed it: changed, gone or added."""
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

    def note_as_found(self) -> None:
        """Before anything changes: record what the history does not hold yet, many at a time."""
        keys = list(self.run.changes.filter(is_new=False).values_list("entry_id", flat=True))
        self.record.find(self.model, keys)

    def give_up_links(self) -> None:
        """Free what only one entry may have, so that two may exchange it."""
        for field in unique_links(self.model):
            asking = self.run.changes.filter(is_new=False, data__values__has_key=field.name)
            keys = list(asking.values_list("entry_id", flat=True))
            for start in range(0, len(keys), AT_ONCE):
                some = self.model._base_manager.filter(pk__in=keys[start : start + AT_ONCE])
                some.update(**{field.name: None})

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
        links = set_fields(entry, values)
        entry.save()
        set_links(entry, links)
        for name, rows in change.data["rows"].items():
            RowsApplier(self.kind.parts[name], entry).all(rows)
        change.entry_id, change.slug = entry.pk, entry.slug


class RowsApplier:
    """The rows of one sort of an entry."""

    def __init__(self, part: Part, entry: Model):
        self.part = part
        self.entry = entry
        self.model = part.model

    def all(self, rows: dict) -> None:
        self.model._base_manager.filter(pk__in=rows["delete"]).delete()
        self.update({int(key): values for key, values in rows["update"].items()})
        for values in rows["create"]:
            row = self.model(**{self.part.relation.path: self.entry})
            self.save(row, values)

    def update(self, changes: dict[int, dict]) -> None:
        there = self.model._base_manager.in_bulk(list(changes))
        if len(there) < len(changes):
            raise ImportRefused(
                _(
                    "Nothing was imported. Check the file again, because these entries have changed since it "
                    "was checked:"
                ),
                [str(self.entry)],
            )
        if len(changes) > 1 and self.has_unique_rules:
            # The database checks after each row: all step aside, and each comes back under its old key.
            self.model._base_manager.filter(pk__in=there).delete()
        for key, values in changes.items():
            self.save(there[key], values)

    @property
    def has_unique_rules(self) -> bool:
        return any(isinstance(rule, UniqueConstraint) for rule in self.model._meta.constraints)

    @staticmethod
    def save(row: Model, values: dict) -> None:
        links = set_fields(row, values)
        row.save()
        set_links(row, links)
