"""Zip archives: what is sent is all there is, and a member is read when its turn comes."""

import io
import zipfile

from catalogue.exports.archives import zipped


def test_archive_has_every_member_in_full():
    texts = {"a.txt": "Đ" * 200_000, "b/c.csv": "1,2\r\n", "empty.txt": ""}

    sent = b"".join(zipped((name, [text[:5], text[5:]]) for name, text in texts.items()))

    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == texts


def test_archive_is_sent_while_its_members_are_read():
    read = []

    def members():
        for name in ("first", "second"):
            read.append(name)
            yield name, ["text"]

    sent = zipped(members())

    assert next(sent).startswith(b"PK")
    assert read == ["first"]


def test_archive_that_nobody_waits_for_is_read_no_further():
    ended = []

    def pieces():
        try:
            yield from ("one", "two")
        finally:
            ended.append(True)

    sent = zipped([("name", pieces())])
    next(sent)
    sent.close()

    assert ended == [True]
