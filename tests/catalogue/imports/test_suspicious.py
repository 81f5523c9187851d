"""Warnings about texts that a spreadsheet or a wrong encoding has changed."""

import pytest
from openpyxl import Workbook

from catalogue.imports.suspicious import plain_of, repair, suspicions
from organisations.exports import GrantResource, OrganisationResource
from tests.catalogue.imports.importing import check_file, counts, faults, saved, shown
from tests.factories import OrganisationFactory


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("1,23457E+15", "A spreadsheet seems to have rounded"),
        ("1.2E+06", "A spreadsheet seems to have rounded"),
        ("#####", "The column was too narrow"),
        ("Mar.24", "A spreadsheet seems to have turned this into a date"),
        ("24-okt", "A spreadsheet seems to have turned this into a date"),
        ("нов.2024", "A spreadsheet seems to have turned this into a date"),
        ("1-Tetor", "A spreadsheet seems to have turned this into a date"),
        ("Gra?anska � inicijativa", "A letter was lost"),
        ("GraÄ‘anska", "The letters seem to be in a wrong encoding. Perhaps it should be: Građanska"),
        (
            "Bug &amp; Co",
            "This has HTML tags or entities, which will be shown as they are. As plain text: Bug & Co",
        ),
    ],
)
def test_suspicious_text_has_one_warning(text, start):
    assert [message[: len(start)] for message in suspicions(text)] == [start]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A-1",
            "1E5",
            "Mart",
            "Mar",
            "March 8 Initiative",
            "# 12",
            "Građanska inicijativa Čačak",
            "Të rinjtë",
        ),
        *(
            "Ђорђе и Љиљана",
            "AT&T; R&D",
            "a < b and c > d",
            "„Žene“ – “Women”",
            "2024",
            "12/2024",
            "Project 2",
        ),
    ],
)
def test_ordinary_text_has_no_warning(text):
    assert list(suspicions(text)) == []


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "latin-1"])
@pytest.mark.parametrize("text", ["Građanska", "Žene, će i šuma", "Të gjithë", "Мрежа"])
def test_text_in_a_wrong_encoding_is_repaired(text, encoding):
    misread = text.encode().decode(encoding, errors="ignore")
    if misread.encode(encoding) != text.encode():
        pytest.skip("this encoding has no letter for one of the bytes")

    assert repair(misread) == text


def test_plain_text_has_neither_tags_nor_entities():
    assert plain_of("<p>Hello&nbsp;<b>World</b></p><p>2<br>3 &lt; 4</p>") == "Hello World\n2\n3 < 4"


@pytest.mark.django_db
def test_suspicious_cells_are_warned_of_and_imported():
    OrganisationFactory(slug="forum-mne")
    text = "slug;line;recipient;reference;amount;currency\n" + "".join(
        f"e{number};Media grant;forum-mne;{reference};12000;{currency}\n"
        for number, (reference, currency) in enumerate(
            [("1,23457E+15", "EUR"), ("#####", "EUR"), ("Mar.24", "EUR"), ("A-1", "eur")]
        )
    )

    run = check_file(GrantResource, text.encode(), "file.csv")

    assert (counts(run), run.warned) == ((4, 0, 0, 0), 3)
    assert [one.line for one in run.findings.all()] == [2, 3, 4]
    assert ("e3", "Currency", "", "EUR") in shown(run)


@pytest.mark.django_db
def test_warning_of_a_cell_does_not_hide_its_error():
    run = check_file(OrganisationResource, f"slug,name\na,{'x' * 300}<b>\n".encode(), "file.csv")

    assert (run.wrong, run.warned) == (1, 1)


def grants(*cells):
    """Return a workbook of grants whose references are these values with these number formats."""
    OrganisationFactory(slug="forum-mne")
    book = Workbook()
    book.active.append(["Slug", "Grant type", "Recipient", "Reference"])
    for number, (value, number_format) in enumerate(cells, start=2):
        book.active.append([f"g{number}", "Media grant", "forum-mne", value])
        book.active.cell(number, 4).number_format = number_format
    return check_file(GrantResource, saved(book))


@pytest.mark.django_db
def test_leading_zeros_of_a_number_format_are_read():
    run = grants((123, "00000"), (4, "00"), (1234, "000"), (5, "General"), (6, "0"), ("007", "00000"))

    assert [cell[-1] for cell in shown(run) if cell[1] == "Reference"] == [
        "00123",
        "04",
        "1234",
        "5",
        "6",
        "007",
    ]


@pytest.mark.django_db
def test_number_with_more_digits_than_excel_keeps_is_wrong():
    run = grants((1234567890123456789, "0"), (123456789012345, "0"))

    assert [fault[1:3] for fault in faults(run)] == [(2, "Reference")]
    assert faults(run)[0][-1].startswith("Excel keeps only 15 digits of a number")
