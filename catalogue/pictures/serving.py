"""Serves pictures with headers that let a browser only display them."""

import re
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import condition

from catalogue.pictures.cropping import open_shared
from catalogue.pictures.stored import picture_stem

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".avif": "image/avif", ".webp": "image/webp"}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PATH = re.compile(r"(?:[\w-]{1,100}/){0,5}[\w-][\w.-]{0,99}", re.ASCII)
MISSING = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


def tag_of(request, path: str) -> str | None:
    """Return the tag of a picture whose name is made from its content."""
    return f'"{PurePosixPath(path).name}"' if picture_stem(path) else None


@condition(etag_func=tag_of)
def media(request, path: str):
    """Return a picture, from the folder or the object store.

    Its name is made from its content, so caches may keep it.
    """
    kind = TYPES.get(PurePosixPath(path).suffix)
    if kind is None or not PATH.fullmatch(path):
        raise Http404
    try:
        file = open_shared(default_storage, path) or default_storage.open(path)
    except MISSING as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kind)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if picture_stem(path):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
