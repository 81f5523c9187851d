"""Fields and links of many entries, set after a page that shows each value before and after."""

import pytest
from django.utils import timezone

from catalogue.publishing.admin import bulk
from catalogue.publishing.models import BulkRun
from organisations.models import Grant, Organisation
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    ProjectFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.forms import fields_of
from tests.pages import messages_of
from tests.staff import person_of

pytestmark = pytest.mark.django_db

ORGANISATIONS = "/admin/organisations/organisation/"
GRANTS = "/admin/organisations/grant/"
PROJECTS = "/admin/projects/project/"
TRAININGS = "/admin/trainings/training/"


@pytest.fixture(autouse=True)
def publisher(client):
    person = person_of("Publisher")
    client.force_login(person)
    return person


def preview(client, path, action, entries, **answers):
    keys = ",".join(str(entry.pk) for entry in entries)
    return client.post(f"{path}bulk/{action}/", {"keys": keys, "answered": "1", **answers})


def confirm(client, path, action, page):
    """Press the button of a preview, with what its form has."""
    return client.post(
        f"{path}bulk/{action}/", fields_of(page, "bulk_form") | {"confirmed": "Yes"}, follow=True
    )


def shown(page) -> tuple[dict, dict]:
    plan = page.context["plan"]
    return (
        {str(entry): (change.before, change.after) for entry, change in plan.lines},
        {str(entry): reason for entry, reason in plan.unchanged},
    )


def test_country_is_shown_before_and_after_then_set(client, publisher):
    albania, serbia = CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS", name="Serbia")
    one, two, three = (
        OrganisationFactory(name=name, country=country)
        for name, country in (("One", None), ("Two", albania), ("Three", serbia))
    )

    page = preview(client, ORGANISATIONS, "set_country", [one, two, three], value="RS")
    done = confirm(client, ORGANISATIONS, "set_country", page)

    assert shown(page) == (
        {"One": ("", "Serbia"), "Two": ("Albania", "Serbia")},
        {"Three": "Already has this value."},
    )
    assert messages_of(done) == ["Country set: Serbia: 2 entries.", "Not changed: 1 entry."]
    stored = Organisation.objects.get(pk=two.pk)
    assert (stored.country, stored.changed_by, stored.token != two.token) == (serbia, publisher, True)
    history = client.get(f"{ORGANISATIONS}{two.pk}/history/").context["changes"]
    assert history[0].version.revision.comment == "Country set: Serbia"


def test_grant_type_is_set(client):
    grant = GrantFactory(line="media")

    page = preview(client, GRANTS, "set_line", [grant], value="regional")
    confirm(client, GRANTS, "set_line", page)

    assert list(shown(page)[0].values()) == [("Media grant", "Regional grant")]
    assert Grant.objects.get().line == "regional"


@pytest.mark.parametrize(
    ("how", "change", "after"),
    [
        ("add", ("", "Media"), ["Media", "Youth"]),
        ("remove", ("Youth", ""), []),
        ("replace", ("Youth", "Media"), ["Media"]),
    ],
)
def test_themes_are_added_removed_and_replaced(client, how, change, after):
    youth, media = ThemeFactory(name="Youth"), ThemeFactory(name="Media")
    project = ProjectFactory(name="One")
    project.themes.add(youth)
    chosen = youth if how == "remove" else media

    page = preview(client, PROJECTS, "change_themes", [project], how=how, values=chosen.pk)
    confirm(client, PROJECTS, "change_themes", page)

    assert shown(page) == ({"One": change}, {})
    assert sorted(theme.name for theme in project.themes.all()) == after


def test_several_links_survive_the_preview(client):
    topics = [TopicFactory(), TopicFactory()]
    training = TrainingFactory()

    page = preview(
        client, TRAININGS, "change_topics", [training], how="add", values=[topic.pk for topic in topics]
    )
    confirm(client, TRAININGS, "change_topics", page)

    assert set(training.topics.all()) == set(topics)


def test_link_that_no_entry_has_cannot_be_removed(client):
    page = preview(
        client,
        PROJECTS,
        "change_themes",
        [ProjectFactory(name="One")],
        how="remove",
        values=ThemeFactory().pk,
    )

    assert shown(page) == ({}, {"One": "Has none of these."})


def test_published_entry_cannot_lose_its_country(client):
    page = preview(client, ORGANISATIONS, "set_country", [OrganisationFactory()], value="")

    assert (page.context["plan"], page.context["question"].errors) == (
        None,
        {"value": ["Choose the country."]},
    )


def test_entry_that_changed_after_the_preview_stays_as_it_is(client):
    serbia, kosovo = CountryFactory(code="RS"), CountryFactory(code="XK")
    one, two = (OrganisationFactory(name=name, draft=True) for name in ("One", "Two"))
    page = preview(client, ORGANISATIONS, "set_country", [one, two], value="RS")
    two.country = kosovo
    two.save()

    done = confirm(client, ORGANISATIONS, "set_country", page)

    assert [entry.country for entry in Organisation.objects.order_by("name")] == [serbia, kosovo]
    assert messages_of(done)[1:] == ["Not changed: 1 entry."]


def test_entry_that_was_published_after_the_preview_is_closed_to_an_editor(client):
    client.force_login(person_of("Editor"))
    CountryFactory(code="RS")
    entry = OrganisationFactory(draft=True)
    page = preview(client, ORGANISATIONS, "set_country", [entry], value="RS")
    Organisation.objects.update(published_at=timezone.now())

    confirm(client, ORGANISATIONS, "set_country", page)

    assert Organisation.objects.get().country is None


def test_many_are_set_in_portions_with_the_tokens_of_the_preview(client, monkeypatch):
    monkeypatch.setattr(bulk, "PORTION", 2)
    monkeypatch.setattr(bulk.portions, "SECONDS", 0)
    serbia, kosovo = CountryFactory(code="RS"), CountryFactory(code="XK")
    entries = [OrganisationFactory(draft=True) for _ in range(5)]
    page = preview(client, ORGANISATIONS, "set_country", entries, value="RS")
    confirm(client, ORGANISATIONS, "set_country", page)
    last = entries[-1]
    last.country = kosovo
    last.save()

    run = BulkRun.objects.get()
    while BulkRun.objects.exists():
        client.post(f"{ORGANISATIONS}bulk/run/{run.pk}/go-on/", headers={"accept": "application/json"})

    countries = [entry.country for entry in Organisation.objects.order_by("pk")]
    assert countries == [serbia] * 4 + [kosovo]


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    theme = ThemeFactory()
    projects = [ProjectFactory() for _ in range(rows)]
    for project in projects:
        project.themes.add(ThemeFactory())

    with django_assert_num_queries(9):
        preview(client, PROJECTS, "change_themes", projects, how="add", values=theme.pk)
