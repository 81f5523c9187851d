"""Rows on the form of their entry. Projects stand for every entry with rows."""

import pytest
from django.urls import reverse

from catalogue.rows import MAX_ROWS
from organisations.models import OtherName
from projects.models import Activity, Objective
from tests.factories import (
    ObjectiveFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
)
from tests.forms import add_row, errors_of, open_form
from tests.pages import change_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def address(project):
    return change_page(project)


def objectives(project):
    return list(project.objectives.values_list("kind", "order", "text"))


def partners(project):
    return list(project.partners.values_list("order", "organisation__name", "role"))


def make_partners(project, *roles):
    return [
        PartnerFactory(project=project, organisation__name=name, role=role, order=order)
        for order, (name, role) in enumerate(zip("ABCD", roles, strict=False), start=1)
    ]


def test_rows_are_numbered_in_the_order_typed(admin_client, project, address):
    make_partners(project, "lead", "partner", "partner")
    data = open_form(admin_client, address)
    data |= {"partners-0-order": "70", "partners-1-order": "30", "partners-2-order": "0"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(1, "C", "partner"), (2, "B", "partner"), (3, "A", "lead")]


def test_rows_with_the_same_number_keep_their_position(admin_client, project, address):
    make_partners(project, "lead", "partner", "partner")
    data = open_form(admin_client, address)
    data |= {"partners-1-order": "1", "partners-2-order": "1"}

    admin_client.post(address, data)

    assert partners(project) == [(1, "A", "lead"), (2, "B", "partner"), (3, "C", "partner")]


def test_row_without_a_number_goes_to_the_end(admin_client, project, address):
    make_partners(project, "lead", "partner")
    data = open_form(admin_client, address)
    data |= {"partners-0-order": ""}
    add_row(data, "partners", organisation=OrganisationFactory(name="C").pk, role="partner", order="")

    admin_client.post(address, data)

    assert partners(project) == [(1, "B", "partner"), (2, "A", "lead"), (3, "C", "partner")]


def test_new_row_moves_rows_that_nobody_touched(admin_client, project, address):
    make_partners(project, "lead", "partner")
    data = open_form(admin_client, address)
    add_row(data, "partners", organisation=OrganisationFactory(name="C").pk, role="partner", order="1")

    admin_client.post(address, data)

    assert partners(project) == [(1, "A", "lead"), (2, "C", "partner"), (3, "B", "partner")]


def test_deleted_row_leaves_no_gap(admin_client, project, address):
    make_partners(project, "lead", "partner", "partner")
    data = open_form(admin_client, address) | {"partners-0-DELETE": "on"}

    admin_client.post(address, data)

    assert partners(project) == [(1, "B", "partner"), (2, "C", "partner")]


def test_rows_are_numbered_within_their_kind(admin_client, project, address):
    ObjectiveFactory(project=project, kind="objective", order=1, text="A")
    ObjectiveFactory(project=project, kind="objective", order=2, text="B")
    ObjectiveFactory(project=project, kind="result", order=1, text="C")
    data = open_form(admin_client, address) | {"objectives-0-kind": "result"}
    add_row(data, "objectives", kind="objective", text="D", order="1")

    admin_client.post(address, data)

    assert objectives(project) == [
        ("objective", 1, "D"),
        ("objective", 2, "B"),
        ("result", 1, "A"),
        ("result", 2, "C"),
    ]


def test_empty_row_is_not_saved(admin_client, project, address):
    data = open_form(admin_client, address) | {"objectives-0-order": "4"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert objectives(project) == []


def test_saving_twice_changes_no_row(admin_client, project, address):
    make_partners(project, "lead", "partner")
    ObjectiveFactory(project=project)
    TargetGroupFactory(project=project)
    ProjectActivityFactory(project=project)
    data = open_form(admin_client, address)

    response = admin_client.post(address, data, follow=True)

    log = response.context["user"].logentry_set.get()
    assert log.get_change_message() == "No fields changed."


def test_a_row_that_only_got_a_new_number_is_in_the_history(admin_client, project, address):
    PartnerFactory(project=project, order=4, organisation__name="A")
    data = open_form(admin_client, address)

    response = admin_client.post(address, data, follow=True)

    log = response.context["user"].logentry_set.get()
    assert log.get_change_message() == "Changed Order for partner “A (Partner)”."


def test_rows_that_a_person_may_not_change_stay_as_they_are(client_with, project, address):
    make_partners(project, "lead", "partner")
    project.partners.update(order=7)
    client = client_with("view_project", "change_project", "publish_project", "view_partner")
    data = open_form(client, address) | {"acronym": "NEW"}

    response = client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(7, "A", "lead"), (7, "B", "partner")]


def test_activity_of_level_2_cannot_come_first(admin_client, project, address):
    ProjectActivityFactory(project=project, order=1, text="Train")
    ProjectActivityFactory(project=project, order=2, level=2, text="Train the trainers")
    data = open_form(admin_client, address) | {"activities-0-DELETE": "on"}

    response = admin_client.post(address, data)

    assert errors_of(response) == {
        "activities-1-level": [
            "“Train the trainers” would come first, but the first row must be at level 1. "
            "A row at level 2 belongs to the row above it."
        ]
    }


