from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from organisations.models import Country, Grant
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    ProjectFactory,
)
from tests.forms import add_row, errors_of, open_form
from tests.pages import text_of

pytestmark = pytest.mark.django_db

GRANTS = "/admin/organisations/grant/"
ADD_GRANT = "/admin/organisations/grant/add/"
ORGANISATIONS = "/admin/organisations/organisation/"
CHOICES = "/admin/autocomplete/"


def choices(client, model, field, term):
    app, name = model.split(".")
    asked = {"app_label": app, "model_name": name, "field_name": field, "term": term}
    return [choice["text"] for choice in client.get(CHOICES, asked).json()["results"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_organisations_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for code in ("AL", "BA", "ME")[:rows]:
        OtherNameFactory(organisation__country=CountryFactory(code=code))

    # session, user, countries, count, rows, unfinished actions, columns and filters of the person
    with django_assert_num_queries(8):
        admin_client.get(ORGANISATIONS)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_grants_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for _ in range(rows):
        GrantFactory(recipient__country=CountryFactory(), starts_on=date(2024, 1, 1))

    # session, user, count, rows, first and last day, days, unfinished, columns and filters of the person
    with django_assert_num_queries(9):
        admin_client.get(GRANTS)


@pytest.mark.parametrize("term", ["civic", "CGA", "Građanska", "liga", "alliance cga"])
def test_organisation_is_chosen_by_any_of_its_names_and_listed_once(admin_client, term):
    organisation = OrganisationFactory(name="Civic Alliance", acronym="CGA", local_name="Građanska alijansa")
    for name in ("Liga građana", "Druga liga"):
        OtherNameFactory(organisation=organisation, name=name)
    OrganisationFactory(name="Somebody else")

    found = choices(admin_client, "projects.partner", "organisation", term)

    assert found == ["Civic Alliance (CGA)"]


def test_grant_is_chosen_by_what_distinguishes_it(admin_client):
    GrantFactory(recipient__name="Civic Alliance", line="media", call="First", reference="M-1")

    found = choices(admin_client, "projects.project", "grant", "civic")

    assert found == ["Media grant to Civic Alliance, First, M-1"]


def test_grants_that_fund_no_project_are_offered_first(admin_client):
    for name in ("Alliance", "Bureau"):
        GrantFactory(recipient__name=name, line="media")
    ProjectFactory(name="Clear Air", grant=Grant.objects.get(recipient__name="Alliance"))

    found = choices(admin_client, "projects.project", "grant", "")

    assert found == ["Media grant to Bureau", "Media grant to Alliance (funds “Clear Air”)"]


def test_organisation_without_country_or_kind_shows_a_dash(admin_client):
    OrganisationFactory()

    response = admin_client.get(ORGANISATIONS)

    assertContains(response, '<td class="field-country nowrap">–</td>', html=True)
    assertContains(response, '<td class="field-kind">–</td>', html=True)


def test_form_of_an_organisation_leads_to_its_grants(admin_client):
    grant = GrantFactory(line="core", call="Second call")
    organisation = grant.recipient

    response = admin_client.get(f"{ORGANISATIONS}{organisation.pk}/change/")

    assertContains(
        response,
        f'<a href="{GRANTS}{grant.pk}/change/">Core grant to {organisation.name}, Second call</a>',
        html=True,
    )
    assertContains(response, f'href="{ADD_GRANT}?recipient={organisation.pk}"')


def test_goals_are_numbered_within_their_kind(admin_client):
    organisation = OrganisationFactory()
    GoalFactory(organisation=organisation, kind="strategic", text="A")
    address = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    data = open_form(admin_client, address)
    add_row(data, "goals", kind="goal", text="B", order="")

    admin_client.post(address, data)

    goals = list(organisation.goals.values_list("kind", "order", "text"))
    assert goals == [("strategic", 1, "A"), ("goal", 1, "B")]


def test_country_with_a_wrong_code_is_refused_at_the_code(admin_client):
    address = "/admin/organisations/country/add/"
    data = open_form(admin_client, address) | {"code": "al", "name": "Albania"}

    response = admin_client.post(address, data)

    assert errors_of(response) == {"code": ["Enter two capital letters, such as AL."]}


def test_code_of_a_country_stays(admin_client):
    CountryFactory(code="AL")
    address = "/admin/organisations/country/AL/change/"
    data = open_form(admin_client, address) | {"name": "Albania", "code": "XX"}

    admin_client.post(address, data)

    assert list(Country.objects.values_list("code", "name")) == [("AL", "Albania")]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"amount": "10"}, {"currency": ["Enter both an amount and its currency, or leave both empty."]}),
        (
            {"currency": "EUR"},
            {"currency": ["Enter both an amount and its currency, or leave both empty."]},
        ),
        ({"amount": "0", "currency": "EUR"}, {"amount": ["Enter an amount above zero."]}),
        (
            {"amount": "10", "currency": "EUR", "revised_amount": "5"},
            {
                "revision_reason": [
                    "Enter the amount awarded, the revised amount (zero or more) and the reason together."
                ]
            },
        ),
        (
            {"planned_starts_on": "02/01/2024", "planned_ends_on": "01/01/2024"},
            {"planned_ends_on": ["The planned end is before the planned start. Check both dates."]},
        ),
        (
            {"revised_on": "02/01/2024"},
            {"revised_amount": ["Enter the revised amount, or remove the date of the revision."]},
        ),
        (
            {"starts_on": "02/01/2024", "ends_on": "01/01/2024"},
            {"ends_on": ["The grant ends before it starts. Check both dates."]},
        ),
        (
            {"starts_on": "2024/31/31"},
            {"starts_on": ["Enter a date such as 25/11/2026 or 2026-11-25."]},
        ),
        ({"recipient": ""}, {"recipient": ["Choose the recipient."]}),
    ],
)
def test_grant_against_a_rule_is_refused_at_the_field(admin_client, values, errors):
    data = open_form(admin_client, ADD_GRANT) | {"line": "core", "recipient": OrganisationFactory().pk}

    response = admin_client.post(ADD_GRANT, data | values)

    assert errors_of(response) == errors


