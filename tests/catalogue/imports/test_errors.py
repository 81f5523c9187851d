"""Files that cannot be read are refused with the cause and the way out; those that can are not."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from catalogue.imports import workbooks
from catalogue.imports.errors import UnreadableFile
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.catalogue.imports.importing import check_file, counts, edited, saved, shown, workbook
from tests.factories import OrganisationFactory
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXT = "slug{0}name{0}local_name\r\ncivic{0}Civic{0}Žena, ћуп\r\n"


def refusal(content: bytes, name: str = "file.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        check_file(OrganisationResource, content, name)
    return str(refused.value)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """Give a workbook with some of its parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**(members | changed))


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


def test_file_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1_000_000)
    bomb = repacked(BOOK, **{SHEET: b"<worksheet>" + b" " * 2_000_000})
    liar = bomb.replace((2_000_011).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert liar != bomb
    assert "damaged" in refusal(liar)


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'

    assert "entities" in refusal(repacked(BOOK, **{SHEET: bomb}))


def test_cell_at_the_end_of_a_sheet_is_refused():
    book = Workbook()
    book.active["XFD1048576"] = "far"

    assert "too far apart" in refusal(saved(book))


def test_formats_down_to_the_last_row_are_no_harm():
    book = Workbook()
    book.active.append(["Slug", "Name"])
    book.active.append(["civic", "Civic"])
    book.active["Z900000"].number_format = "0.00"

    assert counts(check_file(OrganisationResource, saved(book))) == (1, 0, 0, 0)


def test_formulas_that_were_never_calculated_are_refused():
    assert "formulas without results" in refusal(
        workbook(Organisations=[["Slug", "Name"], ["civic", "=1+1"]])
    )


def test_error_of_a_formula_is_wrong_at_its_cell():
    def edit(book):
        book["Organisations"]["B2"].value = "#REF!"

    run = check_file(OrganisationResource, edited(BOOK, edit))

    assert [(one.line, one.column, one.value) for one in run.findings.all()] == [(2, "Name", "#REF!")]


def test_hidden_and_empty_sheets_are_passed_by():
    def edit(book):
        book.create_sheet("Scratch")
        book.create_sheet("Hidden").sheet_state = "hidden"
        book["Hidden"].append(["anything"])

    assert counts(check_file(OrganisationResource, edited(BOOK, edit))) == (1, 0, 0, 0)


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


def test_days_of_a_workbook_that_counts_from_1904_are_right():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Slug", "Name", "Starts on"])
    book.active.append(["camp", "Camp", date(2026, 5, 4)])

    run = check_file(TrainingResource, saved(book))

    assert shown(run)[1:] == [("Camp", "Starts on", "", "2026-05-04")]
