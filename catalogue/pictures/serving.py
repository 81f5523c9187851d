"""Hands out the pictures, so that a browser can do nothing with them but show them."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404
from django.views.static import serve

from catalogue.pictures.stored import family_of

TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".avif": "image/avif", ".webp": "image/webp"}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def media(request, path: str):
    """Give a picture. A name never changes what it means, so whoever has the file need not ask again."""
    kind = TYPES.get(PurePosixPath(path).suffix)
    if kind is None:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Type"] = kind
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if family_of(path):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
