"""What changes within one act, written at its end: each entry once, however often it was saved."""

from collections import defaultdict
from collections.abc import Iterable
from contextvars import ContextVar
from itertools import islice

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from catalogue.history.snapshots import batches, snapshots
from catalogue.history.versions import token_in
from catalogue.tokens import new_token

current: ContextVar["Record | None"] = ContextVar("record", default=None)


class Record:
    """The entries that one act changes or deletes. `comment` may be put more exactly until the end.

    Each entry gets a revision of its own, with the act's person, moment and comment: so one entry's history
    is read without going through the ten thousand others of the same import.
    """

    def __init__(self, user, comment: str):
        self.user = user
        self.comment = comment
        self.moment = timezone.now()
        self.tokens: dict[type[Model], dict] = defaultdict(dict)
        self.changed: dict[type[Model], dict] = defaultdict(dict)
        self.renewed: set[tuple[type[Model], object]] = set()
        self.deleted: dict[tuple[type[Model], object], list[Version]] = {}

    def add(self, *entries: Model) -> None:
        """Take entries that are about to be changed where no save tells of it, as by `queryset.update()`.

        Before the change: an entry whose state is in no version yet is recorded as it is found. Many at once
        cost a few queries for every five hundred.
        """
        by_model = defaultdict(list)
        for entry in entries:
            by_model[type(entry)].append(entry.pk)
        for model, keys in by_model.items():
            self.find(model, keys)
            self.note(model, keys)

    def find(self, model: type[Model], keys: Iterable) -> None:
        """Before their first change: lock the entries, and record as found what no version holds yet."""
        tokens = self.tokens[model]
        for batch in batches(key for key in keys if key not in tokens):
            found = model._base_manager.filter(pk__in=batch).select_for_update(no_key=True).order_by("pk")
            tokens.update(dict.fromkeys(batch) | dict(found.values_list("pk", "token")))
            recorded = recorded_tokens(model, [key for key in batch if tokens[key]])
            self.write_found(model, [key for key in batch if tokens[key] and key not in recorded], FOUND)
            passed_by = [
                key for key in batch if tokens[key] and recorded.get(key, tokens[key]) != tokens[key]
            ]
            self.write_found(model, passed_by, PASSED_BY)

    def note(self, model: type[Model], keys: Iterable, *, has_new_token: bool = False) -> None:
        """Note that the entries, their rows or their links have changed."""
        for key in keys:
            self.changed[model][key] = None
            if has_new_token:
                self.tokens[model].setdefault(key)
                self.renewed.add((model, key))

    def bury(self, model: type[Model], key) -> None:
        """Before an entry is deleted: keep what it holds. Who takes its rows away first calls this before."""
        if (model, key) in self.deleted:
            return
        self.find(model, [key])
        for _entry, versions in snapshots(model, [key]):
            self.deleted[model, key] = versions

    def write_found(self, model: type[Model], keys: list, comment: str) -> None:
        self.write_versions(
            (Revision(date_created=entry.updated_at, comment=_(comment)), versions)
            for entry, versions in snapshots(model, keys)
        )

    def write(self) -> None:
        """Write what has changed, and renew the tokens of entries of which only rows or links have."""
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
        for batch in batches(keys):
            model._base_manager.filter(pk__in=batch).update(token=new_token(), updated_at=timezone.now())

    @staticmethod
    def write_versions(pairs: Iterable[tuple[Revision, list[Version]]]) -> None:
        pairs = iter(pairs)
        while batch := list(islice(pairs, 100)):
            Revision.objects.bulk_create([revision for revision, _versions in batch])
            for revision, versions in batch:
                for version in versions:
                    version.revision = revision
            Version.objects.bulk_create([version for _revision, versions in batch for version in versions])


FOUND = "Version before the first recorded change"
PASSED_BY = "Version after a change that was not recorded"


def recorded_tokens(model: type[Model], keys: list) -> dict:
    """Give by the keys of entries the tokens that their last versions hold."""
    versions = Version.objects.get_for_model(model).filter(object_id__in=[str(key) for key in keys])
    last = versions.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    found = Version.objects.order_by().filter(pk__in=last).values_list("object_id", "serialized_data")
    return {model._meta.pk.to_python(key): token_in(data) for key, data in found}
