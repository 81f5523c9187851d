"""Crops a picture around its main part to the shape in which a shared page is shown.

The cropped picture is made when it is asked for and not stored: it follows the main part that staff choose.
"""

import re
from io import BytesIO

from PIL import Image, ImageOps

from catalogue.pictures.reading import FORMATS
from catalogue.pictures.writing import encoded

SHARED = (1200, 630)  # what sites that show Open Graph pictures ask for
PER_CENT = r"0|[1-9]0|100"
NAME = re.compile(
    rf"(?P<stem>.*[0-9a-f]{{32}}-\d+x\d+)-share-(?P<x>{PER_CENT})-(?P<y>{PER_CENT})(?P<suffix>\.(jpg|png))"
)


def shared_name(name: str, x: int, y: int) -> str:
    """Return the name of a stored picture, cropped around a point in per cent of its width and height."""
    stem, _dot, kind = name.rpartition(".")
    return f"{stem}-share-{x}-{y}.{kind}"


def open_shared(storage, name: str) -> BytesIO | None:
    """Return the picture of such a name, None if it is not one."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    with storage.open(found["stem"] + found["suffix"]) as file, Image.open(file, formats=FORMATS) as image:
        content = encoded(cropped(image, int(found["x"]), int(found["y"])), found["suffix"][1:])
    return BytesIO(content)


def cropped(image: Image.Image, x: int, y: int) -> Image.Image:
    """Return the largest part in the shape, no larger than it, that keeps the point in view."""
    scale = min(1, *(side / most for side, most in zip(image.size, SHARED, strict=True)))
    size = tuple(max(1, round(most * scale)) for most in SHARED)
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(x / 100, y / 100))
