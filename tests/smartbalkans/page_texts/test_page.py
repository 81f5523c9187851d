"""A page keeps each doubt once and joins the texts of a field."""

from tests.smartbalkans.page_texts.reading import read_one

TEXT = (
    "Izvor\n\nOrganization goal\n\nWater\n\n"
    "Beneficiaries\n\nPupils.\n\nBeneficiaries of the organization\n\nAnglers.\n"
)


def test_texts_of_one_field_are_paragraphs():
    assert read_one(TEXT).texts["beneficiaries"] == "Pupils.\n\nAnglers."


def test_doubt_is_kept_once():
    page = read_one(TEXT)
    before = list(page.doubts)

    page.doubt("Check it.")
    page.doubt("Check it.")

    assert page.doubts == [*before, "Check it."]


def test_text_in_use_is_what_became_fields_and_rows():
    assert read_one(TEXT).text_in_use() == "Izvor\nWater\nPupils.\nAnglers."
