"""Backed up beside a writer, destroyed, restored, and equal: the database and the uploads."""

import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from organisations.models import Organisation
from smartbalkans.backups import postgresql
from smartbalkans.backups.archives import new_archive, verified_manifest
from smartbalkans.backups.backup import back_up
from smartbalkans.backups.digests import digests
from tests.factories import OrganisationFactory, ProjectFactory, TrainingFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal(settings, tmp_path) -> Path:
    """A portal with entries and an upload; returns the folder of uploads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "pictures" / "a.jpg").write_bytes(b"picture")
    OrganisationFactory(name="Građanska alijansa")
    ProjectFactory()
    TrainingFactory()
    return settings.MEDIA_ROOT


def restore(path: Path, *options: str) -> str:
    output = StringIO()
    call_command("restore", str(path), *options, stdout=output)
    return output.getvalue()


def destroy(media: Path) -> None:
    (media / "pictures" / "a.jpg").unlink()
    OrganisationFactory(name="Written after the backup")
    Training.objects.all().delete()


def test_restored_portal_equals_the_one_that_was_backed_up(portal, tmp_path):
    before = digests()
    call_command("backup", str(tmp_path / "portal.tar.gz"), stdout=StringIO())
    destroy(portal)

    output = restore(tmp_path / "portal.tar.gz", "--replace")

    assert digests() == before
    assert (portal / "pictures" / "a.jpg").read_bytes() == b"picture"
    assert output.splitlines()[-1] == f"Restored {tmp_path / 'portal.tar.gz'}."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", "portal.tar.gz"]


def test_backup_beside_a_writer_is_of_one_moment(portal, tmp_path):
    first, ended = threading.Event(), threading.Event()

    def write() -> None:
        while not ended.is_set():
            with transaction.atomic():
                OrganisationFactory(name="One")
                OrganisationFactory(name="Other")
            first.set()
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    first.wait(30)
    back_up(tmp_path / "portal.tar")
    ended.set()
    writer.join()
    written = Organisation.objects.filter(name="One").count()

    restore(tmp_path / "portal.tar", "--replace")

    counts = [Organisation.objects.filter(name=name).count() for name in ("One", "Other")]
    assert counts == [counts[0]] * 2
    assert 1 <= counts[0] <= written


def test_database_that_is_not_empty_is_kept(portal, tmp_path):
    back_up(tmp_path / "portal.tar")
    destroy(portal)
    before = digests()

    with pytest.raises(CommandError, match=r"not empty\. To replace all of it, add --replace\."):
        restore(tmp_path / "portal.tar")

    assert digests() == before
    assert not (portal / "pictures" / "a.jpg").exists()


def test_database_in_use_is_kept(portal, tmp_path):
    back_up(tmp_path / "portal.tar")
    destroy(portal)
    before = digests()
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, "OPTIONS": {**other.settings_dict["OPTIONS"]}}
    other.settings_dict["OPTIONS"].pop("pool", None)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM organisations_organisation")
        with pytest.raises(CommandError, match="The database is in use"):
            restore(tmp_path / "portal.tar", "--replace")
    other.close()

    assert digests() == before


def test_damaged_backup_changes_nothing(portal, tmp_path):
    path = tmp_path / "portal.tar"
    back_up(path)
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    path.write_bytes(content)
    destroy(portal)
    before = digests()

    with pytest.raises(CommandError, match="is damaged: database"):
        restore(path, "--replace")

    assert digests() == before


def test_dump_that_cannot_be_restored_changes_nothing(portal, tmp_path):
    path, copy = tmp_path / "portal.tar", tmp_path / "copy"
    copy.write_bytes(b"not a database")
    with new_archive(path) as writer:
        writer.add_database(copy)
        writer.finish({"database": connection.vendor, "migrations": []})
    before = digests()

    with pytest.raises(Exception, match=r"not a database|Nothing was restored"):
        restore(path, "--replace")

    assert digests() == before


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"database": "oracle", "migrations": []}, "The backup is of oracle, and this portal uses "),
        (
            {"database": connection.vendor, "migrations": [["projects", "9999_later"]]},
            "this one has no migration projects.9999_later",
        ),
    ],
)
def test_backup_of_another_portal_is_refused(portal, tmp_path, about, reason):
    path = tmp_path / "portal.tar"
    (tmp_path / "copy").write_bytes(b"")
    with new_archive(path) as writer:
        writer.add_database(tmp_path / "copy")
        writer.finish(about)

    with pytest.raises(CommandError, match=reason):
        restore(path, "--replace")


def test_backup_states_its_migrations(portal, tmp_path):
    back_up(tmp_path / "portal.tar")

    manifest = verified_manifest(tmp_path / "portal.tar")

    assert {tuple(one) for one in manifest["migrations"]} == set(
        MigrationRecorder(connection).applied_migrations()
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_password_is_in_the_environment_of_programs_only(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "a secret")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "sslmode", "prefer")

    variables = postgresql.variables()

    assert (variables["PGPASSWORD"], variables["PGSSLMODE"]) == ("a secret", "prefer")
    assert variables["PGDATABASE"] == connection.settings_dict["NAME"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_missing_program_is_named(monkeypatch):
    with pytest.raises(postgresql.BackupError, match="apt-get install postgresql-client"):
        postgresql.require("no_such_program")
