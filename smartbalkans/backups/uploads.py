"""The uploads, which a backup reads and a restore writes: in a folder, or in an object store."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

BLOCK = 1 << 20
MOST_MEMORY = 1 << 20  # bytes of a file that is read from an archive; the rest is on the disk


class Upload:
    """A file that is open for reading."""

    def __init__(self, file: IO[bytes], size: int, modified_at: float):
        self.file = file
        self.size = size
        self.modified_at = int(modified_at)


class FolderOfUploads:
    """Uploads in a folder of this machine."""

    def __init__(self, folder: Path):
        self.folder = folder

    def names(self) -> Iterator[str]:
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(self.folder).as_posix()

    @contextmanager
    def open(self, name: str) -> Iterator[Upload]:
        with (self.folder / name).open("rb") as file:
            stat = os.fstat(file.fileno())
            yield Upload(file, stat.st_size, stat.st_mtime)

    def write(self, name: str, file: IO[bytes]) -> None:
        """Replace an upload at once."""
        target = self.folder / name
        temporary = target.with_name(f".{target.name}.part")
        make_folders(target.parent)
        write(file, temporary)
        temporary.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        temporary.replace(target)


class StoredUploads:
    """Uploads in an object store, where each is written at once."""

    def __init__(self, storage: Storage):
        self.storage = storage

    def names(self, folder: str = "") -> Iterator[str]:
        folders, files = self.storage.listdir(folder)
        for name in sorted(files):
            yield f"{folder}{name}"
        for name in sorted(folders):
            yield from self.names(f"{folder}{name}/")

    @contextmanager
    def open(self, name: str) -> Iterator[Upload]:
        with self.storage.open(name) as file:
            yield Upload(file, file.size, self.storage.get_modified_time(name).timestamp())

    def write(self, name: str, file: IO[bytes]) -> None:
        """Store an upload.

        The store's client moves within the file, for which an archive would be read from its start.
        """
        with tempfile.SpooledTemporaryFile(MOST_MEMORY) as copy:
            copy_file(file, copy)
            self.storage.save(name, File(copy, name))


def uploads() -> FolderOfUploads | StoredUploads:
    if isinstance(default_storage, FileSystemStorage):
        return FolderOfUploads(Path(settings.MEDIA_ROOT))
    return StoredUploads(default_storage)


def make_folders(folder: Path) -> None:
    """Create a folder of uploads, and those above it, for a web server to read."""
    if not folder.exists():
        make_folders(folder.parent)
        folder.mkdir()
        folder.chmod(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)


def write(file: IO[bytes], path: Path) -> None:
    """Write a file, and wait until it is on the disk."""
    with path.open("wb") as target:
        copy_file(file, target)
        target.flush()
        os.fsync(target.fileno())


def copy_file(file: IO[bytes], target: IO[bytes]) -> None:
    while block := file.read(BLOCK):
        target.write(block)
