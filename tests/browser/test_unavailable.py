"""A form that could not be saved because the database was locked, sent again in a real browser."""

import pytest
from django.db import connection
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.conftest import log_in, on_phone_and_desk
from tests.factories import OrganisationFactory
from tests.pages import change_page
from tests.writers import another_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def _brief_wait(monkeypatch):
    """Let the connections that the server opens wait for a lock only a moment."""
    if connection.vendor != "sqlite":
        pytest.skip("the connections of PostgreSQL's pool are open already")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)


@on_phone_and_desk
@pytest.mark.usefixtures("_brief_wait")
def test_form_is_sent_again_with_everything_typed(page, check_page, administrator, faults):
    organisation = OrganisationFactory(summary="Old")
    log_in(page, administrator)
    page.goto(change_page(organisation))
    page.get_by_label("Summary:").fill("Two\n\nparagraphs")

    with another_writer():
        page.get_by_role("button", name="Publish changes").click()
        expect(page.get_by_role("heading", name="The portal is busy")).to_be_visible()
    check_page(page)
    faults.clear()  # the browser reports the status 503 in its console
    page.get_by_role("button", name="Send again").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Organisation.objects.get().summary.splitlines() == ["Two", "", "paragraphs"]
