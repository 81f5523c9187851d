"""The headings of a file: labels, keys, and those of other tables."""

import pytest

from organisations.exports import GrantResource
from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    check_file,
    counts,
    faults,
    places,
    workbook,
)
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("heading", ["published_at", "Stage", "Standing", "Status", "staff note", "logo"])
def test_columns_that_are_never_imported_state_why(heading):
    run = organisations(["Slug", heading], ["a", "x"])

    assert (1, heading, heading) in places(run)
    assert "Delete this column." in messages(run)[0]


def test_headings_may_be_keys_in_any_capitals_but_not_twice():
    OrganisationFactory(slug="civic", name="Civic", local_name="Gr")
    run = organisations(["SLUG", " local  name ", "local_name"], ["civic", "Gr", "Gr"])

    assert places(run) == [(1, "local_name", "local_name")]


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("E-mail", "Email"),
        ("Web", "Website"),
        ("Web site", "Website"),
        ("NAME OF ORGANISATION", "Name"),
        ("City", "Town"),
    ],
)
def test_heading_of_other_tables_is_proposed(heading, known):
    run = organisations([heading], ["x"])

    assert places(run)[0] == (1, heading, heading)
    assert f"Did you mean “{known}”?" in messages(run)[0]


def test_headings_of_360giving_are_understood_for_grants():
    OrganisationFactory(slug="civic", name="Civic")
    headings = ["Identifier", "Title", "Grant type", "Currency", "Amount Awarded", "Award Date"]
    headings += ["Planned Dates:0:Start Date", "Actual Dates:0:Start Date"]
    headings += ["Recipient Org:0:Name", "Recipient Org:0:Identifier"]
    cells = ["360G-1", "T", "Media grant", "eur", 5000, "2015-06-10T00:00:00+00:00", "2015-07-01T00:00:00Z"]
    cells.append("2015-07-15")

    run = check_file(GrantResource, workbook(grants=[headings, [*cells, "Civic", "XK-1"]]))

    assert faults(run) == []
    assert (counts(run), run.warned) == ((1, 0, 0, 0), 2)
    assert [one.column for one in run.findings.all()] == ["Title", "Recipient Org:0:Identifier"]
    values = run.changes.get().data["values"]
    days = ("awarded_on", "planned_starts_on", "starts_on")
    assert [values[name] for name in ("reference", "amount", "currency", *days)] == [
        *("360G-1", "5000", "EUR"),
        *("2015-06-10", "2015-07-01", "2015-07-15"),
    ]


def test_cell_without_a_heading_is_wrong():
    OrganisationFactory(slug="civic")

    assert places(organisations(["Slug", None], ["civic", "a remark"])) == [(2, "", "a remark")]


def test_two_columns_of_one_fact_must_agree():
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    OrganisationFactory(slug="civic", country_id=None)

    run = organisations(["Slug", "Country", "Country code"], ["civic", "Albania", "RS"])

    assert messages(run) == [
        "This contradicts the column “Country”. Correct one of the two cells, or leave one empty."
    ]
