"""A stored picture: its files and their addresses."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db.models.fields.files import ImageFieldFile

from catalogue.pictures.cropping import CARD, position, shared_name
from catalogue.pictures.reading import read_picture
from catalogue.pictures.writing import EncodedPicture, encoded, narrowed, write

NAME = re.compile(r"(?P<stem>[0-9a-f]{32}-(?P<width>\d+)x(?P<height>\d+))\.(?P<kind>jpg|png)")
FILE = re.compile(r"(?P<stem>[0-9a-f]{32}-\d+x\d+)(-\d+w|-share-\d+-\d+)?\.(jpg|png|avif)")
MODERN = "avif"


class ReadPicture(ContentFile):
    """A picture that was validated and re-encoded, but not stored yet."""

    def __init__(self, written: EncodedPicture):
        super().__init__(written.content, name=written.name)
        self.written = written


def picture_stem(name: str) -> str | None:
    """Return the path that all files of a picture begin with; None for a file of another origin."""
    path = PurePosixPath(name)
    found = FILE.fullmatch(path.name)
    return f"{path.parent}/{found['stem']}" if found else None


class PictureFile(ImageFieldFile):
    """The picture of an entry. Its size is part of its name, so no page has to open the file."""

    @property
    def parts(self) -> re.Match | None:
        return NAME.fullmatch(PurePosixPath(self.name).name) if self.name else None

    @property
    def width(self) -> int:
        return int(self.parts["width"]) if self.parts else super().width

    @property
    def height(self) -> int:
        return int(self.parts["height"]) if self.parts else super().height

    def save(self, name, content, save=True):
        """Store the picture in all its widths. Existing files are not written again.

        Nothing is deleted: earlier versions of the entry may refer to older files (see `unused`).
        """
        if not isinstance(content, ReadPicture):
            content = ReadPicture(write(read_picture(content, self.field.largest)))
        written = content.written
        self.name = self.field.generate_filename(self.instance, written.name)
        for file_name, data in self.files_of(written):
            if not self.storage.exists(file_name):
                self.storage.save(file_name, ContentFile(data))
        setattr(self.instance, self.field.attname, self.name)
        if save:
            self.instance.save()

    save.alters_data = True

    def files_of(self, written: EncodedPicture) -> Iterator[tuple[str, bytes]]:
        """Yield the names and contents of all files, the file of the entry last."""
        for width in self.widths:
            image = written.image if width == written.image.width else narrowed(written.image, width)
            yield self.file_name(width, MODERN), encoded(image, MODERN)
            if image is not written.image:
                yield self.file_name(width, self.parts["kind"]), encoded(image, self.parts["kind"])
        yield self.name, written.content

    @property
    def widths(self) -> list[int]:
        return [*(width for width in self.field.widths if width < self.width), self.width]

    def file_name(self, width: int, kind: str) -> str:
        mark = "" if width == self.width else f"-{width}w"
        return str(PurePosixPath(self.name).with_name(f"{self.parts['stem']}{mark}.{kind}"))

    def shared_url(self, x: int, y: int) -> str:
        """Return the address of the picture where its page is shared: cropped around a point."""
        return self.storage.url(shared_name(self.name, x, y)) if self.parts else self.url

    def card_position(self, x: int, y: int) -> tuple[int, int]:
        """Return the position on a card, in tens of per cent, with a point in the middle if possible."""
        if not self.parts:
            return x, y
        left, top = position((self.width, self.height), CARD, x, y)
        return round(left * 10) * 10, round(top * 10) * 10

    @property
    def modern(self) -> str:
        """Return the `srcset` for browsers that support AVIF."""
        return self.srcset(MODERN)

    @property
    def usual(self) -> str:
        """Return the `srcset` for all browsers."""
        return self.srcset(self.parts["kind"]) if self.parts else ""

    def srcset(self, kind: str) -> str:
        if not self.parts:
            return ""
        return ", ".join(f"{self.storage.url(self.file_name(width, kind))} {width}w" for width in self.widths)
