"""The back office of search synonyms, from the form to the search of a visitor."""

import pytest

from catalogue.search.models import SearchSynonym
from tests.factories import OrganisationFactory
from tests.forms import errors_of, open_form
from tests.pages import admin_page, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db

ADD = "/admin/catalogue/searchsynonym/add/"


@pytest.mark.django_db(transaction=True)
def test_publisher_adds_a_synonym_that_visitors_search_by(client):
    organisation = OrganisationFactory(name="Volunteers of Bar")
    address = "/organisations/?q=volonteri"
    before = list(client.get(address).context["object_list"])
    log_in(client, "Publisher")

    data = open_form(client, ADD) | {"name": "Volunteers", "synonyms": "volonteri, волонтери"}
    response = client.post(ADD, data)

    assert response.status_code == 302
    assert SearchSynonym.objects.get().synonyms == "volonteri\nволонтери"
    assert (before, list(client.get(address).context["object_list"])) == ([], [organisation])


@pytest.mark.parametrize(
    ("group", "page", "status"),
    [
        ("Analyst", "changelist", 200),
        ("Analyst", "add", 403),
        ("Editor", "add", 403),
        ("Publisher", "add", 200),
        ("Publisher", "change", 200),
        ("Publisher", "delete", 403),
        ("Administrator", "delete", 200),
    ],
)
def test_synonyms_are_maintained_by_publishers(client, group, page, status):
    log_in(client, group)
    synonym = SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri")
    args = [synonym.pk] if page in ("change", "delete") else []

    assert client.get(admin_page(SearchSynonym, page, *args)).status_code == status


def test_list_shows_the_synonyms_and_the_first_page_leads_to_it(client):
    log_in(client, "Publisher")
    SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri\nволонтери")

    assert "Volunteers volonteri, волонтери" in text_of(client.get(admin_page(SearchSynonym, "changelist")))
    assert "Topics" in (text := text_of(client.get("/admin/")))
    assert "Search synonyms" in text.partition("Topics")[2]


def test_form_explains_what_is_wrong_at_the_field(client):
    log_in(client, "Publisher")
    SearchSynonym.objects.create(name="Youth", synonyms="mladi")

    response = client.post(ADD, open_form(client, ADD) | {"name": "Youth", "synonyms": "…"})

    assert errors_of(response) == {
        "name": ["This word or name is already in use. Enter another one."],
        "synonyms": ["“…” contains no letters or digits."],
    }
