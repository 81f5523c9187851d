"""Backed up beside a writer, destroyed, restored, and equal: the database and the uploads."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from smartbalkans.backups.archives import new_archive
from smartbalkans.backups.backup import back_up
from smartbalkans.backups.digests import digests
from tests.factories import OrganisationFactory
from tests.smartbalkans.backups.restoring import restore
from trainings.models import Training

pytestmark = pytest.mark.django_db(transaction=True)


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
