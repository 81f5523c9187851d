"""Whoever writes brings the index up to date after the commit, however it wrote."""

import os

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection, transaction
from django.utils import timezone

from catalogue.search import commits, registry, sync
from catalogue.search.commits import is_followed, process_now, watch
from catalogue.search.documents import DocumentText
from catalogue.search.facets import FacetCounter
from catalogue.search.models import SearchClock, StaleEntry
from catalogue.search.worker import SEARCH_THREAD, SearchWorker
from catalogue.seeding.load import seed
from organisations.models import Organisation
from projects.models import Project
from tests.factories import OrganisationFactory, ProjectFactory, ThemeFactory
from tests.writers import another_writer, wait_until, write_elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = registry.index_of(Organisation)


def save(organisation):
    organisation.save()


def update(organisation):
    Organisation.objects.update(town="Bar")


def bulk_update(organisation):
    organisation.town = "Bar"
    Organisation.objects.bulk_update([organisation], ["town"])


def bulk_create(organisation):
    Organisation.objects.bulk_create([Organisation(name="A", slug="a", published_at=timezone.now())])


def delete(organisation):
    organisation.delete()


def delete_many(organisation):
    Organisation.objects.all().delete()


def add_a_link(organisation):
    organisation.themes.add(ThemeFactory())


def sql(organisation):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET town = 'Bar'")


def several_rows(organisation):
    with transaction.atomic():
        ThemeFactory.create_batch(2)
        OrganisationFactory.create_batch(2)


@pytest.mark.parametrize(
    "write", [save, update, bulk_update, bulk_create, delete, delete_many, add_a_link, sql, several_rows]
)
def test_nothing_is_waiting_after_a_commit(write):
    organisation = OrganisationFactory()
    assert documents() == {organisation.pk}

    write(organisation)

    assert StaleEntry.objects.count() == 0
    assert documents() == set(Organisation.objects.values_list("pk", flat=True))


def test_nothing_is_waiting_after_a_command(tmp_path):
    organisation = OrganisationFactory(name="Kestrel")
    file = tmp_path / "entries.json"
    file.write_text(serialize("json", [organisation]))
    Organisation.objects.all().delete()

    call_command("loaddata", file, verbosity=0)
    assert documents() == {organisation.pk}
    seed()

    assert StaleEntry.objects.count() == 0
    assert FacetCounter(INDEX).current().public.bit_count() == Organisation.objects.count()


def test_transaction_processes_the_queue_once():
    before = version()

    with transaction.atomic():
        OrganisationFactory.create_batch(3)
        OrganisationFactory(name="Kestrel")
        assert version() == before

    assert version() == before + 1


def test_rolled_back_part_does_not_hide_what_is_written_after_it():
    with transaction.atomic():
        with transaction.atomic():
            OrganisationFactory()
            transaction.set_rollback(True)
        kept = OrganisationFactory()

    assert documents() == {kept.pk}


def test_rolled_back_transaction_processes_nothing():
    before = version()

    with transaction.atomic():
        OrganisationFactory()
        transaction.set_rollback(True)

    assert (version(), documents()) == (before, set())


def test_writer_leaves_what_another_writer_locks(caplog):
    organisation = OrganisationFactory()
    write_elsewhere("UPDATE organisations_organisation SET name = 'Kestrel'")

    with another_writer():
        process_now()

    assert sync.waiting_keys(INDEX) == {organisation.pk}
    assert caplog.messages == []
    ThemeFactory()
    assert sync.waiting_keys(INDEX) == set()


@pytest.fixture
def waiting_thread(monkeypatch):
    """The thread of this process, which looks only when it is woken."""
    thread = SearchWorker(seconds=600)
    monkeypatch.setitem(SEARCH_THREAD.threads, os.getpid(), thread)
    return thread


def test_request_leaves_the_rest_to_the_thread_at_once(monkeypatch, waiting_thread):
    monkeypatch.setattr(sync, "BATCH", 2)
    monkeypatch.setattr(commits, "SECONDS_OF_REQUEST", 0)
    organisations = OrganisationFactory.create_batch(5)
    write_elsewhere("UPDATE organisations_organisation SET town = 'Bar'")

    saved = OrganisationFactory(name="Kestrel")
    left = sync.waiting_keys(INDEX)
    waiting_thread.start()
    wait_until(lambda: not sync.waiting_keys(INDEX))
    waiting_thread.stop()

    assert INDEX.document.objects.get(pk=saved.pk).title == "kestrel"
    assert (len(left), left <= {organisation.pk for organisation in organisations}) == (4, True)
    assert sync.waiting_keys(INDEX) == set()


def test_process_without_a_thread_leaves_nothing(monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 2)
    monkeypatch.setattr(commits, "SECONDS_OF_REQUEST", 0)

    OrganisationFactory.create_batch(5)
    Organisation.objects.update(town="Bar")

    assert sync.waiting_keys(INDEX) == set()


def test_error_is_logged_and_does_not_reach_the_writer(monkeypatch, caplog):
    def fail(self, entry) -> DocumentText:
        raise ValueError(f"{entry} cannot\nbe indexed")

    monkeypatch.setattr(type(INDEX), "document_text", fail)

    organisation = OrganisationFactory(name="Kestrel")
    project = ProjectFactory(grant=None)

    line = f"organisations.organisation: ValueError: {organisation} cannot be indexed"
    assert set(caplog.messages) == {f"The search index was not updated after a commit: {line}"}
    assert sync.waiting_keys(INDEX) == {organisation.pk}
    assert sync.waiting_keys(registry.index_of(Project)) == set()
    assert registry.index_of(Project).document.objects.filter(pk=project.pk).count() == 1


@pytest.mark.parametrize(
    ("statement", "is_write"),
    [
        ('INSERT INTO "organisations_organisation" ("name") VALUES (%s)', True),
        ("insert or ignore into organisations_organisation_themes (id) values (1)", True),
        ("REPLACE INTO projects_partner (id) VALUES (1)", True),
        ('UPDATE "public"."organisations_organisation" SET "name" = %s', True),
        ("\n  DELETE FROM ONLY organisations_goal WHERE id = 1", True),
        ("WITH old AS (SELECT 1) UPDATE organisations_organisation SET town = ''", True),
        ('UPDATE "organisations_organisation_fts" SET "title" = %s', False),
        ('INSERT INTO "catalogue_staleentry" ("kind") VALUES (%s)', False),
        ('UPDATE "django_session" SET "session_data" = %s', False),
        ('SELECT "organisations_organisation"."id" FROM "organisations_organisation" FOR UPDATE', False),
        ("SELECT 'UPDATE organisations_organisation'", False),
    ],
)
def test_statements_that_make_documents_stale_are_recognised(statement, is_write):
    assert is_followed(statement) is is_write


def test_connection_is_watched_once_also_if_it_is_opened_under_another_wrapper():
    def counting(execute, *arguments):
        return execute(*arguments)

    connection.close()
    connection.execute_wrappers.clear()

    with connection.execute_wrapper(counting):
        connection.connect()
        watch(connection)
    OrganisationFactory()

    assert counting not in connection.execute_wrappers
    assert StaleEntry.objects.count() == 0


def documents() -> set[int]:
    """Return the keys of the organisations that the index has as public."""
    return set(INDEX.document.objects.exclude(facets="").values_list("pk", flat=True))


def version() -> int:
    return SearchClock.objects.get(kind=INDEX.kind).version
