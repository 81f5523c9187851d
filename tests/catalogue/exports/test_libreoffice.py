"""LibreOffice opens the files of a list without a question, and shows in each cell what the portal wrote."""

import csv
import io
import os
import shutil
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories import CountryFactory, GrantFactory, OrganisationFactory, OtherNameFactory

SECONDS = 120  # a conversion takes one or two; a program that waits for an answer never ends
# What the dialogue for a CSV file is set to when that begins with a byte-order mark: commas, quotes, UTF-8.
AS_THE_DIALOGUE_HAS_IT = "CSV:44,34,UTF8"
TRICKY = ["=1+1", '=HYPERLINK("http://example.org","x")', "+381 11", "-1", "@SUM(A1)", "\ttab", "'quoted"]
NAMES = ["Nedžma Džananović", "Центар за развој", "Shoqata “Ëndrra”", 'a "quote"; and, a\nline', *TRICKY]

pytestmark = pytest.mark.django_db


def find_libreoffice() -> str | None:
    """Return the program's path: the variable SOFFICE, or its name on the PATH."""
    return os.environ.get("SOFFICE") or shutil.which("soffice")


@pytest.fixture
def convert(tmp_path):
    """Return a function that opens a file in LibreOffice and saves what it sees in another format."""
    program = find_libreoffice()
    if program is None:
        pytest.skip(
            "no LibreOffice found. On Debian: apt-get install libreoffice-calc. Or set SOFFICE to its path"
        )

    def save(file: Path, target: str) -> None:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        reading = [f"--infilter={AS_THE_DIALOGUE_HAS_IT}"] if file.suffix == ".csv" else []
        saving = ["--convert-to", target, "--outdir", tmp_path / "opened"]
        command = [program, profile, "--headless", "--norestore", *reading, *saving, file]
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)

    return save


@pytest.fixture
def opened(convert, tmp_path):
    """Return a function that opens a file in LibreOffice and returns what it sees as a workbook."""

    def workbook(file: Path):
        convert(file, "xlsx:Calc MS Excel 2007 XML")
        return load_workbook(tmp_path / "opened" / f"{file.stem}.xlsx")

    return workbook


@pytest.fixture
def entries(db):
    """Entries whose names, amounts and days a spreadsheet could misread."""
    country = CountryFactory(code="BA", name="Bosnia and Herzegovina")
    for number, name in enumerate(NAMES):
        organisation = OrganisationFactory(
            name=name, slug=f"number-{number}", founded_year=1999, country=country, summary=f"=A{number + 1}"
        )
        OtherNameFactory(organisation=organisation, name=name)
        GrantFactory(
            recipient=organisation,
            slug=f"grant-{number}",
            reference="=2*3",
            amount=Decimal("1234567.89") + number,
            currency="NOK",
            awarded_on=date(2023, 12, 31),
            starts_on=date(2024, 2, 29),
        )


@pytest.fixture
def saved(client, entries, tmp_path):
    """Return the function that downloads a file of a list and returns its path."""

    def save(section: str, extension: str) -> Path:
        file = tmp_path / f"{section}.{extension}"
        file.write_bytes(b"".join(client.get(f"/{section}/data.{extension}").streaming_content))
        return file

    return save


def cells(sheet: Worksheet) -> list[list[tuple]]:
    """Return what a person sees in each cell, with its type: text, number, day or nothing."""
    return [[seen(cell) for cell in row] for row in sheet.iter_rows()]


def seen(cell) -> tuple:
    if cell.value is None:
        return (None, None)
    if cell.is_date:
        value = cell.value
        return (value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value), "d")
    return (cell.value, "s" if cell.data_type == "inlineStr" else cell.data_type)


def typed(text: str, kind: type) -> tuple:
    """Return what a person should see in a cell of a CSV file, by what its column contains."""
    if not text:
        return (None, None)
    if kind is date:
        return (f"{text}T00:00:00", "d")
    return (float(text), "n") if kind is Decimal else (text, "s")


def formulas(book) -> list[str]:
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("f", "e")
    ]


@pytest.mark.parametrize("section", ["organisations", "grants"])
def test_libreoffice_shows_an_excel_file_as_it_was_written(saved, opened, section):
    file = saved(section, "xlsx")

    book = opened(file)

    written = load_workbook(file)
    assert book.sheetnames == written.sheetnames
    for sheet in written:
        assert cells(book[sheet.title]) == cells(sheet)
    assert formulas(book) == []
    assert book.worksheets[0].max_row == len(NAMES) + 1


@pytest.mark.parametrize(
    ("section", "kinds"),
    [
        ("organisations", {"Founded": Decimal}),
        ("grants", {"Amount awarded": Decimal, "Awarded on": date, "Starts on": date}),
    ],
)
def test_libreoffice_shows_a_csv_file_as_it_was_written(saved, opened, section, kinds):
    file = saved(section, "csv")

    book = opened(file)

    headings, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    assert len(rows) == len(NAMES)
    assert cells(book.active) == [
        [(heading, "s") for heading in headings],
        *(
            [typed(text, kinds.get(heading, str)) for heading, text in zip(headings, row, strict=True)]
            for row in rows
        ),
    ]
    assert formulas(book) == []


def test_libreoffice_prints_days_and_amounts_in_full(convert, saved, tmp_path):
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("no pdftotext found. On Debian: apt-get install poppler-utils")
    OrganisationFactory(name="A", summary="s" * 5000)

    printed = {}
    for section in ("organisations", "grants"):
        convert(saved(section, "xlsx"), "pdf")
        file = tmp_path / "opened" / f"{section}.pdf"
        command = [program, "-layout", file, "-"]
        printed[section] = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    total = f"{sum(1234567.89 + number for number in range(len(NAMES))):,.2f}"
    assert [section for section, text in printed.items() if "##" in text] == []
    assert [
        one for one in ("1,234,567.89", "2023-12-31", "2024-02-29", total) if one not in printed["grants"]
    ] == []


def test_libreoffice_would_calculate_a_text_that_is_not_marked(opened, tmp_path):
    file = tmp_path / "unmarked.csv"
    file.write_text("Name\n=1+1\n'=1+1\n", encoding="utf-8-sig")

    book = opened(file)

    assert formulas(book) == ["unmarked!A2"]
