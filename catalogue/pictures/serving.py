"""Serves pictures with headers that let a browser only display them."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404
from django.views.static import serve

from catalogue.pictures.stored import picture_stem

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".avif": "image/avif", ".webp": "image/webp"}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def media(request, path: str):
    """Return a picture. Its name is made from its content, so caches may keep it."""
    kind = TYPES.get(PurePosixPath(path).suffix)
    if kind is None:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Type"] = kind
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if picture_stem(path):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
