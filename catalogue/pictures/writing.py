"""Encodes a picture: as JPEG or PNG for all browsers, and as AVIF, which is smaller."""

from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO

from PIL import Image

COLOURS_OF_A_DRAWING = 256


@dataclass(frozen=True)
class EncodedPicture:
    """A picture with its encoded bytes and the name made from them."""

    image: Image.Image
    content: bytes
    name: str


def write(image: Image.Image) -> EncodedPicture:
    """Return the picture as PNG if it is a drawing, else as JPEG. The same picture has the same name."""
    kind = "png" if is_drawing(image) else "jpg"
    content = encoded(image, kind)
    digest = blake2b(content, digest_size=16).hexdigest()
    return EncodedPicture(image, content, f"{digest}-{image.width}x{image.height}.{kind}")


def narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def is_drawing(image: Image.Image) -> bool:
    """Return whether the picture has transparent parts, or so few colours that JPEG would blur its edges."""
    return image.mode == "RGBA" or image.getcolors(COLOURS_OF_A_DRAWING) is not None


def encoded(image: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    if kind == "avif":
        subsampling = "4:4:4" if is_drawing(image) else "4:2:0"
        image.save(file, "AVIF", quality=62, speed=8, subsampling=subsampling)
    elif kind == "png":
        image.save(file, "PNG", optimize=True)
    else:
        image.save(file, "JPEG", quality=84, optimize=True, progressive=True)
    return file.getvalue()
