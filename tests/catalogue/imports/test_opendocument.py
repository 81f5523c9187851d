"""OpenDocument spreadsheets: their cells as they are shown, and the same limits as for Excel workbooks."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from catalogue.imports import opendocument
from catalogue.imports.errors import UnreadableFile
from catalogue.imports.opendocument import tables
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Grant, Organisation
from tests.catalogue.imports.importing import GRANTS_ODS, check_file, counts, faults, import_file
from tests.factories import OrganisationFactory

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "drawing")
)
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>{before}
<office:document-content {spaces} xmlns:calcext="{calc}">
  <office:automatic-styles>
    <style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>
    <style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
  </office:automatic-styles>
  <office:body>{body}</office:body>
</office:document-content>"""


def ods(*sheets, body="<office:spreadsheet>{}</office:spreadsheet>", before="", **files):
    content = CONTENT.format(spaces=SPACES, calc=CALC, body=body.format("".join(sheets)), before=before)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", content)
        for name, text in files.items():
            packed.writestr(name, text)
    return file.getvalue()


def sheet(*rows, name="Organisations", style="ta1"):
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def row(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(shown="", kind="string", times=1, **attributes):
    named = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    type_of = f' office:value-type="{kind}"' if kind else ""
    return (
        f'<table:table-cell table:number-columns-repeated="{times}"{type_of}{named}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def blank(times=1):
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def read(content):
    return [(name, list(rows)) for name, rows in tables(io.BytesIO(content))]


def values(*cells):
    """Return what is read of a row of cells."""
    return read(ods(sheet(row(*cells))))[0][1][-1]


def refusal(content):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.django_db
def test_file_of_libreoffice_is_imported():
    for name in ("Civic Alliance", "Open School"):
        OrganisationFactory(name=name)

    run = import_file(GrantResource, GRANTS_ODS.read_bytes(), "grants.ods")

    assert (counts(run), run.warned) == ((3, 0, 0, 0), 0)
    assert list(
        Grant.objects.order_by("pk").values_list(
            "reference", "currency", "amount", "awarded_on", "starts_on", "ends_on"
        )
    ) == [
        ("00123", "EUR", Decimal("12500.50"), date(2024, 3, 5), date(2024, 4, 1), date(2025, 12, 31)),
        ("SB-2", "EUR", Decimal("0.25"), date(2023, 11, 30), None, None),
        ("SB-3", "NOK", Decimal("1234567.89"), None, None, None),
    ]


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (cell("12.500,50", "float", value="12500.5"), 12500.5),
        (cell("50 %", "percentage", value="0.5"), 0.5),
        (cell("1.200 €", "currency", value="1200"), 1200.0),
        (cell("00123", "float", value="123"), "00123"),
        (cell("0", "float", value="0"), 0.0),
        (cell("0.5", "float", value="0.5"), 0.5),
        (cell("TRUE", "boolean", boolean_value="true"), True),
        (cell("5. mart", "date", date_value="2024-03-05"), date(2024, 3, 5)),
        (cell("5.3. 10:30", "date", date_value="2024-03-05T10:30:00"), datetime(2024, 3, 5, 10, 30)),
        (cell("44 BC", "date", date_value="-0043-03-15"), "44 BC"),
        (cell("7:30", "time", time_value="PT07H30M00S"), time(7, 30)),
        (cell("36:00", "time", time_value="PT36H00M00S"), timedelta(hours=36)),
        (cell("shown", "string", string_value="value"), "value"),
        (cell("without a type", ""), "without a type"),
    ],
)
def test_cell_is_read_by_its_type(one, value):
    assert values(one) == [value]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("  two\n  <text:s text:c='3'/>words ", " two    words "),
        ("tab<text:tab/>and<text:line-break/>line", "tab\tand\nline"),
        ("one</text:p><text:p>two", "one\ntwo"),
        ("<text:span>a</text:span> <text:a>link</text:a> &amp; &lt;b&gt;", "a link & <b>"),
        ("text<text:note><text:p>not this</text:p></text:note>", "text"),
        ("</text:p><office:annotation><text:p>comment</text:p></office:annotation><text:p>", "\n"),
        ("drawn<drawing:frame><text:p>not this</text:p></drawing:frame>", "drawn"),
    ],
)
def test_text_is_read_as_it_is_shown(shown, text):
    assert values(cell(shown)) == [text]


