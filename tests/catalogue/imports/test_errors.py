"""Files that cannot be read are refused with the cause and what to do; those that can are not."""

import pytest

from catalogue.imports import workbooks
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.catalogue.imports.archives import refusal, repacked, zipped
from tests.catalogue.imports.importing import check_file, counts, shown, workbook
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXT = "slug{0}name{0}local_name\r\ncivic{0}Civic{0}Žena, ћуп\r\n"


SHEET = "xl/worksheets/sheet1.xml"
BOOK = workbook(Organisations=[["Slug", "Name"], ["civic", "Civic"]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (OLE, "old Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "picture (JPEG)"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"<table><tr><td>slug</td></tr></table>", "web page"),
        (zipped(**{"word/document.xml": b""}), "text document"),
        (zipped(**{"content.xml": b""}), "damaged"),
        (zipped(**{"a.txt": b""}), "zip file, not a workbook"),
        (BOOK[: len(BOOK) // 2], "damaged"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (repacked(BOOK, **{SHEET: b"<worksheet><sheetData><row"}), "damaged"),
        ("slug,name\na,Žena č ó".encode("cp1250"), "Windows-1250"),
        ("slug,name\na,Женска мрежа за ўправа".encode("cp1251"), "Windows-1251"),
        ("slug,name\na,b".encode("utf-16-le"), "UTF-16 text without a byte-order mark"),
        (b"slug,name\na,\xff\xfe", "line 2"),
        (b'slug,name\na,"b', "cannot be read after row 1"),
        (b"\0\1\2\3", "not a table"),
    ],
)
def test_file_that_is_none_is_refused_with_its_cause(content, words):
    assert words in refusal(content)
    assert Organisation.objects.count() == 0


def test_file_that_explodes_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    bomb = repacked(BOOK, **{SHEET: b"<worksheet>" + b" " * 2_000_000})

    assert len(bomb) < 20_000
    assert "Unpacked" in refusal(bomb)


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'

    assert "entities" in refusal(repacked(BOOK, **{SHEET: bomb}))


def test_table_may_begin_further_down_and_lines_are_those_of_the_sheet():
    run = check_file(
        OrganisationResource,
        workbook(Sheet1=[[], ["Slug", "Name"], [], ["civic", None], ["other", "Other"]]),
    )

    assert [(one.line, one.column) for one in run.findings.all()] == [(4, "Name")]
    assert run.new == 1


def test_two_sheets_of_one_sort_are_wrong():
    OrganisationFactory(slug="a")
    content = workbook(
        Other_names=[["organisation_slug", "name"], ["a", "A"]],
        **{"other-names": [["organisation_slug", "name"], ["a", "B"]]},
    )

    run = check_file(OrganisationResource, content)

    (finding,) = run.findings.all()
    assert (finding.sheet, finding.message) == (
        "other-names",
        "There is already a sheet for “Other names”. Combine the two into one.",
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_csv_is_read_with_any_separator_and_encoding(delimiter, encoding):
    text = TEXT.format(delimiter).replace("Žena, ћуп", '"Žena, ћуп"')

    run = check_file(OrganisationResource, text.encode(encoding), "file.csv")

    assert shown(run) == [("Civic", "Name", "", "Civic"), ("Civic", "Local name", "", "Žena, ћуп")]


def test_csv_may_declare_its_separator():
    run = check_file(OrganisationResource, b"sep=|\nslug|name\ncivic|Civic\n", "file.csv")

    assert counts(run) == (1, 0, 0, 0)


def test_limits_are_kept(settings):
    content = workbook(Organisations=[["Slug", "Name"], ["a", "A"], ["b", "B"]])
    settings.IMPORT_MOST_ENTRIES = 1
    assert "more than 1 entries" in refusal(content)

    settings.IMPORT_MOST_ENTRIES, settings.IMPORT_MOST_ROWS = 10, 1
    assert "more than 1 rows in total" in refusal(content)

    settings.IMPORT_MOST_BYTES = 100
    assert "the limit is 0 MB" in refusal(content)


def test_workbook_of_the_public_pages_is_refused(client):
    OrganisationFactory()
    content = b"".join(client.get("/organisations/data.xlsx").streaming_content)

    assert "from the public pages, which leave out drafts" in refusal(content)
