"""The filters that a person saves."""

import pytest

from catalogue.list_settings import filters
from catalogue.list_settings.models import SavedFilter
from tests.factories import OrganisationFactory, ThemeFactory
from tests.pages import messages_of, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/organisation/"
PROJECTS = "/admin/projects/project/"


def save(client, name: str, query: dict, address=LIST):
    current = client.get(address, query).context["current_query"]
    return client.post(f"{address}filters/save/", {"name": name, "query": current}, follow=True)


def own(client, address=LIST) -> list[str]:
    return [saved.name for saved in client.get(address).context["saved_filters"]]


def test_saved_filter_shows_the_same_list(client):
    log_in(client, "Editor")
    OrganisationFactory(name="Danube", draft=True)
    OrganisationFactory(name="Danube public")
    OrganisationFactory(name="Sava", draft=True)

    page = save(client, "My drafts of the Danube", {"q": "danube", "publication": "draft", "p": "1"})

    assert [entry.name for entry in page.context["cl"].result_list] == ["Danube"]
    assert SavedFilter.objects.get().query == "q=danube&publication=draft"
    assert own(client) == ["My drafts of the Danube"]


def test_filters_are_of_the_person_and_the_list(client):
    log_in(client, "Editor")
    save(client, "Mine", {"publication": "draft"})
    saved = SavedFilter.objects.get()
    on_projects = own(client, PROJECTS)
    log_in(client, "Editor", "other")

    answers = [
        client.get(f"{LIST}filters/{saved.pk}/"),
        client.post(f"{LIST}filters/{saved.pk}/rename/", {"name": "Theirs"}),
        client.post(f"{LIST}filters/{saved.pk}/delete/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (on_projects, own(client), SavedFilter.objects.get().name) == ([], [], "Mine")


def test_order_follows_the_column_and_not_its_number(client):
    log_in(client, "Editor")
    number = client.get(LIST).context["cl"].list_display.index("changed")
    save(client, "Oldest", {"publication": "draft", "o": f"-{number}"})
    client.post(f"{LIST}columns/", {"columns": ["changed"]})

    answer = client.get(f"{LIST}filters/{SavedFilter.objects.get().pk}/")

    assert SavedFilter.objects.get().query == "publication=draft&o=-changed"
    assert answer.url == f"{LIST}?publication=draft&o=-2"


def test_order_by_a_column_that_is_not_shown_is_left_out(client):
    log_in(client, "Editor")
    number = client.get(LIST).context["cl"].list_display.index("changed")
    save(client, "Oldest", {"publication": "draft", "o": f"{number}"})
    client.post(f"{LIST}columns/", {"columns": ["slug"]})

    assert client.get(f"{LIST}filters/{SavedFilter.objects.get().pk}/").url == f"{LIST}?publication=draft"


def test_filter_whose_value_is_gone_is_explained(client):
    log_in(client, "Editor")
    theme = ThemeFactory()
    ThemeFactory()
    save(client, "Of a theme", {"themes__id__exact": theme.pk}, PROJECTS)
    theme.delete()

    page = client.get(f"{PROJECTS}filters/{SavedFilter.objects.get().pk}/")

    text = text_of(page)
    assert "The filter “Of a theme” can no longer be used." in text
    assert "“themes” no longer has the saved value." in text


@pytest.mark.parametrize("query", ["nothing=1", "grant__amount__regex=x", "published_at__gte=x"])
def test_filter_that_the_list_no_longer_has_is_explained(client, query):
    person = log_in(client, "Editor")
    saved = SavedFilter.objects.create(user=person, kind="projects.project", name="Old", query=query)

    page = client.get(f"{PROJECTS}filters/{saved.pk}/")

    assert "The list no longer has one of its filters or values." in text_of(page)


def test_same_name_replaces_the_filter(client):
    log_in(client, "Editor")
    save(client, "Mine", {"publication": "draft"})
    save(client, "Mine", {"publication": "review"})

    assert [saved.query for saved in SavedFilter.objects.all()] == ["publication=review"]


def test_filters_are_renamed_and_deleted(client):
    log_in(client, "Editor")
    save(client, "One", {"publication": "draft"})
    save(client, "Two", {"publication": "review"})
    one, two = SavedFilter.objects.all()

    answers = [
        client.post(f"{LIST}filters/{one.pk}/rename/", {"name": name}, follow=True)
        for name in ("Two", " ", "Three")
    ]
    client.post(f"{LIST}filters/{two.pk}/delete/")

    assert [messages_of(answer) for answer in answers] == [
        ["Another saved filter has this name."],
        ["Enter the name."],
        ["The filter was renamed."],
    ]
    assert own(client) == ["Three"]


def test_no_more_filters_are_saved_than_fit(client, monkeypatch):
    monkeypatch.setattr(filters, "MOST_FILTERS", 2)
    log_in(client, "Editor")

    answers = [save(client, name, {"publication": "draft"}) for name in ("One", "Two", "Three", "Two")]

    assert [messages_of(answer) for answer in answers[2:]] == [
        ["You can save at most 2 filters for a list. Delete one first."],
        ["The filter “Two” was saved."],
    ]
    assert own(client) == ["One", "Two"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "", "query": "q=a"}, "Enter the name."),
        ({"name": "Empty", "query": ""}, "Filter or search the list first, then save that."),
        ({"name": "Long", "query": "q=" + "a" * 1000}, "Filter or search the list first, then save that."),
    ],
)
def test_what_cannot_be_saved_is_explained(client, data, message):
    log_in(client, "Editor")

    assert messages_of(client.post(f"{LIST}filters/save/", data, follow=True)) == [message]


def test_list_without_filters_offers_nothing_to_save(client):
    log_in(client, "Editor")

    page = client.get(LIST, {"p": "1"})

    assert page.context["current_query"] == ""
    assert "Save this filter" not in text_of(page)
