"""Lists of the back office are sorted as people sort."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db.models import CharField, TextField

from catalogue.search.models import SearchSynonym
from organisations.models import Organisation
from tests.catalogue.sorted_names import IN_ORDER, SHUFFLED, code_of
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    OrganisationFactory,
    ProjectFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


ADMIN_LISTS = {
    "/admin/organisations/organisation/": OrganisationFactory,
    "/admin/projects/project/": ProjectFactory,
    "/admin/trainings/training/": TrainingFactory,
    "/admin/trainings/topic/": TopicFactory,
    "/admin/organisations/theme/": ThemeFactory,
    "/admin/organisations/beneficiarygroup/": BeneficiaryGroupFactory,
    "/admin/organisations/country/": lambda name: CountryFactory(code=code_of(name), name=name),
}


ADMIN_COLUMNS = {
    ("/admin/organisations/organisation/", "short_name"): lambda text: OrganisationFactory(acronym=text),
    ("/admin/projects/project/", "acronym"): lambda text: ProjectFactory(acronym=text),
    ("/admin/trainings/training/", "town"): lambda text: TrainingFactory(town=text),
    ("/admin/catalogue/searchsynonym/", "name"): lambda text: SearchSynonym.objects.create(
        name=text, synonyms="x"
    ),
}


@pytest.mark.parametrize("address", ADMIN_LISTS)
@pytest.mark.parametrize(("query", "names"), [("?o=1", IN_ORDER), ("?o=-1", IN_ORDER[::-1])])
def test_list_of_the_back_office_is_sorted_by_its_column_of_names(admin_client, address, query, names):
    for name in SHUFFLED:
        ADMIN_LISTS[address](name=name)

    results = admin_client.get(f"{address}{query}").context["cl"].result_list

    assert [row.name for row in results] == names


@pytest.mark.parametrize(("address", "column"), ADMIN_COLUMNS)
def test_list_of_the_back_office_is_sorted_by_another_column_of_texts(admin_client, address, column):
    for text in SHUFFLED:
        ADMIN_COLUMNS[address, column](text)
    place = admin_client.get(address).context["cl"].list_display.index(column)

    up, down = (
        admin_client.get(f"{address}?o={sign}{place}").context["cl"].result_list for sign in ("", "-")
    )

    field = {"short_name": "acronym"}.get(column, column)
    assert [getattr(row, field) for row in up] == IN_ORDER
    assert [getattr(row, field) for row in down] == IN_ORDER[::-1]


def test_list_of_the_back_office_is_sorted_by_choices_in_their_order(admin_client):
    kinds = [kind for kind, _label in Organisation._meta.get_field("kind").flatchoices]
    for kind in sorted(kinds):
        OrganisationFactory(kind=kind)
    address = "/admin/organisations/organisation/"
    place = admin_client.get(address).context["cl"].list_display.index("kind")

    results = admin_client.get(f"{address}?o={place}").context["cl"].result_list

    assert sorted(kinds) != kinds
    assert [row.kind for row in results] == kinds


def test_no_list_of_the_back_office_is_sorted_by_a_text_without_a_key(rf, admin_user):
    found = []
    for model in filter(site.is_registered, apps.get_models()):
        request = rf.get("/")
        request.user = admin_user
        shown = site.get_model_admin(model).get_changelist_instance(request)
        for column in shown.sortable_by:
            ordering = shown.get_ordering_field(column)
            field = model._meta.get_field(ordering) if isinstance(ordering, str) else None
            if isinstance(field, CharField | TextField):
                found.append((model._meta.label, column))

    assert found == []


@pytest.mark.parametrize("address", ADMIN_LISTS)
def test_list_of_the_back_office_shows_by_what_it_is_sorted(admin_client, address):
    ADMIN_LISTS[address](name="Azra")

    page = admin_client.get(f"{address}?o=1")

    assert page.context["cl"].get_ordering_field_columns() == {1: "asc"}
    assert 'class="sortable column-name sorted ascending"' in page.content.decode()
