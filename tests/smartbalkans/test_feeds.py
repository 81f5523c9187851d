from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree
from pytest_django.asserts import assertContains

from organisations.models import Organisation
from smartbalkans.feeds import NEWEST
from smartbalkans.kinds import KINDS
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory, uid_of

pytestmark = pytest.mark.django_db

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FEED_QUERIES = 4  # organisations, projects, trainings, grants with their recipients


def feed_of(client):
    response = client.get("/feed.atom")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(feed) -> list[str]:
    return feed.xpath("atom:entry/atom:title/text()", namespaces=ATOM)


def day(number) -> datetime:
    return datetime(2024, 5, number, 12, tzinfo=UTC)


def facts(element) -> list[tuple]:
    """Return what is directly within an element: names, attributes, texts."""
    return [(etree.QName(one).localname, dict(one.attrib), one.text) for one in element]


def test_feed_has_its_title_and_address(client):
    OrganisationFactory(published_at=day(1))
    Organisation.objects.update(updated_at=day(2))

    feed = feed_of(client)

    assert feed.get(LANGUAGE) == "en-gb"
    assert facts(feed)[:-1] == [
        ("title", {}, "SMART Balkans: latest entries"),
        ("link", {"rel": "alternate", "href": "http://testserver/"}, None),
        ("link", {"rel": "self", "href": "http://testserver/feed.atom"}, None),
        ("id", {}, "urn:uuid:50b52e6c-59df-5a78-b0a6-da14b89d755a"),
        ("updated", {}, "2024-05-02T12:00:00+00:00"),
        ("author", {}, None),
        ("subtitle", {}, "Organisations, projects, grants and trainings as they are published."),
    ]


def test_entry_states_when_it_was_published_and_changed(client):
    OrganisationFactory(
        name="Women & <Men>", slug="women-and-men", summary="What <it> is.\n\nAnd why.", published_at=day(1)
    )
    Organisation.objects.update(updated_at=day(2))

    (entry,) = feed_of(client).findall("atom:entry", ATOM)

    page = "http://testserver/organisations/women-and-men/"
    assert facts(entry) == [
        ("title", {}, "Women & <Men>"),
        ("link", {"href": page, "rel": "alternate"}, None),
        ("published", {}, "2024-05-01T12:00:00+00:00"),
        ("updated", {}, "2024-05-02T12:00:00+00:00"),
        ("id", {}, uid_of("women-and-men").urn),
        ("summary", {"type": "html"}, "<p>What &lt;it&gt; is.</p>\n\n<p>And why.</p>"),
        ("category", {"term": "Organisation"}, None),
    ]


def test_grant_leads_to_its_place_on_the_recipients_page(client):
    GrantFactory(slug="first", recipient__name="Civic Alliance", recipient__slug="civic-alliance")

    entry = next(
        one
        for one in feed_of(client).findall("atom:entry", ATOM)
        if one[0].text == "Core grant to Civic Alliance"
    )

    assert entry.find("atom:link", ATOM).get("href") == (
        "http://testserver/organisations/civic-alliance/#grant-first"
    )
    assert entry.find("atom:summary", ATOM) is None


def test_entry_that_was_scheduled_was_not_changed_before_it_was_public(client):
    OrganisationFactory(published_at=day(3))
    Organisation.objects.update(updated_at=day(1))

    feed = feed_of(client)

    assert feed.xpath("//atom:updated/text()", namespaces=ATOM) == ["2024-05-03T12:00:00+00:00"] * 2


def test_feed_has_every_kind_the_newest_first(client):
    TrainingFactory(name="Training", published_at=day(4))
    recipient = OrganisationFactory(name="Organisation", published_at=day(1))
    GrantFactory(recipient=recipient, published_at=day(3))
    ProjectFactory(name="Project", published_at=day(2))

    feed = feed_of(client)

    assert titles(feed) == ["Training", "Core grant to Organisation", "Project", "Organisation"]


def test_feed_ends_with_the_newest_fifty_of_all_kinds(client):
    for number in range(NEWEST):
        OrganisationFactory(published_at=day(1) + timedelta(minutes=2 * number))
    ProjectFactory(name="In between", published_at=day(1) + timedelta(minutes=2 * NEWEST - 3))
    ProjectFactory(name="Too old", published_at=day(1) - timedelta(minutes=1))

    names = titles(feed_of(client))

    assert (len(names), names[1], names.count("Too old")) == (NEWEST, "In between", 0)


@pytest.mark.attack
def test_feed_has_no_drafts_and_staff_notes(client):
    OrganisationFactory(name="Public", staff_note="Secret note")
    tomorrow = timezone.now() + timedelta(days=1)
    for make in (OrganisationFactory, ProjectFactory, TrainingFactory):
        make(name="Secret draft", draft=True)
        make(name="Secret plan", published_at=tomorrow)
    GrantFactory(recipient__name="Secret recipient", recipient__draft=True)
    GrantFactory(recipient=Organisation.objects.get(name="Public"), draft=True)

    response = client.get("/feed.atom")

    assert titles(etree.fromstring(response.content)) == ["Public"]
    assert response.content.count(b"Secret") == 0


def test_feed_is_valid_with_text_that_xml_cannot_have(client):
    OrganisationFactory(name="A\x0bB", summary="C\x07D\uffff")

    feed = feed_of(client)

    assert titles(feed) == ["A B"]
    assert feed.findtext("atom:entry/atom:summary", namespaces=ATOM) == "<p>CD</p>"


def test_feed_without_entries_is_valid(client):
    feed = feed_of(client)

    assert titles(feed) == []


def test_feed_has_no_two_entries_of_one_id(client, programme):
    feed = feed_of(client)

    ids = feed.xpath("atom:entry/atom:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == sum(kind.model.objects.count() for kind in KINDS)


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        ProjectFactory(grant=GrantFactory())
        TrainingFactory()

    with django_assert_num_queries(FEED_QUERIES):
        client.get("/feed.atom")


@pytest.mark.parametrize("path", ["/", "/organisations/", "/about/", "/no-such-page/"])
def test_every_page_links_to_the_feed(client, path):
    page = client.get(path)

    assertContains(
        page,
        '<link rel="alternate" type="application/atom+xml" href="/feed.atom" '
        'title="SMART Balkans: latest entries">',
        status_code=page.status_code,
        html=True,
    )
