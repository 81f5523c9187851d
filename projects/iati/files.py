"""The file of activities, written in pieces while the entries are read ("iati-activities")."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from lxml import etree

from organisations.programme import fetched_programme
from projects.iati.activities import in_batches
from projects.iati.elements import activity_element, moment

VERSION = "2.03"


def pieces(grants: QuerySet, site: str) -> Iterator[bytes]:
    """Yield the file with the activities of those of the public grants that are complete, in pieces.

    `site` comes before the portal's paths, such as https://portal.example.org.
    """
    buffer = XMLBuffer()
    about = {"version": VERSION, "generated-datetime": moment(timezone.now())}
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("iati-activities", about):
            file.flush()
            yield buffer.read()
            programme = fetched_programme()
            for activities in in_batches(grants):
                for activity in activities:
                    file.write(activity_element(activity, programme, site), pretty_print=True)
                file.flush()
                yield buffer.read()
    yield buffer.read()


class XMLBuffer:
    """A file that collects what lxml writes until it is read."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> None:
        self.pieces.append(bytes(piece))

    def read(self) -> bytes:
        content = b"".join(self.pieces)
        self.pieces.clear()
        return content
