"""What is stored of a picture."""

import re

from PIL import Image


def stored(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*"))


def shapes(folder):
    """Return the format and size of each file, by its name without the digest."""
    found = {}
    for name in stored(folder):
        with Image.open(folder / name) as image:
            found[re.sub("[0-9a-f]{32}", "*", name)] = (image.format, image.size)
    return found
