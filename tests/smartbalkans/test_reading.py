"""A public GET only reads: it neither writes nor waits for a writer (docs/decisions/0017)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from psycopg import ServerCursor

from catalogue.publishing.previews import create_link, link_address
from catalogue.search import registry, sync
from organisations.models import Organisation
from tests.addresses import addresses, make_what_is_public
from tests.factories import ProjectFactory
from tests.writers import another_writer, read_only_database, write_elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = registry.index_of(Organisation)
SEARCHES = [
    "/organisations/?q=shown&country=ME&sort=newest",
    "/organisations/?q=shwn",
    "/organisations/?page=2&country=nowhere",
    "/organisations/nothing-here/",
    "/grants/?currency=EUR&sort=amount",
    "/projects/?organisation=shown-organisation",
    "/organisations/data.csv?q=shown",
    "/projects/data.xlsx?q=shown",
    "/search/?q=shown",
    "/search/?q=shwn",
    "/report/?about=/organisations/shown-organisation/",
    "/no-such-page/",
]
# Also what locks, what changes the session, and the start of a transaction on SQLite, which takes its lock.
WRITE = re.compile(
    r"\s*(ALTER|ANALYZE|BEGIN IMMEDIATE|COPY|CREATE|DELETE|DROP|INSERT|LOCK|MERGE|NOTIFY|REINDEX|REPLACE"
    r"|SET(?! LOCAL)|TRUNCATE|UPDATE|VACUUM|WITH\b.*\b(DELETE|INSERT|UPDATE))\b"
    r"|.*\b(FOR (UPDATE|SHARE|NO KEY UPDATE|KEY SHARE)|pg_(try_)?advisory|nextval|set_config)\b",
    re.IGNORECASE | re.DOTALL,
)


@pytest.fixture
def public():
    """An entry of each kind, all of them waiting to be indexed again."""
    entries = make_what_is_public(author=None)
    for index in registry.all_indexes():
        sync.queue_all(index)
    return entries


@contextmanager
def statements(is_unwanted) -> Iterator[list[str]]:
    """Yield a list of the unwanted statements in the block; an error might be caught by the code."""
    unwanted = []

    def note(execute, sql, params, many, context):
        if is_unwanted(str(sql), context["cursor"].cursor):
            unwanted.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield unwanted


def get_all(client) -> dict[str, int]:
    """Read every public address to its end, and return the statuses."""
    answers = {}
    for address in [*addresses(), *SEARCHES]:
        response = client.get(address)
        response.getvalue()
        answers[address] = response.status_code
    return answers


def expected() -> dict[str, int]:
    missing = {"/organisations/nothing-here/": 404, "/no-such-page/": 404, SEARCHES[2]: 404}
    return dict.fromkeys([*addresses(), *SEARCHES], 200) | missing


def waiting() -> dict[str, int]:
    return {index.kind: len(sync.waiting_keys(index)) for index in registry.all_indexes()}


@pytest.mark.parametrize(
    ("statement", "is_write"),
    [
        ("SELECT 1", False),
        ("SET LOCAL enable_seqscan = off", False),
        ("SELECT * FROM a WHERE updated_at < %s", False),
        ('UPDATE "a" SET b = 1', True),
        ("INSERT OR IGNORE INTO a VALUES (1)", True),
        ("WITH a AS (SELECT 1) DELETE FROM b", True),
        ("SELECT 1 FROM a FOR UPDATE SKIP LOCKED", True),
        ("BEGIN IMMEDIATE", True),
        ("SET enable_seqscan = off", True),
    ],
)
def test_writes_are_recognised(statement, is_write):
    assert bool(WRITE.match(statement)) is is_write


@pytest.mark.parametrize("is_staff", [False, True])
def test_no_public_get_writes(client, public, is_staff):
    if is_staff:
        client.force_login(get_user_model().objects.create_user("colleague", is_staff=True))
    before = waiting()

    with statements(lambda sql, cursor: WRITE.match(sql)) as writes:
        answers = get_all(client)

    assert (answers, writes) == (expected(), [])
    assert waiting() == before
    assert min(before.values()) > 0


def test_preview_by_a_link_does_not_write(client):
    project = ProjectFactory(draft=True, name="Open doors")
    link = link_address(create_link(project, get_user_model().objects.create_user("colleague")), project)

    with statements(lambda sql, cursor: WRITE.match(sql)) as writes:
        response = client.get(link)

    assert (response.status_code, writes) == (200, [])
    assert "Open doors" in response.content.decode()


def test_public_gets_do_not_wait_for_a_writer(client, public):
    with another_writer():
        answers = get_all(client)

    assert answers == expected()


def test_public_gets_are_answered_by_a_read_only_database(client, public):
    with read_only_database():
        answers = get_all(client)

    assert answers == expected()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server-side cursors")
def test_public_gets_need_no_server_side_cursor_if_they_are_disabled(client, public, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    with statements(lambda sql, cursor: isinstance(cursor, ServerCursor)) as with_cursor:
        answers = get_all(client)

    assert (answers, with_cursor) == (expected(), [])


def test_withdrawn_entry_is_shown_nowhere_while_the_index_still_has_it(client, public):
    sync.process_waiting()
    get_all(client)
    write_elsewhere(
        "UPDATE organisations_organisation SET published_at = NULL WHERE name = 'Shown organisation'"
    )
    assert INDEX.document.objects.filter(pk=public[0].pk).exclude(facets="").exists()

    texts = {address: client.get(address).getvalue() for address in [*addresses(), *SEARCHES]}

    assert [address for address, text in texts.items() if b"Shown organisation" in text] == []
