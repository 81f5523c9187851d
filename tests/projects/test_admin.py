import pytest
from django.urls import reverse

from projects.models import Project, TargetGroup
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.forms import add_row, errors_of, open_form

pytestmark = pytest.mark.django_db

PROJECTS = "/admin/projects/project/"
ADD = "/admin/projects/project/add/"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for _ in range(rows):
        PartnerFactory(project__grant=GrantFactory())

    # session, user, themes, countries, count, rows, unfinished actions, columns and filters of the person
    with django_assert_num_queries(9):
        admin_client.get(PROJECTS)


def test_project_is_entered_with_all_that_belongs_to_it_in_one_save(admin_client):
    lead, theme, country, group = (
        OrganisationFactory(name="Civic Alliance"),
        ThemeFactory(),
        CountryFactory(code="AL"),
        BeneficiaryGroupFactory(),
    )
    grant = GrantFactory(recipient=lead)
    data = open_form(admin_client, ADD) | {"name": "Open doors", "grant": grant.pk, "themes": [theme.pk]}
    add_row(data, "partners", organisation=lead.pk, role="lead")
    add_row(data, "objectives", kind="result", text="Doors open")
    words = "high school\r\nstudents"
    add_row(
        data,
        "target_groups",
        kind="direct",
        words=words,
        at_least="50",
        beneficiary_group=group.pk,
        countries=["AL"],
    )
    add_row(data, "activities", level="1", text="Open them")

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    project = Project.objects.get(slug="open-doors")
    assert project.grant == grant
    assert list(project.themes.all()) == [theme]
    assert list(project.partners.values_list("order", "organisation", "role")) == [(1, lead.pk, "lead")]
    assert list(project.objectives.values_list("order", "kind", "text")) == [(1, "result", "Doors open")]
    assert list(project.activities.values_list("order", "level", "text")) == [(1, 1, "Open them")]
    target = TargetGroup.objects.get()
    assert (target.order, target.words, target.at_least) == (1, "high school students", 50)
    assert list(target.countries.all()) == [country]


def test_new_number_of_a_target_group_keeps_its_countries(admin_client):
    target = TargetGroupFactory(order=3)
    target.countries.add(CountryFactory())
    address = reverse("admin:projects_project_change", args=[target.project_id])
    data = open_form(admin_client, address)

    admin_client.post(address, data)

    target.refresh_from_db()
    assert target.order == 1
    assert target.countries.count() == 1


def test_grant_of_another_project_is_refused_in_words(admin_client):
    grant = GrantFactory()
    ProjectFactory(name="Bridges", grant=grant)
    data = open_form(admin_client, ADD) | {"name": "Open doors", "grant": grant.pk}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {"grant": ["This grant already funds “Bridges”. Choose another one."]}


def test_project_is_found_once_by_its_partners(admin_client):
    project = ProjectFactory()
    for acronym in ("CA-1", "CA-2"):
        PartnerFactory(project=project, organisation__acronym=acronym)

    response = admin_client.get(PROJECTS, {"q": "CA-"})

    assert list(response.context["cl"].result_list) == [project]


def test_partner_in_use_elsewhere_can_be_removed(admin_client):
    partner = PartnerFactory()
    address = reverse("admin:projects_project_change", args=[partner.project_id])
    data = open_form(admin_client, address) | {"partners-0-DELETE": "on"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert partner.project.partners.count() == 0