def test_error_of_a_formula_is_the_text_that_is_shown():
    error = cell("#DIV/0!", string_value="").replace(
        "<table:table-cell", '<table:table-cell calcext:value-type="error"'
    )

    assert values(error) == ["#DIV/0!"]


def test_rows_and_cells_that_are_repeated_or_covered_stay_in_their_places():
    covered = "<table:covered-table-cell><text:p>below</text:p></table:covered-table-cell>"
    below = row(blank(2), cell("a"), covered, cell("b"), times=2)
    rows = (
        f"<table:table-header-rows>{row(cell('Slug'), cell('x', times=2))}</table:table-header-rows>",
        row(blank(16384), times=2),
        f"<table:table-row-group>{below}</table:table-row-group>",
        row(blank(16384), times=1_048_571),
    )

    assert read(ods(sheet(*rows))) == [
        ("Organisations", [["Slug", "x", "x"], [], [], *[[None, None, "a", None, "b"]] * 2])
    ]


def test_hidden_sheets_and_tracked_changes_are_not_read():
    changes = f"<table:tracked-changes>{sheet(row(cell('old')))}</table:tracked-changes>"

    found = read(ods(changes, sheet(row(cell("no")), style="ta2"), sheet(row(cell("yes")), name="Goals")))

    assert found == [("Goals", [["yes"]])]


def test_sheet_that_is_not_read_to_its_end_is_passed_over():
    file = io.BytesIO(ods(sheet(row(cell("a"), times=5)), sheet(row(cell("b")), name="Goals")))

    assert [(name, next(rows)) for name, rows in tables(file)] == [("Organisations", ["a"]), ("Goals", ["b"])]


@pytest.mark.parametrize(
    "rows",
    [
        [row(cell("x", times=16_385))],
        [row(blank(3_000_000), cell("far"))],
        [row(cell("x"), cell("x", times=9), times=400_001)],
        [row(cell("x")), row(blank(), times=3_999_999), row(cell("x"))],
        [row(cell("x")), row(blank(), times=2_000_000), row(cell("x", times=2))],
        [row(cell(f"<text:s text:c='{10**9}'/>"))],
        [row(cell("x" * 10_000, times=16_000), times=2)],
    ],
    ids=["wide", "far", "rows", "down", "apart", "blanks", "letters"],
)
def test_small_file_of_a_large_table_is_refused(rows):
    content = ods(sheet(*rows))

    assert len(content) < 5_000
    assert "Unpacked, the workbook is larger than 300 MB" in refusal(content)


def test_file_that_explodes_is_refused(monkeypatch):
    monkeypatch.setattr(opendocument, "MOST_UNPACKED", 1_000_000)

    assert "Unpacked" in refusal(ods(sheet(row(cell("x")), " " * 2_000_000)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ods(body="<office:text><text:p>A letter</text:p></office:text>"), "not a spreadsheet"),
        (ods(before='<!DOCTYPE x [<!ENTITY a "b">]>'), "it declares entities"),
        (ods(sheet(row(cell("x") + "<table:table-cell"))), "damaged"),
        (ods(sheet("<table:table-row-group>" * 200 + "</table:table-row-group>" * 200)), "nested too deeply"),
        (ods(sheet(row(cell("x", "float")))), "damaged"),
        (ods(sheet(row(cell("x", "float", value="1e999")))), "a number that is too large"),
        (ods(sheet(row(cell("x", times="many")))), "damaged"),
        (ods(sheet(row('<table:table-cell table:formula="of:=1+1"/>'))), "formulas without results"),
        (ods(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "protected with a password"),
    ],
)
def test_file_that_is_none_is_refused_with_its_cause(content, words):
    assert words in refusal(content)


@pytest.mark.django_db
def test_error_names_the_sheet_and_the_row_of_the_file():
    rows = (
        row(cell("Title of the list")),
        row(blank(3), times=3),
        row(cell("Name"), cell("Founded")),
        row(cell("Civic"), cell("soon")),
    )

    run = check_file(OrganisationResource, ods(sheet(*rows, name="Sheet1")), "list.ods")

    assert [fault[:4] for fault in faults(run)] == [("Sheet1", 6, "Founded", "soon")]
    assert Organisation.objects.count() == 0
