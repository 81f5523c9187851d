"""Pictures as cameras, programs and attackers create them."""

import struct
import zlib
from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

ORIENTATION = 0x0112
GPS = 0x8825


def photo(width=1200, height=800) -> Image.Image:
    """Return a picture of many colours, darker towards the left."""
    noise = Image.frombytes("L", (width, height), Random(width).randbytes(width * height))  # noqa: S311
    return Image.merge(
        "RGB",
        [Image.linear_gradient("L").rotate(90).resize((width, height))] * 2 + [noise],
    )


def saved(image: Image.Image, kind: str, name="photo", **options) -> SimpleUploadedFile:
    file = BytesIO()
    image.save(file, kind, **options)
    return uploaded(file.getvalue(), f"{name}.{kind.lower()}")


def uploaded(content: bytes, name="photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def exif(orientation=1) -> Image.Exif:
    """Return what a phone writes into a photo: its place and its orientation."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[0x010F] = "Telephone"
    data.get_ifd(GPS).update({1: "N", 2: (43.0, 51.0, 30.0), 3: "E", 4: (18.0, 24.0, 47.0)})
    return data


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def bomb(width: int, height: int) -> SimpleUploadedFile:
    """Return a PNG of some kilobytes that declares this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return uploaded(b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b""), "bomb.png")
