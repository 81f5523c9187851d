"""Finds the files of pictures that no entry and no version of an entry uses."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from reversion.models import Version

from catalogue.pictures.fields import PictureField
from catalogue.pictures.stored import picture_stem

BATCH = 1000
other_names_in_use: list[Callable[[PictureField], Iterator[str]]] = []  # of features that keep pictures
MINIMUM_AGE = timedelta(days=1)  # a picture is stored before its entry is saved


def picture_fields() -> Iterator[PictureField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.fields if isinstance(field, PictureField))


def unused_files() -> Iterator[tuple]:
    """Yield the storage and name of each file that can be deleted and is at least a day old."""
    fields = list(picture_fields())
    needed = {picture_stem(name) for field in fields for name in names_in_use(field)}
    before = timezone.now() - MINIMUM_AGE
    folders = {(field.storage, folder_of(field)) for field in fields}
    for storage, folder in sorted(folders, key=lambda found: found[1]):
        for name in sorted(stored(storage, folder)):
            stem = picture_stem(name)
            if stem and stem not in needed and storage.get_modified_time(name) < before:
                yield storage, name


def names_in_use(field: PictureField) -> Iterator[str]:
    """Yield the names in entries and in all their versions, which are read as JSON, whatever their age."""
    rows = field.model._base_manager.exclude(**{field.name: ""})
    yield from rows.values_list(field.name, flat=True).iterator(BATCH)
    kept = Version.objects.filter(content_type=ContentType.objects.get_for_model(field.model))
    for names in other_names_in_use:
        yield from names(field)
    for data in kept.values_list("serialized_data", flat=True).iterator(BATCH):
        for version in json.loads(data):
            if name := version["fields"].get(field.name):
                yield name


def folder_of(field: PictureField) -> str:
    return str(PurePosixPath(field.upload_to))


def stored(storage, folder: str) -> list[str]:
    """Return the names of the files in a folder. An object store has no folders that could be missing."""
    try:
        _folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{file}" for file in files]
