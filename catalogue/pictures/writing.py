"""Writes a picture as files: in the format that every browser reads, and smaller in AVIF."""

from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO

from PIL import Image

COLOURS_OF_A_DRAWING = 256


@dataclass(frozen=True)
class Written:
    """The picture as it is stored: its image, its bytes, and its name, made from them."""

    image: Image.Image
    content: bytes
    name: str


def write(image: Image.Image) -> Written:
    """Give the picture as PNG if it is a drawing, else as JPEG. The same picture has the same name."""
    kind = "png" if is_drawing(image) else "jpg"
    content = encoded(image, kind)
    digest = blake2b(content, digest_size=16).hexdigest()
    return Written(image, content, f"{digest}-{image.width}x{image.height}.{kind}")


def narrowed(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def is_drawing(image: Image.Image) -> bool:
    """Tell whether it has transparent parts or so few colours that JPEG would smear its edges."""
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
