"""All rows move from SQLite to an empty PostgreSQL database, or none."""

import json
import os
import subprocess
import sys
from itertools import count

import psycopg
import pytest
import reversion
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from smartbalkans.backups.digests import digests
from smartbalkans.backups.moving import MARK
from tests import postgresql
from tests.factories import GoalFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.staff import person_with

BINARIES = postgresql.find_binaries()
NUMBERS = count()
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
COUNT = "SELECT count(*) FROM organisations_organisation"
DIGESTS = (
    "import django, json; django.setup(); from smartbalkans.backups.digests import digests; "
    "print(json.dumps(digests()))"
)
WRITE = (
    "import django; django.setup(); from tests.factories import OrganisationFactory; "
    "from django.test import Client; from catalogue.search.sync import process_waiting; "
    "from django.contrib.auth import get_user_model; get_user_model().objects.create_user('new'); "
    "OrganisationFactory(name='Newcomers'); process_waiting(); "
    "client = Client(headers={'host': 'localhost'}); "
    "print(b'Newcomers' in client.get('/search/suggestions/?q=newcomers').content)"
)
# A copy that differs in one column.
MOVE_WRONGLY = (
    "import django; django.setup(); from organisations.models import Organisation; "
    "from django.core.management import call_command; import sys; "
    "field = Organisation._meta.get_field('town'); "
    "field.get_db_prep_save = lambda value, connection: f'{value}!'; "
    "call_command('move_database', sys.argv[1])"
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite only"),
    pytest.mark.skipif(BINARIES is None, reason="PostgreSQL is not installed"),
]


@pytest.fixture(scope="module")
def server():
    with postgresql.cluster(BINARIES) as address:
        yield address


@pytest.fixture
def target(server):
    """The address of an empty database."""
    name = f"target{next(NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


@pytest.fixture
def portal(transactional_db, programme):
    """A portal with entries, their history, a person who works, and odd texts; return its digests."""
    with reversion.create_revision():
        OrganisationFactory(name='Građanska "alijansa" \\N {a} 日本')
    GoalFactory()
    ProjectFactory(description="one\r\ntwo\tthree\\")
    TrainingFactory()
    person_with("change_project")
    session = SessionStore()
    session["key"] = "value"
    session.save()
    found = digests()
    connection.close()
    return found


def run(database: str, *command: str) -> subprocess.CompletedProcess:
    environ = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.sample_data.settings"}
    return subprocess.run(
        [sys.executable, *command], env=environ, capture_output=True, text=True, check=False
    )


def here() -> str:
    return f"sqlite:///{connection.settings_dict['NAME']}"


def move(address: str) -> subprocess.CompletedProcess:
    return run(here(), "manage.py", "move_database", address)


def output_of(done: subprocess.CompletedProcess) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(address: str, sql: str) -> list[tuple]:
    with psycopg.connect(address) as reader:
        return reader.execute(sql).fetchall()


def test_moved_portal_equals_the_one_before(portal, target):
    last = output_of(move(target)).splitlines()[-1]

    assert last.startswith("Moved ")
    assert json.loads(output_of(run(target, "-c", DIGESTS))) == portal
    assert digests() == portal
    connection.close()
    output_of(run(target, "manage.py", "rebuild_search", "--check"))
    output_of(run(target, "manage.py", "check", "--database", "default", "--fail-level", "WARNING"))
    assert rows(target, f"SELECT to_regclass('{MARK}')") == [(None,)]
    assert "is not empty" in move(target).stderr


def test_database_that_is_not_empty_is_refused(portal, target):
    with psycopg.connect(target) as other:
        other.execute("CREATE TABLE of_somebody ()")

    done = move(target)

    assert "is not empty: it has a table of_somebody. Create an empty one." in done.stderr
    assert rows(target, TABLES) == [("of_somebody",)]


def test_killed_move_is_repeated_and_its_database_written_to(portal, target):
    environ = {**os.environ, "DATABASE_URL": here(), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "move_database", target], env=environ, stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if line.startswith("organisations_organisation: "):
            break
    process.kill()
    process.communicate()
    left = rows(target, COUNT)

    output_of(move(target))

    assert left == [(0,)]
    assert json.loads(output_of(run(target, "-c", DIGESTS))) == portal
    assert output_of(run(target, "-c", WRITE)) == "True\n"


def test_rows_that_differ_are_not_moved(portal, target):
    done = run(here(), "-c", MOVE_WRONGLY, target)

    assert "Nothing was moved: the table organisations_organisation is not equal" in done.stderr
    assert rows(target, COUNT) == [(0,)]


def test_database_in_use_is_not_moved(portal, target):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM organisations_organisation")

        done = move(target)

    assert "The database is in use" in done.stderr
    assert rows(target, TABLES) == []


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite:////tmp/other.sqlite3", "The database to move to is PostgreSQL"),
        ("mysql://host/name", "The address of the database is mysql"),
        ("", "Enter the address of the database, or set NEW_DATABASE_URL"),
        ("postgresql://tests@127.0.0.1:1/none", "Not moved: connection failed"),
    ],
)
def test_other_address_is_refused(transactional_db, address, reason):
    connection.close()

    done = move(address)

    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
