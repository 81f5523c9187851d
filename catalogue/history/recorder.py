"""Writes what changes within one action at its end: each entry once, however often it was saved."""

from collections import defaultdict
from collections.abc import Iterable
from contextvars import ContextVar

from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from reversion.models import Revision, Version

from catalogue.batches import batched
from catalogue.editors import current_editor
from catalogue.history.snapshots import BATCH, snapshots
from catalogue.history.versions import token_in
from catalogue.tokens import new_token

BEFORE_FIRST_CHANGE = gettext_noop("Version before the first recorded change")
AFTER_UNRECORDED_CHANGE = gettext_noop("Version after a change that was not recorded")
active_recorder: ContextVar["Recorder | None"] = ContextVar("recorder", default=None)


class Recorder:
    """The entries that one action changes or deletes. `comment` may be replaced until the end.

    Each entry gets a revision of its own, with the person, the moment and the comment of the action: so the
    history of one entry can be read without the ten thousand others of the same import.
    """

    def __init__(self, user, comment: str):
        self.user = user
        self.comment = comment
        self.moment = timezone.now()
        self.tokens: dict[type[Model], dict] = defaultdict(dict)
        self.locked: dict[tuple[type[Model], object], Model | None] = {}
        self.changed: dict[type[Model], dict] = defaultdict(dict)
        self.renewed: set[tuple[type[Model], object]] = set()
        self.deleted: dict[tuple[type[Model], object], list[Version]] = {}

    def add(self, *entries: Model, has_new_token: bool = False) -> None:
        """Record entries that are about to be changed without a signal, as by `queryset.update()`.

        To be called before the change, best with many entries at once: that costs a few queries a batch.
        """
        by_model = defaultdict(list)
        for entry in entries:
            by_model[type(entry)].append(entry.pk)
        for model, keys in by_model.items():
            self.capture_before(model, keys)
            self.mark_changed(model, keys, has_new_token=has_new_token)

    def note(self, *entries: Model) -> None:
        """Record entries with the comment although they do not change: they keep their tokens."""
        self.add(*entries, has_new_token=True)

    def locked_entry(self, entries: QuerySet, key) -> Model | None:
        """Return the entry with this key, locked until the transaction ends; None if there is none.

        It is read once: the same object is returned again.
        """
        identity = (entries.model, key)
        if identity not in self.locked:
            rows = entries.select_for_update(of=("self",), no_key=True)
            self.locked[identity] = rows.filter(pk=key).first()
        return self.locked[identity]

    def capture_before(self, model: type[Model], keys: Iterable) -> None:
        """Lock entries before their first change, and record their state if no version holds it yet."""
        tokens = self.tokens[model]
        for batch in batched([key for key in keys if key not in tokens], BATCH):
            locked = {key: entry.token for key in batch if (entry := self.locked.get((model, key)))}
            others = model._base_manager.filter(pk__in=[key for key in batch if key not in locked])
            found = others.select_for_update(no_key=True).order_by("pk")
            tokens.update(dict.fromkeys(batch) | locked | dict(found.values_list("pk", "token")))
            recorded = recorded_tokens(model, [key for key in batch if tokens[key]])
            self.write_existing(
                model, [key for key in batch if tokens[key] and key not in recorded], BEFORE_FIRST_CHANGE
            )
            unrecorded = [
                key for key in batch if tokens[key] and recorded.get(key, tokens[key]) != tokens[key]
            ]
            self.write_existing(model, unrecorded, AFTER_UNRECORDED_CHANGE)

    def mark_changed(self, model: type[Model], keys: Iterable, *, has_new_token: bool = False) -> None:
        """Have the entries recorded at the end, because they, their rows or their links have changed."""
        for key in keys:
            self.changed[model][key] = None
            if has_new_token:
                self.tokens[model].setdefault(key)
                self.renewed.add((model, key))

    def snapshot_before_delete(self, model: type[Model], keys: Iterable) -> None:
        """Keep what entries hold before they are deleted, or before their rows are, if these go first."""
        keys = [key for key in keys if (model, key) not in self.deleted]
        self.capture_before(model, keys)
        for entry, versions in snapshots(model, keys):
            self.deleted[model, entry.pk] = versions

    def write_existing(self, model: type[Model], keys: list, comment: str) -> None:
        self.write_versions(
            (Revision(date_created=entry.updated_at, comment=_(comment)), versions)
            for entry, versions in snapshots(model, keys)
        )

    def write(self) -> None:
        """Write what has changed, and renew the tokens of entries of which only rows or links changed."""
        self.write_versions((self.revision(), versions) for versions in self.deleted.values())
        for model, keys in self.changed.items():
            self.renew_tokens(model, [key for key in keys if (model, key) not in self.renewed])
            self.write_versions(
                (self.revision(), versions) for _entry, versions in snapshots(model, list(keys))
            )

    def revision(self) -> Revision:
        return Revision(date_created=self.moment, user=self.user, comment=str(self.comment))

    @staticmethod
    def renew_tokens(model: type[Model], keys: list) -> None:
        renewed = {"token": new_token(), "updated_at": timezone.now(), "changed_by": current_editor()}
        for batch in batched(keys, BATCH):
            model._base_manager.filter(pk__in=batch).update(**renewed)

    @staticmethod
    def write_versions(pairs: Iterable[tuple[Revision, list[Version]]]) -> None:
        for batch in batched(pairs, 100):
            Revision.objects.bulk_create([revision for revision, _versions in batch])
            for revision, versions in batch:
                for version in versions:
                    version.revision = revision
            Version.objects.bulk_create([version for _revision, versions in batch for version in versions])


def recorded_tokens(model: type[Model], keys: list) -> dict:
    """Return the tokens that the last versions of entries hold, by the keys of the entries."""
    versions = Version.objects.get_for_model(model).filter(object_id__in=[str(key) for key in keys])
    last = versions.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    found = Version.objects.order_by().filter(pk__in=last).values_list("object_id", "serialized_data")
    return {model._meta.pk.to_python(key): token_in(data) for key, data in found}
