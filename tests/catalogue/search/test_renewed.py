"""Values of which only changed entries are read again are those of the data as it is."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from catalogue.data_versions.models import DataVersion
from catalogue.search import registry, renewed, sync
from catalogue.search.facets import FacetCounter
from organisations.models import Organisation
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
INDEX = registry.index_of(Organisation)
ALL = "all"

Names = dict[int, str]


class Reader:
    """The names of all organisations as a process keeps them, and the keys that it has read."""

    def __init__(self):
        self.counter = FacetCounter(INDEX)
        self.reads: list = []

    def names(self, *meanwhile: Callable[[], None]) -> list[str]:
        """Return the names. What happens `meanwhile` is called before a reading and after it."""
        others = iter(meanwhile)

        def read() -> Names:
            self.reads.append(ALL)
            return found(Organisation.objects.all())

        def renew(before: Names, keys: set[int]) -> Names:
            self.reads.append(keys)
            unchanged = {key: name for key, name in before.items() if key not in keys}
            return unchanged | found(Organisation.objects.filter(pk__in=keys))

        def found(organisations) -> Names:
            next(others, int)()
            names = dict(organisations.values_list("pk", "name"))
            next(others, int)()
            return names

        return sorted(self.counter.current().remember_renewed("names", read, renew).values())


def rename(organisation: Organisation, name: str) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(name=name)


@pytest.fixture
def kestrel():
    organisation = OrganisationFactory(name="Kestrel")
    OrganisationFactory(name="Owl")
    sync.process_waiting()
    return organisation


def test_only_changed_entries_are_read_again(kestrel):
    reader = Reader()
    found = [reader.names(), reader.names()]

    rename(kestrel, "Heron")
    found.append(reader.names())
    sync.process_waiting()
    found += [reader.names(), reader.names()]
    Organisation.objects.filter(pk=kestrel.pk).delete()
    found.append(reader.names())

    assert found == [["Kestrel", "Owl"]] * 2 + [["Heron", "Owl"]] * 3 + [["Owl"]]
    assert reader.reads == [ALL, {kestrel.pk}, {kestrel.pk}, {kestrel.pk}]


def test_nothing_is_read_again_after_a_change_of_something_else(kestrel):
    reader = Reader()
    reader.names()
    before = reader.counter.current().state

    kestrel.staff_note = "Seen."
    kestrel.save()
    sync.process_waiting()

    assert reader.counter.current().state != before
    assert reader.names() == ["Kestrel", "Owl"]
    assert reader.reads == [ALL]


@pytest.mark.parametrize("are_written", [False, True], ids=["documents wait", "documents are written"])
@pytest.mark.parametrize("is_known", [False, True], ids=["first reading", "known before"])
def test_what_was_rolled_back_is_forgotten(kestrel, is_known, are_written):
    reader = Reader()
    if is_known:
        reader.names()

    with transaction.atomic():
        rename(kestrel, "Heron")
        if are_written:
            sync.process_waiting()
        inside = reader.names()
        transaction.set_rollback(True)

    assert inside == ["Heron", "Owl"]
    assert reader.names() == ["Kestrel", "Owl"]


def test_change_that_was_taken_back_before_its_document_was_written_is_forgotten(kestrel):
    reader = Reader()
    reader.names()

    rename(kestrel, "Heron")
    between = reader.names()
    rename(kestrel, "Kestrel")
    sync.process_waiting()

    assert between == ["Heron", "Owl"]
    assert reader.names() == ["Kestrel", "Owl"]


def test_what_was_read_during_another_change_is_not_kept(kestrel):
    """The second one leaves the document as it was: neither the queue nor a document shows the first."""
    reader = Reader()

    def change():
        rename(kestrel, "Heron")

    def change_back():
        rename(kestrel, "Kestrel")
        sync.process_waiting()

    assert reader.names(change, change_back) == ["Heron", "Owl"]
    assert reader.names() == ["Kestrel", "Owl"]


def test_all_entries_are_read_again_if_many_have_changed(kestrel, monkeypatch):
    monkeypatch.setattr(renewed, "FEW", 1)
    reader = Reader()
    reader.names()

    Organisation.objects.update(town="Bar")

    assert reader.names() == ["Kestrel", "Owl"]
    assert reader.reads == [ALL, ALL]


def test_all_entries_are_read_again_if_too_much_was_written_since(kestrel, monkeypatch):
    monkeypatch.setattr(sync, "MOST_MARKS", 2)
    reader = Reader()
    reader.names()

    for name in ("Heron", "Finch", "Swift"):
        rename(kestrel, name)
        sync.process_waiting()

    assert reader.names() == ["Owl", "Swift"]
    assert reader.reads == [ALL, ALL]


def test_all_entries_are_read_again_beside_another_release(kestrel, monkeypatch):
    """Its documents may not contain what this release reads."""
    reader = Reader()
    reader.names()
    monkeypatch.setattr(type(INDEX), "version", INDEX.version + 1)

    rename(kestrel, "Heron")

    assert reader.names() == ["Heron", "Owl"]
    assert reader.reads == [ALL, ALL]


def test_nothing_is_kept_before_the_first_migration(kestrel):
    DataVersion.objects.all().delete()
    reader = Reader()

    assert [reader.names(), reader.names()] == [["Kestrel", "Owl"]] * 2
    assert reader.reads == [ALL, ALL]


@pytest.mark.django_db(transaction=True)
def test_changes_of_another_program_are_read(kestrel):
    reader = Reader()
    reader.names()

    connection.ensure_connection()
    connection.connection.execute(
        "UPDATE organisations_organisation SET name = 'Heron' WHERE name = 'Kestrel'"
    )

    assert sync.waiting_keys(INDEX) == {kestrel.pk}
    assert reader.names() == ["Heron", "Owl"]
    assert reader.reads == [ALL, {kestrel.pk}]
