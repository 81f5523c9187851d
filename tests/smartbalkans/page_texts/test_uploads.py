"""Uploaded files are read in UTF-8 and UTF-16, and refused otherwise."""

import pytest
from django.core.exceptions import ValidationError

from smartbalkans.page_texts.uploads import decoded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_decoded_without_the_mark_of_its_encoding(encoding):
    assert decoded("Žabac".encode(encoding), "page.txt") == "Žabac"


def test_text_of_a_file_is_no_longer_than_one_that_is_pasted():
    with pytest.raises(ValidationError) as refused:
        decoded(b"x" * 300_001, "page.txt")

    assert refused.value.message == (
        "page.txt has 300,001 characters; the limit is 300,000. Split it into several files."
    )


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"{\\rtf1", b"\xd0\xcf\x11\xe0"])
def test_document_that_is_no_text_is_refused(data):
    with pytest.raises(ValidationError) as refused:
        decoded(data, "page.txt")

    assert refused.value.message == (
        "page.txt is not a plain text file. Save it as plain text in UTF-8, or paste its text."
    )
