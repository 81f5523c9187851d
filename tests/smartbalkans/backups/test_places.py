"""Backups in an object store, and of uploads in one."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from organisations.models import Organisation
from smartbalkans import environment
from smartbalkans.backups.digests import digests
from tests.factories import OrganisationFactory
from tests.object_store import bucket, names_in_bucket, running_store, set_variables
from tests.postgresql import free_port

PLACE = "s3://uploads/backups/portal.tar.gz"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings, monkeypatch, tmp_path):
    """A portal with its uploads in a store; a folder of its own shows what is left on the disk."""
    with running_store() as variables:
        set_variables(monkeypatch, variables)
        settings.STATE_DIR = tmp_path
        settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage("s3://uploads/portal")}
        yield


def run(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def test_backup_with_its_uploads_goes_to_a_store_and_back(tmp_path):
    OrganisationFactory()
    default_storage.save("logos/a.jpg", ContentFile(b"picture"))
    default_storage.save("logos/deeper/b.jpg", ContentFile(b"other"))
    before = digests()

    written = run("backup", PLACE)
    Organisation.objects.all().delete()
    for name in ("logos/a.jpg", "logos/deeper/b.jpg"):
        default_storage.delete(name)
    default_storage.save("logos/c.jpg", ContentFile(b"newer"))
    restored = run("restore", PLACE, "--replace")

    assert digests() == before
    assert written.endswith(f" and 2 uploads to {PLACE}.\n")
    assert restored.splitlines()[-1] == f"Restored {PLACE}."
    assert names_in_bucket() == [
        "backups/portal.tar.gz",
        "portal/logos/a.jpg",
        "portal/logos/c.jpg",
        "portal/logos/deeper/b.jpg",
    ]
    assert bucket().Object("portal/logos/a.jpg").get()["Body"].read() == b"picture"
    assert list(tmp_path.iterdir()) == []


def test_uploads_move_from_a_folder_to_a_store(settings, tmp_path):
    OrganisationFactory()
    stored = settings.STORAGES
    settings.STORAGES = {**stored, "default": environment.media_storage("")}
    settings.MEDIA_ROOT = tmp_path / "media"
    default_storage.save("logos/a.jpg", ContentFile(b"picture"))
    path = str(tmp_path / "portal.tar")

    run("backup", path)
    settings.STORAGES = stored
    run("restore", path, "--replace")

    assert names_in_bucket() == ["portal/logos/a.jpg"]


def test_backup_in_a_store_is_never_overwritten():
    run("backup", PLACE)
    before = bucket().Object("backups/portal.tar.gz").e_tag

    with pytest.raises(CommandError, match=rf"^{PLACE} exists\. Choose another name"):
        run("backup", PLACE)

    assert bucket().Object("backups/portal.tar.gz").e_tag == before


def test_backup_that_fails_is_not_uploaded(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("smartbalkans.backups.backup.ENGINES", {})

    with pytest.raises(KeyError):
        run("backup", PLACE)

    assert names_in_bucket() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("s3://uploads/backups/none.tar", "s3://uploads/backups/none.tar does not exist"),
        ("s3://uploads", "names no file. Add one, such as s3://uploads/portal.tar.gz"),
        ("s3://key:secret@host/uploads/portal.tar", 'is not an address such as "s3://bucket/folder"'),
        ("s3://other-bucket/portal.tar", "The object store cannot be used|does not exist"),
    ],
)
def test_place_without_a_backup_is_named(place, reason):
    with pytest.raises(CommandError, match=reason) as raised:
        run("restore", place)

    assert "secret" not in str(raised.value).replace("AWS_SECRET_ACCESS_KEY", "")


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_store_that_is_away_is_named(monkeypatch, command):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")

    with pytest.raises(CommandError, match="The object store cannot be used"):
        run(command, PLACE)


def test_damaged_backup_in_a_store_is_refused(tmp_path):
    run("backup", PLACE)
    content = bucket().Object("backups/portal.tar.gz").get()["Body"].read()
    bucket().Object("backups/portal.tar.gz").put(Body=content[: len(content) // 2])

    with pytest.raises(CommandError, match=r"cannot be read as a backup|is incomplete"):
        run("restore", PLACE, "--replace")

    assert list(Path(tmp_path).iterdir()) == []
