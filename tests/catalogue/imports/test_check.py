"""Checking a file: in buckets, and by what the person may do."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Organisation
from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    check_file,
    counts,
    exported_workbook,
    faults,
    workbook,
)
from tests.factories import (
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
)
from tests.staff import person_with

pytestmark = pytest.mark.django_db


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


def test_missing_column_of_new_entries_is_one_error():
    content = b"Summary,Town\n" + b"Sum,Bar\n" * 50

    run = check_file(OrganisationResource, content, "organisations.csv")

    assert faults(run) == [
        ("Organisations", 1, "Name", "", "Add a column \u201cName\u201d: every new entry needs it.")
    ]


def test_heading_that_was_proposed_is_not_called_missing():
    content = b"Name of organisation,Town\n" + b"Civic,Bar\n" * 50

    run = check_file(OrganisationResource, content, "organisations.csv")

    assert [(fault[2], "Did you mean \u201cName\u201d?" in fault[4]) for fault in faults(run)] == [
        ("Name of organisation", True)
    ]


def test_entries_with_slugs_need_no_other_column():
    OrganisationFactory(name="Civic", slug="civic")

    run = check_file(OrganisationResource, b"slug,town\ncivic,Bar\n", "organisations.csv")

    assert counts(run) == (0, 1, 0, 0)
