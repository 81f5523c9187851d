"""The name of a page, from its title or a heading of its own."""

import pytest

from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.reading import (
    read_one,
)


def test_quoted_mail_is_read_without_its_marks():
    text = "Naziv organizacije: Prozor\n\nOrganization goal\n\nMore light.\n\nMain activities\n\n* Cleaning\n"
    quoted = "".join(f"> {line}\n" for line in text.splitlines())

    page = read(quoted)[0]

    assert (page.name, [row.text for row in page.goals]) == ("Prozor", ["More light."])
    assert [item.text for item in page.activities] == ["Cleaning"]


def test_acronym_in_the_title_stays_there_if_another_is_stated():
    page = read_one("Izvor (IZV)\n\nAcronym: IZVOR\n\nOrganization goal\n\nWater\n")

    assert (page.name, page.texts["acronym"]) == ("Izvor (IZV)", "IZVOR")


def test_page_without_a_title_asks_for_its_name():
    page = read_one("Organization goal\n\nLilacs\n")

    assert (page.kind, page.name) == (PageKind.ORGANISATION, "")
    assert "The page has no title. Enter its name." in page.doubts


@pytest.mark.parametrize(
    "title", ["Project: Quiet Shore", "“Quiet Shore”", "**Quiet Shore**", "Projekat: „Quiet Shore“"]
)
def test_label_and_quotation_marks_of_a_title_are_no_part_of_the_name(title):
    page = read_one(f"{title}\n\nSummary of the project\n\nStreets get quieter.\n")

    assert (page.kind, page.name) == (PageKind.PROJECT, "Quiet Shore")
