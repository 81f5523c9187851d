"""Where a backup is kept: in a file of this machine, or in an object store."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.utils.module_loading import import_string

from smartbalkans.backups.archives import BackupError
from smartbalkans.database_errors import ServiceUnavailable
from smartbalkans.environment import object_address
from smartbalkans.optional_packages import MODULES

STORE = "s3://"


@contextmanager
def written_to(place: str) -> Iterator[Path]:
    """Yield the path at which the block writes a backup; one for an object store is then uploaded.

    Raise BackupError if the place has a backup of this name, or cannot be used.
    """
    if not place.startswith(STORE):
        yield Path(place)
        return
    with known_errors(place), tempfile.TemporaryDirectory(dir=settings.STATE_DIR) as folder:
        storage, name = stored_file(place)
        if storage.exists(name):
            raise BackupError(f"{place} exists. Choose another name: a backup is never overwritten.")
        path = Path(folder) / name
        yield path
        with path.open("rb") as file:
            storage.save(name, File(file, name))


@contextmanager
def read_from(place: str) -> Iterator[Path]:
    """Yield the path of a backup; one in an object store is downloaded first.

    Raise BackupError if it does not exist or the place cannot be used.
    """
    if not place.startswith(STORE):
        yield Path(place)
        return
    with known_errors(place), tempfile.TemporaryDirectory(dir=settings.STATE_DIR) as folder:
        storage, name = stored_file(place)
        path = Path(folder) / name
        try:
            with storage.open(name) as stored, path.open("wb") as file:
                for block in stored.chunks():
                    file.write(block)
        except FileNotFoundError as error:
            raise BackupError(f"{place} does not exist.") from error
        yield path


@contextmanager
def known_errors(place: str) -> Iterator[None]:
    try:
        yield
    except (ImproperlyConfigured, ServiceUnavailable) as error:
        raise BackupError(str(error)) from error


def stored_file(place: str) -> tuple:
    """Return the storage and the name of a backup at an address such as s3://bucket/folder/portal.tar.gz."""
    bucket, path = object_address("The address of the backup", place)
    if not path:
        raise BackupError(f"{place} names no file. Add one, such as {place.rstrip('/')}/portal.tar.gz.")
    if not find_spec(MODULES["MEDIA_STORAGE"]):
        raise BackupError(
            "The packages of requirements/extras.txt are not installed; an object store needs them."
        )
    storage = import_string("smartbalkans.object_store.ObjectStorage")
    found = PurePosixPath(path)
    folder = "" if found.parent == PurePosixPath() else str(found.parent)
    return storage(bucket_name=bucket, location=folder), found.name
