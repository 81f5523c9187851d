"""The file of a backup: complete and unchanged, or refused."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from smartbalkans.backups.archives import BackupError, extract, new_archive, verified_manifest
from smartbalkans.backups.uploads import FolderOfUploads


@pytest.fixture
def media(tmp_path) -> Path:
    folder = tmp_path / "media"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.jpg").write_bytes(b"picture")
    (folder / "pictures" / ".hidden").write_bytes(b"not an upload")
    (folder / "link").symlink_to("/etc/hostname")
    return folder


@pytest.fixture(params=["backup.tar", "backup.tar.gz"])
def archive(request, tmp_path, media) -> Path:
    path = tmp_path / request.param
    (tmp_path / "copy").write_bytes(b"rows")
    with new_archive(path) as writer:
        writer.add_database(tmp_path / "copy")
        writer.add_uploads(FolderOfUploads(media))
        writer.finish({"database": "sqlite"})
    return path


def archive_of(path: Path, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    """Write an archive as nobody should."""
    with tarfile.open(path, "w") as made:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(content), kind, "/etc/passwd"
            made.addfile(member, io.BytesIO(content))
    return path


def manifest_of(**changes) -> bytes:
    return json.dumps({"format": "smartbalkans-backup", "version": 1, "files": {}, **changes}).encode()


def test_archive_has_the_database_and_the_uploads(archive):
    manifest = verified_manifest(archive)

    assert list(manifest["files"]) == ["database", "media/pictures/a.jpg"]
    assert manifest["files"]["database"]["bytes"] == 4


def test_archive_is_for_its_owner_only(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_archive_is_never_overwritten(archive):
    content = archive.read_bytes()

    with pytest.raises(BackupError, match="exists"), new_archive(archive):
        pass

    assert archive.read_bytes() == content


@pytest.mark.parametrize("name", ["none/backup.tar", f"{'x' * 300}.tar"])
def test_archive_that_cannot_be_written(tmp_path, name):
    with pytest.raises(BackupError, match=r"^Cannot write "), new_archive(tmp_path / name):
        pass


def test_archive_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(LookupError), new_archive(tmp_path / "backup.tar"):
        raise LookupError

    assert list(tmp_path.iterdir()) == []


def test_archive_is_extracted(archive, tmp_path):
    (tmp_path / "other" / "pictures").mkdir(parents=True)
    (tmp_path / "other" / "pictures" / "a.jpg").write_bytes(b"damaged")
    (tmp_path / "other" / "pictures" / "b.jpg").write_bytes(b"newer")

    count = extract(archive, tmp_path / "database", FolderOfUploads(tmp_path / "other"))

    files = {path.name: path.read_bytes() for path in (tmp_path / "other").rglob("*") if path.is_file()}
    assert (count, (tmp_path / "database").read_bytes()) == (1, b"rows")
    assert files == {"a.jpg": b"picture", "b.jpg": b"newer"}


def test_cut_archive_is_refused_unless_only_its_padding_is_missing(archive, tmp_path):
    content, whole = archive.read_bytes(), verified_manifest(archive)
    cut = tmp_path / "cut.tar"

    found = []
    for length in range(0, len(content), max(1, len(content) // 50)):
        cut.write_bytes(content[:length])
        found.append(manifest_or_none(cut))

    assert found.count(None) > 10
    assert [manifest for manifest in found if manifest not in (None, whole)] == []


def manifest_or_none(path: Path) -> dict | None:
    try:
        return verified_manifest(path)
    except BackupError:
        return None


def test_changed_file_is_refused(tmp_path, media):
    path = tmp_path / "backup.tar"
    (tmp_path / "copy").write_bytes(b"rows")
    with new_archive(path) as writer:
        writer.add_database(tmp_path / "copy")
        writer.finish({})
    path.write_bytes(path.read_bytes().replace(b"rows", b"ruin"))

    with pytest.raises(BackupError, match="is damaged: database is not what was backed up"):
        verified_manifest(path)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up",
        "media/../../up",
        "media/.ssh/keys",
        "media",
        "media/",
        "a",
        "media/a\\..\\b",
        "./database",
    ],
)
def test_file_that_a_backup_does_not_have_is_refused(tmp_path, name):
    path = archive_of(tmp_path / "backup.tar", {name: b"x", "manifest.json": manifest_of()})

    for read in (
        verified_manifest,
        lambda path: extract(path, tmp_path / "out", FolderOfUploads(tmp_path / "media")),
    ):
        with pytest.raises(BackupError, match="It is not a backup of this portal"):
            read(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["backup.tar"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_member_that_is_no_file_is_refused(tmp_path, kind):
    path = archive_of(tmp_path / "backup.tar", {"database": b""}, kind)

    with pytest.raises(BackupError, match="It is not a backup of this portal"):
        verified_manifest(path)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "it has no manifest"),
        ({"database": b"rows"}, "it has no manifest"),
        ({"manifest.json": b"[]"}, "is not a backup"),
        ({"manifest.json": manifest_of(format="other")}, "is not a backup"),
        ({"manifest.json": manifest_of(version=2)}, "was written by a newer release"),
        ({"manifest.json": manifest_of()}, "is damaged"),
        ({"database": b"rows", "manifest.json": manifest_of()}, "is damaged: database"),
    ],
)
def test_other_archive_is_refused(tmp_path, members, reason):
    path = archive_of(tmp_path / "backup.tar", members)

    with pytest.raises(BackupError, match=reason):
        verified_manifest(path)


def test_missing_or_other_file_is_refused(tmp_path):
    (tmp_path / "text").write_text("not an archive")

    with pytest.raises(BackupError, match="does not exist"):
        verified_manifest(tmp_path / "nothing")
    with pytest.raises(BackupError, match="cannot be read as a backup"):
        verified_manifest(tmp_path / "text")
