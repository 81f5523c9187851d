"""The portal's main job from end to end: an editor changes an entry, and a visitor sees it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visitor(browser, live_server):
    """A page in another person's browser."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_visitor_sees_and_finds_what_an_editor_has_changed(page, visitor, administrator, programme):
    visitor.goto("/projects/?q=kestrel")
    expect(visitor.get_by_role("heading", name="0 projects")).to_be_visible()

    log_in(page, administrator)
    page.get_by_role("link", name="Projects", exact=True).first.click()
    page.get_by_role("link", name="Digital Inclusiveness for CSO and Citizen Engagement").click()
    page.get_by_label("Summary").fill("Kestrels nest in Fushë-Arrëz.\n\nSo says https://example.org/nests.")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    visitor.reload()
    expect(visitor.locator("mark")).to_have_text(["Kestrels"])
    visitor.get_by_role("link", name="Digital Inclusiveness for CSO and Citizen Engagement").click()
    expect(visitor.get_by_text("Kestrels nest in Fushë-Arrëz.")).to_be_visible()
    expect(visitor.get_by_role("link", name="https://example.org/nests")).to_be_visible()


def test_draft_is_seen_by_nobody_until_it_is_published(page, visitor, administrator, programme):
    log_in(page, administrator)

    page.goto("/admin/organisations/organisation/add/")
    page.locator("#id_name").fill("Удружење Соко")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert visitor.goto("/organisations/udruzenje-soko/").status == 404
    visitor.goto("/search/?q=soko")
    expect(
        visitor.get_by_text("No results for “soko”. Check the spelling or use fewer words.")
    ).to_be_visible()

    page.get_by_label("Summary").fill("It watches falcons.")
    page.get_by_label("Country not known").check()
    page.get_by_label("Publication date", exact=True).fill("01/03/2024")
    page.get_by_label("Publication time").fill("09:00")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()

    assert visitor.goto("/organisations/udruzenje-soko/").status == 200
    visitor.goto("/search/?q=soko")
    expect(visitor.get_by_role("link", name="Удружење Соко")).to_be_visible()
