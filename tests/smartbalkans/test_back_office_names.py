"""What the back office calls its pages and moments: the same on every page."""

import datetime
import re

import pytest
from django.utils.formats import date_format

from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LISTS = [
    ("organisations/organisation", "Organisations"),
    ("organisations/grant", "Grants"),
    ("organisations/theme", "Themes"),
    ("auth/user", "Users"),
]


def read(client, address):
    return client.get(address).content.decode()


def crumbs(page):
    inside = re.search(r'<div class="breadcrumbs">(.*?)</div>', page, re.DOTALL)[1]
    return [crumb.strip() for crumb in re.sub(r"<[^>]+>", "", inside).replace("&rsaquo;", "›").split("›")]


@pytest.mark.parametrize(("address", "name"), LISTS)
def test_list_is_called_by_what_it_lists(admin_client, address, name):
    page = read(admin_client, f"/admin/{address}/")

    assert re.findall(r"<h1>(.*?)</h1>", page) == [name]
    assert crumbs(page) == ["Home", name]


@pytest.mark.parametrize(
    ("tail", "last"),
    [("history/", ["History"]), ("delete/", ["Delete"]), ("merge/", ["Merge"]), ("change/", [])],
)
def test_pages_of_an_entry_lead_back_by_the_same_way(admin_client, tail, last):
    entry = OrganisationFactory(name="Open Rivers")

    page = read(admin_client, f"/admin/organisations/organisation/{entry.pk}/{tail}")

    assert crumbs(page) == ["Home", "Organisations", "Open Rivers", *last]


def test_tools_of_a_list_are_in_order(admin_client):
    page = read(admin_client, "/admin/organisations/organisation/")

    tools = re.search(r'<ul class="object-tools">(.*?)</ul>', page, re.DOTALL)[1]
    assert [tool.strip() for tool in re.findall(r"<a [^>]*>(.*?)</a>", tools, re.DOTALL)] == [
        "Add organisation",
        "Add from text",
        "Columns",
        "Import",
        "Export",
        "Possible duplicates",
        "Deleted",
    ]


def test_list_without_possible_duplicates_has_one_message(admin_client):
    page = read(admin_client, "/admin/organisations/organisation/duplicates/")

    assert "No entries have similar names." in page
    assert "0 pairs" not in page
    assert "Marked as not duplicates" not in page


def test_moments_are_written_with_24_hours():
    moment = datetime.datetime(2026, 3, 1, 13, 5)

    assert date_format(moment, "SHORT_DATETIME_FORMAT") == "01/03/2026 13:05"
    assert date_format(moment, "TIME_FORMAT") == "13:05"