def test_address_of_a_grant_is_made_from_its_line_and_recipient(admin_client):
    recipient = OrganisationFactory(slug="civic-alliance")
    data = open_form(admin_client, ADD_GRANT) | {"line": "local_initiative", "recipient": recipient.pk}

    for _ in range(2):
        admin_client.post(ADD_GRANT, data)

    slugs = list(Grant.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["local-initiative-civic-alliance", "local-initiative-civic-alliance-2"]


def test_public_grant_leads_to_its_place_on_the_page_of_its_recipient(admin_client):
    grant = GrantFactory(slug="core-ca", recipient__slug="ca")

    response = admin_client.get(f"{GRANTS}{grant.pk}/change/")

    assert response.context["absolute_url"] == "/organisations/ca/#grant-core-ca"


def test_public_grant_to_a_draft_leads_to_no_page(admin_client):
    grant = GrantFactory(recipient__draft=True)

    response = admin_client.get(f"{GRANTS}{grant.pk}/change/")

    assert response.context["has_absolute_url"] is False


@pytest.mark.parametrize(
    ("state", "slugs"),
    [
        ("planned", ["planned"]),
        ("running", ["running"]),
        ("ended", ["ended"]),
        ("unknown", ["unknown"]),
        ("nonsense", ["ended", "planned", "running", "unknown"]),
    ],
)
def test_grants_are_filtered_by_state(admin_client, state, slugs):
    GrantFactory(slug="planned", starts_on=date(2998, 1, 1))
    GrantFactory(slug="running", starts_on=date(2020, 1, 1), ends_on=date(2998, 1, 1))
    GrantFactory(slug="ended", ends_on=date(2020, 1, 1))
    GrantFactory(slug="unknown")

    response = admin_client.get(GRANTS, {"state": state})

    assert sorted(grant.slug for grant in response.context["cl"].result_list) == slugs


def test_list_of_grants_shows_state_and_amount(admin_client):
    GrantFactory(amount="1234.50", currency="NOK", ends_on=date(2020, 1, 1))

    response = admin_client.get(GRANTS)

    assertContains(response, '<td class="field-state">Ended</td>', html=True)
    assertContains(response, '<td class="field-sum_awarded">1234.50 NOK</td>', html=True)


def test_grant_that_pays_for_a_project_is_not_deleted(admin_client):
    grant = GrantFactory()
    ProjectFactory(grant=grant)

    response = admin_client.post(f"{GRANTS}{grant.pk}/delete/", {"post": "yes"})

    assert response.context["title"] == "Cannot delete grant"
    assert Grant.objects.count() == 1


def test_grant_shows_what_it_lacks_for_each_standard(admin_client):
    grant = GrantFactory(line="media", amount=1, currency="EUR")

    page = admin_client.get(f"{GRANTS}{grant.pk}/change/")

    missing_for_360giving = (
        "award date; a published project with a summary; "
        "a published organisation that is the programme's lead implementer"
    )
    assert missing_for_360giving in text_of(page)
    assert "start date or planned start; a published project" in text_of(page)


def test_complete_grant_lacks_nothing(admin_client):
    OrganisationFactory(programme_role="lead_implementer")
    grant = GrantFactory(amount=1, currency="EUR", awarded_on=date(2020, 1, 1), starts_on=date(2020, 1, 1))

    page = admin_client.get(f"{GRANTS}{grant.pk}/change/")

    assert text_of(page).count("Nothing. The grant is in the file.") == 2


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"missing_360giving": "none"}, ["full"]),
        ({"missing_360giving": "any"}, ["bare", "draft", "media"]),
        ({"missing_360giving": "amount"}, ["bare"]),
        ({"missing_360giving": "award-date"}, ["bare"]),
        ({"missing_360giving": "summary"}, ["media"]),
        ({"missing_360giving": "publication"}, ["draft"]),
        ({"missing_360giving": "recipient"}, ["draft"]),
        ({"missing_360giving": "funder"}, []),
        ({"missing_360giving": "nonsense"}, ["bare", "draft", "full", "media"]),
        ({"missing_iati": "none"}, ["full"]),
        ({"missing_iati": "any"}, ["bare", "draft", "media"]),
        ({"missing_iati": "start"}, ["bare", "draft"]),
        ({"missing_iati": "project"}, ["media"]),
    ],
)
def test_grants_are_filtered_by_what_they_lack_for_a_standard(admin_client, query, slugs):
    OrganisationFactory(programme_role="lead_implementer")
    known = {"amount": 1, "currency": "EUR", "awarded_on": date(2020, 1, 1)}
    GrantFactory(slug="full", planned_starts_on=date(2020, 1, 1), **known)
    GrantFactory(slug="bare")
    GrantFactory(slug="draft", draft=True, recipient__draft=True, **known)
    media = GrantFactory(slug="media", line="media", starts_on=date(2020, 1, 1), **known)
    ProjectFactory(grant=media, summary="Known", draft=True)

    response = admin_client.get(GRANTS, query)

    assert sorted(grant.slug for grant in response.context["cl"].result_list) == slugs
