"""Zip archives that are sent while they are written, so that the first bytes never wait for the last."""

import io
import zipfile
from collections.abc import Iterable, Iterator

LEVEL = 5  # of compression: a fifth faster than the usual 6, for a hundredth more bytes


class Outlet(io.RawIOBase):
    """What an archive writes to. It cannot go back, so the size of a member follows its content."""

    def __init__(self):
        self.written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.written.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self.written)
        self.written.clear()
        return taken


def zipped(members: Iterable[tuple[str, Iterable[str]]]) -> Iterator[bytes]:
    """Yield an archive of members with a name and a text in pieces; each is read when its turn comes."""
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, pieces in members:
            with archive.open(name, "w") as member:
                for piece in pieces:
                    member.write(piece.encode())
                    if taken := outlet.take():
                        yield taken
    yield outlet.take()
