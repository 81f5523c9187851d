"""Excel files: typed cells, their widths, cut texts and the cover sheet."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.exports.xlsx import Notes
from tests.catalogue.exports.files import groups, sheets
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def test_excel_has_typed_cells_a_frozen_heading_and_texts_that_are_no_formulas(client):
    GrantFactory(
        slug="one",
        recipient=OrganisationFactory(name="=1+1"),
        amount=Decimal("1234.50"),
        currency="EUR",
        starts_on=date(2024, 1, 2),
        ends_on=date(2024, 3, 4),
    )

    book = sheets(client.get("/grants/data.xlsx"))

    sheet = book["Grants"]
    row = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert sheet.freeze_panes == "A2"
    assert (row["Recipient"].value, row["Recipient"].data_type) == ("=1+1", "s")
    assert (row["Amount awarded"].value, row["Amount awarded"].data_type) == (1234.5, "n")
    assert row["Amount awarded"].number_format == "#,##0.00"
    assert row["Starts on"].number_format == "yyyy-mm-dd"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert (row["Starts on"].value.date(), row["Starts on"].is_date) == (date(2024, 1, 2), True)
    assert row["Revised amount"].value is None


def test_excel_columns_are_as_wide_as_their_content(client):
    OrganisationFactory(name="N" * 45, acronym="NN", summary="A line.\n" + "s" * 500)

    sheet = sheets(client.get("/organisations/data.xlsx?columns=name,acronym,summary"))["Organisations"]

    widths = [round(sheet.column_dimensions[letter].width) for letter in "ABC"]
    assert widths == [47, 11, 61]  # of the name, of the heading "Acronym" with its filter, at most 60


def test_excel_cuts_texts_that_no_cell_holds_and_names_them(client):
    for name, last in (("A", "y" * 7), ("B", "y" * 8)):
        organisation = OrganisationFactory(name=name)
        organisation.beneficiary_groups.set([*groups(273), BeneficiaryGroupFactory(name=last)])
    OrganisationFactory(name="C").beneficiary_groups.set(groups(273, "😀"))

    book = sheets(client.get("/organisations/data.xlsx?columns=name,beneficiary_groups"))

    texts = [row[1] for row in book["Organisations"].iter_rows(min_row=2, values_only=True)]
    note = "… [cut: the CSV and JSON files have the whole text]"
    assert texts[0].endswith("; yyyyyyy")
    assert [len(text) for text in texts[:2]] == [32_767, 32_767]
    assert texts[1].endswith(f"xxx{note}")
    assert texts[2].endswith(f"😀{note}")
    assert len(texts[2].encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert [row for row in book["About"].iter_rows(values_only=True) if str(row[0]).startswith("Cut")] == [
        (
            "Cut texts",
            "A cell can contain at most 32,767 characters. 2 texts were cut; "
            "the CSV and JSON files have them in full.",
        ),
        ("Cut text", "Organisations, row 3, “Beneficiary groups”"),
        ("Cut text", "Organisations, row 4, “Beneficiary groups”"),
    ]


def test_excel_says_that_one_text_was_cut():
    notes = Notes()
    notes.add("Organisations", 2, "Goals")

    assert list(notes.rows()) == [
        [
            "Cut texts",
            "A cell can contain at most 32,767 characters. 1 text was cut; "
            "the CSV and JSON files have it in full.",
        ],
        ["Cut text", "Organisations, row 2, “Goals”"],
    ]


def test_excel_file_has_a_cover_sheet(client):
    GrantFactory(recipient=OrganisationFactory(country=CountryFactory(code="AL", name="Albania")))
    GrantFactory(amount=Decimal(100), currency="EUR", revised_amount=Decimal(80), revision_reason="Cut.")
    GrantFactory(amount=Decimal(50), currency="EUR")
    GrantFactory(amount=Decimal(70), currency="NOK")

    def about(query):
        rows = sheets(client.get(f"/grants/data.xlsx?{query}"))["About"].iter_rows(
            min_row=2, values_only=True
        )
        return [row for row in rows if row[0] != "Exported at"]

    assert about("") == [
        ("Content", "Grants"),
        ("The list on the portal", "http://testserver/grants/"),
        ("Sorted by", "Recipient"),
        ("Rows", 4),
        ("Filter", "none (all rows)"),
        ("Total awarded, EUR", 150),
        ("Total after revisions, EUR", 130),
        ("Total awarded, NOK", 70),
        ("Total after revisions, NOK", 70),
        ("Empty cells", "An empty cell means that there is no value or that it is not known."),
        ("Licence", "CC BY 4.0"),
        ("Licence text", "https://creativecommons.org/licenses/by/4.0/"),
    ]
    assert about("country=AL&columns=slug&fbclid=x")[1:5] == [
        ("The list on the portal", "http://testserver/grants/?country=AL"),
        ("Sorted by", "Recipient"),
        ("Rows", 1),
        ("Filter", "Country: Albania"),
    ]
