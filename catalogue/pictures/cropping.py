"""Where a picture is cropped around its main part, on cards and for sites that show a shared page.

The picture of a shared page is made when it is asked for and not stored: it follows the main part that staff
choose.
"""

import re
from io import BytesIO

from PIL import Image, ImageOps

from catalogue.pictures.reading import FORMATS
from catalogue.pictures.writing import encoded

SHARED = (1200, 630)  # what sites that show Open Graph pictures ask for
CARD = (2, 1)  # the shape of a picture on a card, as in pictures.css
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
    """Return the largest part in the shape, no larger than it, with the point in its middle if possible."""
    scale = min(1, *(side / most for side, most in zip(image.size, SHARED, strict=True)))
    size = tuple(max(1, round(most * scale)) for most in SHARED)
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=position(image.size, SHARED, x, y))


def position(size: tuple[int, int], shape: tuple[int, int], x: int, y: int) -> tuple[float, float]:
    """Return how much of what is cut off is cut off at the left and at the top, from 0 to 1.

    The point in per cent is then in the middle of what is left, unless an edge of the picture is too near.
    """
    ratio = (size[0] * shape[1]) / (size[1] * shape[0])
    return share_before(x / 100, min(1, 1 / ratio)), share_before(y / 100, min(1, ratio))


def share_before(point: float, left: float) -> float:
    """Return the share that is cut off before what is left of a length; both are parts of this length."""
    return min(1, max(0, (point - left / 2) / (1 - left))) if left < 1 else 0.5
