"""The file of a backup: a tar archive whose last member lists all others with their digests."""

import hashlib
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from smartbalkans.backups.uploads import FolderOfUploads, StoredUploads, Upload, write

FORMAT = "smartbalkans-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media/"
MOST_MANIFEST = 100_000_000  # bytes
# No empty part, no part that begins with a dot, no backslash.
NAME = re.compile(r"media(?:/[^/.\\\0][^/\\\0]*)+")


class BackupError(Exception):
    """A backup cannot be written or restored; the message says why, and what to do."""


class DigestingReader:
    """A file whose content is digested while tarfile reads it."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


class ArchiveWriter:
    """Adds files to an archive, and remembers their digests."""

    def __init__(self, archive: tarfile.TarFile):
        self.archive = archive
        self.files: dict[str, dict] = {}

    def add(self, name: str, upload: Upload) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = upload.size, upload.modified_at, 0o600
        reader = DigestingReader(upload.file)
        self.archive.addfile(member, reader)
        self.files[name] = {"bytes": member.size, "sha256": reader.digest.hexdigest()}

    def add_database(self, path: Path) -> None:
        with FolderOfUploads(path.parent).open(path.name) as file:
            self.add(DATABASE, file)

    def add_uploads(self, uploads: FolderOfUploads | StoredUploads) -> None:
        """Add the uploads. One that is deleted meanwhile belongs to no entry."""
        for name in uploads.names():
            if NAME.fullmatch(f"{MEDIA}{name}"):
                with suppress(FileNotFoundError), uploads.open(name) as upload:
                    self.add(f"{MEDIA}{name}", upload)

    def finish(self, about: dict) -> None:
        manifest = {"format": FORMAT, "version": FORMAT_VERSION, **about, "files": self.files}
        data = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(data), 0o600
        self.archive.addfile(member, BytesIO(data))


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive under a temporary name, and rename it when it is complete and on the disk."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise BackupError(f"{path} exists. Choose another name: a backup is never overwritten.")
        descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                mode = "w:gz" if path.suffix in (".gz", ".tgz") else "w:"
                with tarfile.open(fileobj=file, mode=mode) as archive:
                    yield ArchiveWriter(archive)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(f"Cannot write {path}: {error.strerror or error}.") from error


def verified_manifest(path: Path) -> dict:
    """Return the manifest of an archive whose files all have the digests that it lists.

    Raise BackupError if anything is missing, added, changed, or not where a backup has it.
    """
    with readable(path):
        return _verified_manifest(path)


def _verified_manifest(path: Path) -> dict:
    found, manifest = {}, None
    for member, file in members(path):
        if member.name == MANIFEST:
            manifest = read_manifest(path, file.read(MOST_MANIFEST))
        elif member.name in found:
            raise BackupError(f"{path} contains {member.name} twice. It is not a backup of this portal.")
        else:
            found[member.name] = {"bytes": member.size, "sha256": digest_of(file)}
    if manifest is None:
        raise BackupError(f"{path} is incomplete, or not a backup of this portal: it has no manifest.")
    if found != manifest["files"] or DATABASE not in found:
        names = [
            name for name in {*found, *manifest["files"]} if found.get(name) != manifest["files"].get(name)
        ]
        raise BackupError(f"{path} is damaged: {', '.join(sorted(names)[:3])} is not what was backed up.")
    return manifest


def read_manifest(path: Path, data: bytes) -> dict:
    try:
        manifest = json.loads(data)
        is_ours = manifest["format"] == FORMAT and isinstance(manifest["files"], dict)
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise BackupError(f"{path} is not a backup of this portal.")
    if manifest["version"] != FORMAT_VERSION:
        raise BackupError(f"{path} was written by a newer release. Restore it with that release.")
    return manifest


def members(path: Path) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Yield the files of an archive, each open for reading until the next one.

    Raise BackupError for anything but a file, and for a file that a backup does not have.
    """
    with tarfile.open(path) as archive:
        for member in archive:
            if not member.isreg() or not is_known(member.name):
                raise BackupError(f"{path} contains {member.name!r}. It is not a backup of this portal.")
            yield member, archive.extractfile(member)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise BackupError if the file is missing, cut off, or no archive."""
    try:
        yield
    except FileNotFoundError as error:
        raise BackupError(f"{path} does not exist.") from error
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}.") from error


def is_known(name: str) -> bool:
    return name in (MANIFEST, DATABASE) or NAME.fullmatch(name) is not None


def digest_of(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()


def extract(path: Path, database: Path, uploads: FolderOfUploads | StoredUploads) -> int:
    """Write the database to a file, and the uploads; return the number of uploads.

    Each upload is replaced at once. Others stay, for nothing is lost with them.
    """
    count = 0
    for member, file in members(path):
        if member.name == DATABASE:
            write(file, database)
        elif member.name != MANIFEST:
            uploads.write(member.name.removeprefix(MEDIA), file)
            count += 1
    return count
