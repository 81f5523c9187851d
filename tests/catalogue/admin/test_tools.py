"""Links above lists and forms."""

import pytest
from django.contrib.admin import AdminSite

from catalogue.admin.tools import ToolsMixin
from organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.pages import admin_page, change_page

pytestmark = pytest.mark.django_db


def test_list_begins_with_the_tools_of_the_back_office(admin_client):
    tools = admin_client.get(admin_page(Organisation, "changelist")).context["list_tools"]

    assert tools[0].label == "Add from text"


def test_list_of_a_site_without_tools_has_none(rf):
    assert ToolsMixin(Organisation, AdminSite()).list_tools(rf.get("/")) == []


def test_only_an_entry_that_exists_has_tools(admin_client):
    new = admin_client.get(admin_page(Organisation, "add")).context["entry_tools"]
    existing = admin_client.get(change_page(OrganisationFactory())).context["entry_tools"]

    assert (new, bool(existing)) == ([], True)