def test_activity_of_level_2_may_be_typed_with_the_number_of_the_first(admin_client, project, address):
    ProjectActivityFactory(project=project, order=1, text="Train")
    data = open_form(admin_client, address)
    add_row(data, "activities", level="2", text="Train the trainers", order="1")

    admin_client.post(address, data)

    rows = list(project.activities.values_list("order", "level", "text"))
    assert rows == [(1, 1, "Train"), (2, 2, "Train the trainers")]


def test_two_new_leads_are_refused_at_the_second(admin_client, project, address):
    data = open_form(admin_client, address)
    for organisation in (OrganisationFactory(), OrganisationFactory()):
        add_row(data, "partners", organisation=organisation.pk, role="lead")

    response = admin_client.post(address, data)

    assert errors_of(response) == {
        "partners-2-role": ["A project has one lead applicant. Choose the role “Partner” for the others."],
    }


def test_the_lead_passes_from_one_partner_to_another_in_one_save(admin_client, project, address):
    make_partners(project, "partner", "lead")
    data = open_form(admin_client, address) | {"partners-0-role": "lead", "partners-1-role": "partner"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(1, "A", "lead"), (2, "B", "partner")]


def test_rows_that_exchange_a_value_stay_the_same_rows(admin_client, project, address):
    first, second = make_partners(project, "lead", "partner")
    data = open_form(admin_client, address)
    data |= {"partners-0-organisation": second.organisation_id}
    data |= {"partners-1-organisation": first.organisation_id}

    admin_client.post(address, data)

    assert list(project.partners.values_list("pk", "organisation__name")) == [
        (first.pk, "B"),
        (second.pk, "A"),
    ]


def test_the_lead_is_deleted_and_another_named_in_one_save(admin_client, project, address):
    make_partners(project, "partner", "partner", "lead")
    data = open_form(admin_client, address) | {"partners-0-role": "lead", "partners-2-DELETE": "on"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(1, "A", "lead"), (2, "B", "partner")]


def test_the_lead_is_deleted_and_a_new_one_added_in_one_save(admin_client, project, address):
    make_partners(project, "lead")
    data = open_form(admin_client, address) | {"partners-0-DELETE": "on"}
    add_row(data, "partners", organisation=OrganisationFactory(name="B").pk, role="lead")

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(1, "B", "lead")]


def test_the_same_organisation_twice_is_refused_at_the_second(admin_client, project, address):
    (partner,) = make_partners(project, "lead")
    data = open_form(admin_client, address)
    add_row(data, "partners", organisation=partner.organisation_id, role="partner")

    response = admin_client.post(address, data)

    assert errors_of(response) == {
        "partners-2-organisation": ["This organisation is already a partner of the project."],
    }


def test_a_deleted_row_can_be_entered_again_in_the_same_save(admin_client, project, address):
    (partner,) = make_partners(project, "partner")
    data = open_form(admin_client, address) | {"partners-0-DELETE": "on"}
    add_row(data, "partners", organisation=partner.organisation_id, role="lead")

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partners(project) == [(1, "A", "lead")]


def test_rows_without_required_cells_report_only_that(admin_client, project, address):
    data = open_form(admin_client, address)
    add_row(data, "partners", organisation="", role="lead", order="")
    add_row(data, "partners", organisation="", role="lead", order="")

    response = admin_client.post(address, data)

    required = ["Choose the organisation."]
    assert errors_of(response) == {
        "partners-1-organisation": required,
        "partners-2-organisation": required,
        "partners-2-role": ["A project has one lead applicant. Choose the role “Partner” for the others."],
    }


def test_other_name_twice_is_refused_in_words(admin_client):
    name = OtherNameFactory(name="CA")
    address = reverse("admin:organisations_organisation_change", args=[name.organisation_id])
    data = open_form(admin_client, address)
    add_row(data, "other_names", name="CA")

    response = admin_client.post(address, data)

    assert errors_of(response) == {"other_names-2-name": ["This name is already listed."]}
    assert OtherName.objects.count() == 1


def test_fields_of_rows_have_names_of_their_own(admin_client, project, address):
    make_partners(project, "lead")

    response = admin_client.get(address)

    formset = response.context["inline_admin_formsets"][0].formset
    first, empty = formset.forms[0], formset.empty_form
    assert [inner(first[name]) for name in ("order", "organisation", "role", "DELETE")] == [
        "Order, row 1",
        "Organisation, row 1",
        "Role, row 1",
        "Delete, row 1",
    ]
    assert inner(empty["role"]) == "Role, new row"


def inner(bound):
    widget = bound.field.widget
    return getattr(widget, "widget", widget).attrs["aria-label"]


def test_form_holds_all_rows_that_an_entry_can_have(admin_client, project, address):
    for model in (Objective, Activity):
        model.objects.bulk_create(
            model(project=project, order=number, text=f"Row {number}") for number in range(1, MAX_ROWS + 1)
        )

    response = admin_client.post(address, open_form(admin_client, address))

    assert response.status_code == 302
    assert project.objectives.count() == project.activities.count() == MAX_ROWS


def test_more_rows_than_an_entry_can_have_are_refused(admin_client, project, address):
    Activity.objects.bulk_create(
        Activity(project=project, order=number, text=f"Row {number}") for number in range(1, MAX_ROWS + 1)
    )
    data = open_form(admin_client, address)
    add_row(data, "activities", level="1", text="One more")

    response = admin_client.post(address, data)

    assert "An entry can have at most 200 of these rows. Delete some of them." in response.content.decode()
    assert "One more" in response.content.decode()
    assert project.activities.count() == MAX_ROWS
