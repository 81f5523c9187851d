"""What is wrong in a file is told all at once, each with its sheet, line, column, value and what to do."""

from datetime import datetime, time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from catalogue.former_addresses import keep_old_address
from catalogue.rows import MAX_ROWS
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Organisation
from projects.exports import ProjectResource
from tests.catalogue.imports.importing import (
    cell,
    check_file,
    counts,
    edited,
    exported_workbook,
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
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.staff import person_with
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db


def organisations(*rows):
    return check_file(OrganisationResource, workbook(Organisations=rows))


def messages(run):
    return [fault[-1] for fault in faults(run)]


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


@pytest.mark.parametrize("heading", ["published_at", "Stage", "Standing", "Status", "staff note", "logo"])
def test_columns_that_are_never_imported_state_why(heading):
    run = organisations(["Slug", heading], ["a", "x"])

    assert (1, heading, heading) in places(run)
    assert "Delete this column." in messages(run)[0]


def test_headings_may_be_keys_in_any_capitals_but_not_twice():
    OrganisationFactory(slug="civic", name="Civic", local_name="Gr")
    run = organisations(["SLUG", " local  name ", "local_name"], ["civic", "Gr", "Gr"])

    assert places(run) == [(1, "local_name", "local_name")]


def test_file_without_slugs_adds_entries():
    run = organisations(["Name"], ["Civic"])

    assert (counts(run), run.changes.get().slug) == ((1, 0, 0, 0), "civic")


@pytest.mark.parametrize("name", ["Građanska alijansa", "NGO Грађанска алијанса"])
def test_file_without_slugs_never_adds_an_existing_name(name):
    OrganisationFactory(slug="gradanska-alijansa", name="Građanska alijansa")

    run = organisations(["Name"], [name], ["Quite another"])

    assert places(run) == [(2, "Name", name)]
    assert "To update it, add a column “Slug” with “gradanska-alijansa”" in messages(run)[0]


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


def test_required_fact_of_a_published_entry_that_is_emptied_has_a_warning():
    OrganisationFactory(slug="public", summary="Sum", published_at=timezone.now())
    OrganisationFactory(slug="draft", summary="Sum", published_at=None)

    run = organisations(["Slug", "Summary"], ["public", None], ["draft", None])

    assert [(one.line, one.column) for one in run.findings.all()] == [(2, "Summary")]
    assert counts(run) == (0, 2, 0, 0)


@pytest.mark.parametrize(("amount", "warned"), [(12, 1), (1200, 1), (1201, 0), (50000, 0)])
def test_amount_that_falls_by_far_has_a_warning(amount, warned):
    GrantFactory(slug="g", amount=12000, currency="EUR")

    run = check_file(GrantResource, workbook(grants=[["slug", "amount"], ["g", amount]]))

    assert (run.warned, run.wrong) == (warned, 0)


def test_cell_without_a_heading_is_wrong():
    OrganisationFactory(slug="civic")

    assert places(organisations(["Slug", None], ["civic", "a remark"])) == [(2, "", "a remark")]


def test_slug_twice_is_reported_with_its_lines():
    run = organisations(["Slug", "Name"], ["a", "A"], ["b", "B"], ["a", "Again"])

    assert faults(run) == [
        ("Organisations", 4, "Slug", "a", "Row 2 has the same slug. Each entry can have only one row.")
    ]


@pytest.mark.parametrize("slug", ["Civic Alliance", "мрежа", "a/b", "a" * 121])
def test_slug_of_a_new_entry_is_one(slug):
    assert places(organisations(["Slug", "Name"], [slug, "A"]))[0][:2] == (2, "Slug")


def test_slug_nearly_like_one_that_is_there_is_to_be_looked_at():
    OrganisationFactory(slug="civic-alliance")
    OrganisationFactory(slug="made-1")

    run = organisations(["Slug", "Name"], ["civic-aliance", "Civic"], ["made-2", "Made"])

    assert (counts(run), run.warned) == ((2, 0, 0, 0), 1)
    assert "Did you mean “civic-alliance”?" in run.findings.get().message


def test_new_entries_called_like_others_are_to_be_looked_at():
    OrganisationFactory(slug="gradanska-alijansa", name="Građanska alijansa")
    OtherNameFactory(organisation__slug="idm", name="Instituti për Demokraci")
    GrantFactory(slug="core-one")

    run = organisations(
        ["Slug", "Name"],
        [None, "Gradjanska alijansa"],
        [None, "NGO Грађанска алијанса"],
        [None, "Gradanska aljansa"],
        ["democracy", "Instituti per Demokraci"],
        [None, "Youth House"],
        [None, "The Youth House"],
        [None, "Quite another"],
    )

    looks = [(one.line, one.column, one.message) for one in run.findings.filter(is_wrong=False)]
    assert (counts(run), run.warned) == ((7, 0, 0, 0), 5)
    assert [look[:2] for look in looks] == [(2, "Slug"), (3, "Name"), (4, "Slug"), (5, "Name"), (7, "Name")]
    assert "enter its slug here: idm" in looks[3][2]
    assert "Row 6 has almost the same name, “Youth House”" in looks[4][2]


def test_slug_changed_beside_its_version_is_wrong():
    OrganisationFactory(slug="civic")

    def edit(book):
        cell(book["Organisations"], "Slug").value = "other"

    run = check_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    assert "Change it back to “civic”" in messages(run)[0]


def test_entry_deleted_since_the_export_is_not_created_again():
    organisation = OrganisationFactory(slug="civic")
    content = exported_workbook(OrganisationResource)
    organisation.delete()

    run = check_file(OrganisationResource, content)

    assert (places(run), run.new) == ([(2, "Slug", "civic")], 0)
    assert messages(run)[0].startswith("This entry no longer exists: it was deleted")


def test_entry_renamed_since_the_export_is_not_created_twice():
    organisation = OrganisationFactory(slug="civic")
    content = exported_workbook(OrganisationResource)
    keep_old_address(organisation, "civic")
    organisation.slug = "civic-alliance"
    organisation.save()

    run = check_file(OrganisationResource, content)

    assert (places(run), run.new) == ([(2, "Slug", "civic")], 0)
    assert "The slug of this entry is now “civic-alliance”" in messages(run)[0]


def test_slug_that_redirects_to_another_entry_is_not_given_to_a_new_one():
    organisation = OrganisationFactory(slug="civic-alliance")
    keep_old_address(organisation, "civic")

    run = organisations(["Slug", "Name"], ["civic", "Civic"])

    assert places(run) == [(2, "Slug", "civic")]
    assert "former address of “civic-alliance”" in messages(run)[0]


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


def test_two_columns_of_one_fact_must_agree():
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    OrganisationFactory(slug="civic", country_id=None)

    run = organisations(["Slug", "Country", "Country code"], ["civic", "Albania", "RS"])

    assert messages(run) == [
        "This contradicts the column “Country”. Correct one of the two cells, or leave one empty."
    ]


def test_rules_of_the_model_are_reported_in_their_words():
    GrantFactory(slug="g", amount=None)
    rows = [["slug", "amount", "starts_on", "ends_on"], ["g", 10, "2024-05-01", "2024-04-01"]]

    run = check_file(GrantResource, workbook(Grants=rows))

    assert faults(run) == [
        ("Grants", 2, "Amount awarded", "10", "Enter both an amount and its currency, or leave both empty."),
        ("Grants", 2, "Ends on", "2024-04-01", "The grant ends before it starts. Check both dates."),
    ]


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


def test_organisations_of_one_name_are_distinguished_by_slugs():
    OrganisationFactory(slug="b-1", name="Twin")
    OrganisationFactory(slug="b-2", name="Twin")
    GrantFactory(slug="g")

    run = check_file(GrantResource, workbook(Grants=[["slug", "recipient"], ["g", "twin"]]))

    assert messages(run) == [
        "Several organisations have the name “twin”. Enter the slug of the one you mean: b-1, b-2."
    ]


def test_rules_over_several_rows_are_reported_at_the_row():
    project = ProjectFactory(slug="bridge")
    OrganisationFactory(slug="a")
    OrganisationFactory(slug="b")
    content = workbook(
        Partners=[
            ["project_slug", "organisation_slug", "role"],
            ["bridge", "a", "Lead"],
            ["bridge", "b", "Lead"],
            ["bridge", "a", "Partner"],
        ],
        Activities=[["project_slug", "level", "text"], ["bridge", 2, "A part"], ["bridge", 3, "Deep"]],
    )

    run = check_file(ProjectResource, content)

    assert [fault[:3] for fault in faults(run)] == [
        ("Partners", 3, "Role"),
        ("Partners", 4, "Organisation's slug"),
        ("Activities", 2, "Level"),
        ("Activities", 3, "Level"),
    ]
    assert project.partners.count() == 0


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


def test_grant_of_another_project_is_wrong_and_so_is_one_wanted_twice():
    held, free = GrantFactory(slug="held"), GrantFactory(slug="free")
    ProjectFactory(slug="holder", name="Holder", grant=held)
    for slug in ("a", "b", "c"):
        ProjectFactory(slug=slug)
    rows = [["slug", "grant"], ["a", "held"], ["b", "free"], ["c", "free"]]

    run = check_file(ProjectResource, workbook(Projects=rows))

    assert faults(run) == [
        ("Projects", 2, "Grant", "", "This is already used by “Holder”. Remove it there first."),
        ("Projects", 3, "Grant", "", "Row 4 uses this too, but only one entry can."),
        ("Projects", 4, "Grant", "", "Row 3 uses this too, but only one entry can."),
    ]
    assert free.slug == "free"


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


def test_editor_changes_drafts_and_nothing_published():
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(
        Permission.objects.filter(content_type__app_label="organisations").exclude(
            codename__startswith="publish"
        )
    )
    OrganisationFactory(slug="public", name="Public")
    OrganisationFactory(slug="draft", draft=True)
    OrganisationFactory(slug="same", town="Bar")
    content = workbook(Organisations=[["slug", "town"], ["public", "Bar"], ["draft", "Bar"], ["same", "Bar"]])

    run = check_file(OrganisationResource, content, user=editor)

    assert faults(run) == [
        (
            "Organisations",
            2,
            "Slug",
            "public",
            "“Public” is published, and you can only change drafts. Undo the change in this row, and "
            "ask a publisher to make it.",
        )
    ]
    assert counts(run) == (0, 1, 1, 1)


def test_sheet_of_rows_needs_the_right_to_change_them():
    editor = person_with("add_organisation", "change_organisation")
    OrganisationFactory(slug="draft", draft=True)

    run = check_file(
        OrganisationResource, workbook(Goals=[["organisation_slug", "text"], ["draft", "x"]]), user=editor
    )

    assert messages(run) == [
        "You do not have permission to change this data. Delete this sheet, or ask an administrator."
    ]


def test_training_without_a_first_day_cannot_end():
    run = check_file(
        TrainingResource, workbook(Trainings=[["slug", "name", "ends_on"], ["camp", "Camp", "1/5/2026"]])
    )

    assert faults(run) == [
        ("Trainings", 2, "Ends on", "1/5/2026", "Enter the first day, or remove the last day.")
    ]


@pytest.mark.parametrize("rows", [2, 20])
def test_checking_takes_a_fixed_number_of_queries_a_bucket(rows, django_assert_num_queries):
    for number in range(rows):
        GoalFactory(organisation__slug=f"o-{number}")
    content = exported_workbook(OrganisationResource)
    run = check_file(OrganisationResource, content)
    run.check_again()
    assert Organisation.objects.count() == rows

    with django_assert_num_queries(27):
        check_file(OrganisationResource, content)


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
