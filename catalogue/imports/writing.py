"""What importing and undoing have in common: they lock entries, and free unique links."""

from collections.abc import Iterable, Mapping

from django.db.models import Model, OneToOneField, QuerySet

from catalogue.history.recording import Recorder
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Change, Import

PORTION = 100  # entries


class ImportWriter:
    """Writes entries of one import, within a transaction that has locked it."""

    def __init__(self, run: Import, kind: ImportKind, user, recorder: Recorder):
        self.run = run
        self.kind = kind
        self.user = user
        self.recorder = recorder
        self.model: type[Model] = kind.model

    def locked(self, entries: QuerySet) -> dict[int, Model]:
        return {
            entry.pk: entry for entry in entries.select_for_update(of=("self",), no_key=True).order_by("pk")
        }

    def locked_entries(self, changes: Iterable[Change]) -> dict[int, Model]:
        keys = [change.entry_id for change in changes if change.entry_id]
        return self.locked(self.model._base_manager.filter(pk__in=keys))

    def clear_links(self, field: OneToOneField, wanted: Mapping[int, int]) -> None:
        """Empty a unique link of those entries of the import that have what others are about to get.

        `wanted` are the keys of the entries that get it, by what they get. The emptied entries get their own
        values when it is their turn; until then `written_token` notes that the import has changed them.
        """
        holders = self.locked(self.model._base_manager.filter(**{f"{field.name}__in": list(wanted)}))
        changes = self.run.changes.filter(is_new=False, entry_id__in=list(holders))
        for change in changes:
            holder = holders[change.entry_id]
            is_wanted = wanted[getattr(holder, field.attname)] != holder.pk
            if is_wanted and holder.token == change.expected_token:
                setattr(holder, field.attname, None)
                holder.save(update_fields=[field.name, "token", "updated_at"])
                Change.objects.filter(pk=change.pk).update(written_token=holder.token)
