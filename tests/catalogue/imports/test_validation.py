"""All errors of a file are reported at once, each with its sheet, line, column, value and what to do."""

from datetime import date, datetime, time

import pytest

from catalogue.rows import MAX_ROWS
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    check_file,
    counts,
    faults,
    places,
    workbook,
)
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ThemeFactory,
)
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db


def test_all_errors_are_reported_at_once_with_their_place():
    CountryFactory(code="AL", name="Albania")
    BeneficiaryGroupFactory(name="Youth")
    OrganisationFactory(slug="civic", name="Civic", town="Bar")
    content = workbook(
        Organisations=[
            ["Slug", "Name", "Country", "Founded", "Email", "Beneficiary groups", "Twon"],
            ["civic", "", "Albanja", "long ago", "nobody", "Yuoth", "Kotor"],
            ["new", "x" * 251, None, 1700, None, None, None],
        ],
        Goals=[["Organisation's slug", "Kind", "Text"], ["civik", "Aim", "Be"], ["civic", "Aim", None]],
        Golas=[["a"]],
    )

    run = check_file(OrganisationResource, content)

    assert [fault[:4] for fault in faults(run)] == [
        ("Organisations", 1, "Twon", "Twon"),
        ("Organisations", 2, "Country", "Albanja"),
        ("Organisations", 2, "Founded", "long ago"),
        ("Organisations", 2, "Beneficiary groups", "Yuoth"),
        ("Organisations", 2, "Name", ""),
        ("Organisations", 2, "Email", "nobody"),
        ("Organisations", 3, "Name", "x" * 200),
        ("Organisations", 3, "Founded", "1700"),
        ("Goals", 2, "Organisation's slug", "civik"),
        ("Goals", 3, "Kind", "Aim"),
        ("Golas", 1, "", "Golas"),
    ]
    shown_messages = messages(run)
    assert shown_messages[0] == (
        "The sheet “Organisations” has no column with this heading. Did you mean “Town”? Correct the "
        "heading, or "
        "delete the column."
    )
    assert shown_messages[1] == (
        "No country found for “Albanja”. Did you mean “Albania”? Correct the cell, or add it in the back "
        "office first."
    )
    assert "Did you mean “Youth”?" in shown_messages[3]
    assert shown_messages[4] == "This cannot be empty. Enter a value."
    assert shown_messages[8] == (
        "No organisation with the slug “civik”. Did you mean “civic”? Correct the slug, or add the "
        "entry on the sheet "
        "“Organisations”."
    )
    assert shown_messages[9] == "Not a valid choice. Use one of: Strategic goal; Goal."
    assert shown_messages[10].startswith("Sheet not recognised. Did you mean “Goals”?")
    assert not run.is_ready


def test_columns_made_from_others_are_left_alone_only_unchanged():
    organisation = OrganisationFactory(slug="civic")
    GoalFactory(organisation=organisation, text="Be heard")
    page = "https://elsewhere.example.org/organisations/civic/"

    same = organisations(["Slug", "Goals", "Page"], ["civic", "Be heard", page])
    other = organisations(["Slug", "Goals", "Page"], ["civic", "Be seen", page + "x/"], ["new", "Goal", None])

    assert counts(same) == (0, 0, 1, 0)
    assert messages(other)[:3] == [
        "This column cannot be changed by an import. Change the sheet “Goals” instead. Change the cell "
        "back to “Be heard”, or delete the column.",
        "This column cannot be changed by an import. Change the cell back to “/organisations/civic/”, "
        "or delete the column.",
        "This column cannot be imported. Change the sheet “Goals” instead. Leave this cell empty.",
    ]


def test_rules_of_the_model_are_reported_in_their_words():
    GrantFactory(slug="g", amount=None)
    rows = [["slug", "amount", "starts_on", "ends_on"], ["g", 10, "2024-05-01", "2024-04-01"]]

    run = check_file(GrantResource, workbook(Grants=rows))

    assert faults(run) == [
        ("Grants", 2, "Amount awarded", "10", "Enter both an amount and its currency, or leave both empty."),
        ("Grants", 2, "Ends on", "2024-04-01", "The grant ends before it starts. Check both dates."),
    ]


def test_rule_is_checked_if_only_a_field_within_its_expression_changes():
    GrantFactory(slug="g", starts_on=date(2024, 5, 1), ends_on=None)
    rows = [["slug", "planned_ends_on"], ["g", "2024-04-01"]]

    run = check_file(GrantResource, workbook(Grants=rows))

    assert [heading for _sheet, _row, heading, *_rest in faults(run)] == ["Planned end"]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("amount", "1,234"),
        ("amount", "much"),
        ("amount", "1.2.3"),
        ("amount", True),
        ("starts_on", "1/2/24"),
        ("starts_on", "31/02/2024"),
        ("starts_on", 45000),
        ("starts_on", datetime(2024, 1, 2, 3, 4)),
        ("starts_on", "#N/A"),
        ("reference", datetime(2024, 1, 2)),
        ("reference", time(3, 4)),
        ("recipient", "Nobody"),
        ("line", ""),
    ],
)
def test_cell_that_may_be_misread_is_wrong(heading, value):
    GrantFactory(slug="g", recipient__name="Civic")

    run = check_file(GrantResource, workbook(Grants=[["slug", heading], ["g", value]]))

    assert len(faults(run)) == 1
    assert run.changed == 0


def test_row_above_the_headings_of_entries_is_named():
    run = check_file(OrganisationResource, b"Our partners in 2026\nslug,name\na,A\n", "ours.csv")

    found = run.findings.get()
    assert (found.sheet, found.line, found.value) == ("Organisations", 1, "Our partners in 2026")


def test_row_names_the_entry_of_its_slug():
    OrganisationFactory(slug="civic", name="Civic")
    rows = [
        ["Organisation's slug", "Organisation", "Text"],
        ["civic", "Other house", "Goal"],
        [None, "X", "Y"],
    ]

    run = check_file(OrganisationResource, workbook(Goals=rows))

    assert [(fault[1], fault[2]) for fault in faults(run)] == [
        (2, "Organisation"),
        (3, "Organisation's slug"),
    ]


def test_unknown_theme_and_draft_partner():
    ThemeFactory(name="Law")
    PartnerFactory(project__slug="bridge", organisation__slug="secret", organisation__draft=True)

    run = check_file(
        ProjectResource,
        workbook(
            Projects=[["slug", "themes"], ["bridge", "Lav"]],
            Partners=[["project_slug", "organisation_slug"], ["bridge", "secret"]],
        ),
    )

    assert places(run) == [(2, "Themes", "Lav")]


def test_training_without_a_first_day_cannot_end():
    run = check_file(
        TrainingResource, workbook(Trainings=[["slug", "name", "ends_on"], ["camp", "Camp", "1/5/2026"]])
    )

    assert faults(run) == [
        ("Trainings", 2, "Ends on", "1/5/2026", "Enter the first day, or remove the last day.")
    ]


def test_more_rows_than_an_entry_can_have_are_refused():
    OrganisationFactory(slug="civic")
    rows = [["civic", f"Goal {number}"] for number in range(MAX_ROWS + 3)]

    run = check_file(OrganisationResource, workbook(Goals=[["Organisation's slug", "Text"], *rows]))

    assert faults(run) == [
        (
            *("Goals", MAX_ROWS + 2, "", ""),
            "An entry can have at most 200 rows on this sheet. Delete this row and those below.",
        )
    ]
