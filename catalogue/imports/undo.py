"""Undoes an unfinished import in portions: each entry becomes what its history holds from before."""

from collections.abc import Iterator

from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from catalogue.history.recording import recorded
from catalogue.history.restoring import RestoreError, RestorePlan, plan_restore, restore
from catalogue.history.versions import states_of, version_with_token, versions_of
from catalogue.imports.file_checks import unique_links
from catalogue.imports.layout import ImportKind
from catalogue.imports.models import Change, Import
from catalogue.imports.writing import PORTION, ImportWriter
from catalogue.portions import begun_in_time


def start_undo(run: Import) -> None:
    """Have an unfinished import undone."""
    with run.locked() as run:
        if run.status == Import.Status.IMPORTING:
            run.status, run.notes = Import.Status.UNDOING, []
            run.save()


def undo_portion(run: Import, kind: ImportKind, user) -> bool:
    """Undo some entries in one transaction, and return whether there are more.

    In the end the file is checked again, so that it can be imported once more.
    """
    with recorded(user, _("Import of {file} undone").format(file=run.file_name)) as recorder:
        run = Import.objects.select_for_update().get(pk=run.pk)
        if run.status != Import.Status.UNDOING:
            return False
        changes = list(run.changes.filter(written_token__gt="").order_by("written_token")[:PORTION])
        if not changes:
            run.check_again()
            return False
        done = ImportUndoer(run, kind, user, recorder).undo(changes)
        Change.objects.filter(pk__in=[change.pk for change in done]).update(written_token="")
        run.imported -= sum(change.pk <= run.position for change in done)
        run.save()
        return True


class ImportUndoer(ImportWriter):
    """Undoes what an import did to entries. What somebody else has changed since then stays."""

    def undo(self, changes: list[Change]) -> list[Change]:
        """Undo the changes, at least one, until the time of a portion is over; return those dealt with."""
        entries = self.locked_entries(changes)
        done = []
        for batch in begun_in_time(changes):
            plans = dict(self.plans(batch, entries))
            self.recorder.capture_before(self.model, list(plans))
            self.clear_links_of(plans)
            for change in batch:
                if note := self.one(change, entries.get(change.entry_id), plans.get(change.entry_id)):
                    self.run.notes.append(note)
            done += batch
        return done

    def plans(self, changes: list[Change], entries: dict[int, Model]) -> Iterator[tuple[int, RestorePlan]]:
        """Yield how to restore each changed entry that nobody else has changed since then, by its key."""
        found = {}
        for change in changes:
            if not change.is_new and self.is_as_written(change, entries.get(change.entry_id)):
                versions = versions_of(self.model, change.entry_id)
                found[change.entry_id] = version_with_token(versions, change.data["token"])
        states = states_of(self.model, list(found.values()))
        for key, state in zip(found, states, strict=True):
            yield key, plan_restore(self.model, state)

    @staticmethod
    def is_as_written(change: Change, entry: Model | None) -> bool:
        return entry is not None and entry.token == change.written_token

    def clear_links_of(self, plans: dict[int, RestorePlan]) -> None:
        for field in unique_links(self.model):
            wanted = {plan.state.entry.fields.get(field.name): key for key, plan in plans.items()}
            wanted.pop(None, None)
            if wanted:
                self.clear_links(field, wanted)

    def one(self, change: Change, entry: Model | None, plan: RestorePlan | None) -> str:
        """Undo one change; return what staff should know about it, or an empty text."""
        if entry is None:
            return "" if change.is_new else _("“{name}” has been deleted.").format(name=change.label)
        if not self.is_as_written(change, entry):
            return _(
                "“{name}” was changed by somebody else after the import, and stays as it is now."
            ).format(name=change.label)
        return self.delete(entry) if change.is_new else self.restore(change, entry, plan)

    def delete(self, entry: Model) -> str:
        """Delete an entry that the import added, unless others refer to it by now."""
        name = str(entry)
        try:
            entry.delete()
        except ProtectedError:
            return _("“{name}” was added and stays, because other entries refer to it.").format(name=name)
        return ""

    def restore(self, change: Change, entry: Model, plan: RestorePlan) -> str:
        """Restore an entry, with its former token too if it is again just what it was."""
        try:
            restore(plan, entry)
        except RestoreError as error:
            return _("“{name}” was not restored. {reason}").format(name=change.label, reason=error)
        if plan.left_out:
            left_out = " ".join(plan.left_out)
            return _("“{name}” was restored, except: {fields}").format(name=change.label, fields=left_out)
        self.model._base_manager.filter(pk=entry.pk).update(token=change.data["token"])
        return ""
