"""Every part of the site that lists the kinds of entry has all of them, and nothing else."""

import re

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse
from lxml import etree

from catalogue.entries import Publishable
from catalogue.search.registry import all_indexes
from smartbalkans.datasets import DATASETS
from smartbalkans.kinds import KINDS
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db

MODELS = [kind.model for kind in KINDS]
LABELS = ["Organisations", "Projects", "Grants", "Trainings"]
PATHS = ["/organisations/", "/projects/", "/grants/", "/trainings/"]
XML = {"sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9", "atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def one_of_each():
    """Create one public entry of each kind."""
    return GrantFactory(recipient=OrganisationFactory(name="Youth")), ProjectFactory(), TrainingFactory()


def has_address(name: str, *args: str) -> bool:
    try:
        return bool(reverse(name, args=args))
    except NoReverseMatch:
        return False


def xpath(response, path: str) -> list[str]:
    return etree.fromstring(response.content).xpath(path, namespaces=XML)


def test_kinds_are_all_publishable_models():
    publishable = [model for model in apps.get_models() if issubclass(model, Publishable)]

    assert sorted(MODELS, key=str) == sorted(publishable, key=str)


def test_kinds_have_the_labels_and_addresses_of_their_lists():
    assert [(kind.label, kind.list_address) for kind in KINDS] == list(zip(LABELS, PATHS, strict=True))


def test_kinds_have_pages_if_their_urls_have_a_detail():
    details = [kind.section for kind in KINDS if has_address(f"{kind.section}:detail", "slug")]

    assert details == ["organisations", "projects", "trainings"]
    assert details == [kind.section for kind in KINDS if kind.has_pages]


@pytest.mark.parametrize("path", PATHS)
def test_navigation_has_every_kind_and_marks_the_current_one(client, path):
    page = client.get(path).content.decode()

    links = re.findall(r'<a class="nav__link" href="([^"]+)"( aria-current="true")?>([^<]+)</a>', page)
    assert [(address, label) for address, _current, label in links] == [
        *zip(PATHS, LABELS, strict=True),
        ("/insights/", "Insights"),
        ("/data/", "Open data"),
        ("/about/", "About"),
    ]
    assert [address for address, current, _label in links if current] == [path]


def test_error_page_has_every_kind(client):
    page = client.get("/nowhere/").content.decode()

    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page)
    assert links == [("/", "Home"), *zip(PATHS, LABELS, strict=True)]


def test_home_counts_every_kind(client, one_of_each):
    page = text_of(client.get("/"))

    assert "1 organisation 1 project 1 grant 1 training" in page


def test_feed_has_every_kind(client, one_of_each):
    terms = xpath(client.get("/feed.atom"), "//atom:entry/atom:category/@term")

    assert sorted(terms) == ["Grant", "Organisation", "Project", "Training"]


def test_sitemap_has_every_list_and_the_entries_of_every_kind_that_has_pages(client, one_of_each):
    index = xpath(client.get("/sitemap.xml"), "//sitemap:loc/text()")
    pages = xpath(client.get("/sitemap-pages.xml"), "//sitemap:loc/text()")

    assert index == [
        f"http://testserver/sitemap-{section}.xml"
        for section in ("pages", "places", "organisations", "projects", "trainings")
    ]
    assert pages == [
        f"http://testserver{path}"
        for path in (
            *("/", *PATHS, "/insights/", "/countries/", "/themes/"),
            *("/data/", "/about/", "/contact/", "/accessibility/", "/privacy/", "/legal/"),
        )
    ]


def test_search_has_every_kind(client):
    GrantFactory(recipient=OrganisationFactory(name="Youth"))
    ProjectFactory(name="Youth work")
    TrainingFactory(name="Youth workers")

    answers = client.get("/search/", {"q": "youth"}).context["answers"]

    assert [(answer.kind.label, answer.count) for answer in answers] == [(label, 1) for label in LABELS]


def test_search_indexes_are_those_of_the_kinds():
    assert sorted((index.model for index in all_indexes()), key=str) == sorted(MODELS, key=str)


def test_dashboard_has_every_kind(admin_client):
    GrantFactory(recipient=OrganisationFactory(draft=True, stage="review"), draft=True, stage="review")
    ProjectFactory(draft=True, stage="review")
    TrainingFactory(draft=True, stage="review")

    panel = admin_client.get("/admin/").context["panels"][0]

    assert [(line.label, line.count) for line in panel.lines] == [
        (label, 1) for label in ("Organisations", "Grants", "Projects", "Trainings")
    ]


def test_back_office_has_a_section_for_each_app_of_the_kinds(admin_client):
    sections = admin_client.get("/admin/").context["app_list"]

    assert [(str(one["name"]), [model["object_name"] for model in one["models"]]) for one in sections] == [
        ("Organisations", ["Organisation", "Grant"]),
        ("Projects", ["Project"]),
        ("Trainings", ["Training"]),
        ("Categories", ["Country", "Theme", "BeneficiaryGroup", "Topic", "SearchSynonym"]),
        ("Contact", ["Report", "Contact"]),
        ("People", ["User", "Group"]),
    ]


def test_data_sets_are_those_of_the_kinds_and_their_rows():
    assert [(dataset.section, dataset.resource) for dataset in DATASETS if not dataset.part] == [
        (kind.section, kind.resource) for kind in KINDS
    ]
    assert [dataset.resource for dataset in DATASETS if dataset.part] == [
        relation.resource for kind in KINDS for relation in kind.resource.rows
    ]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "View in list"), (2, "View all 2 projects"), (1234, "View all 1,234 projects")]
)
def test_link_to_a_list_has_the_number_of_entries(number, text):
    assert KINDS[1].link_to(number) == text
