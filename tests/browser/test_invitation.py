"""A person is invited, sets a password and a second factor, and works."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.authenticator import code_now
from tests.browser.conftest import log_in, on_phone_and_desk
from tests.factories import OrganisationFactory
from tests.staff import person_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kestrels nest in the barn"  # noqa: S105  (of nobody)


def set_up_second_factor(page, check_page):
    page.get_by_role("link", name="Set up an app").click()
    check_page(page)
    page.get_by_label("Code from the app").fill(code_now(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="Set up the app").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Set up an authenticator app")


@on_phone_and_desk
def test_invitation_leads_to_a_first_login(page, browser, live_server, settings, viewport, check_page):
    cache.clear()
    log_in(page, person_of("Administrator"))
    page.goto("/admin/auth/user/add/")
    check_page(page)
    page.get_by_label("First name").fill("Ana")
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Editor").check()
    page.get_by_role("button", name="Save", exact=True).click()
    check_page(page)
    link = page.get_by_label("Invitation link").input_value()

    settings.MFA_REQUIRED = True
    own = browser.new_context(base_url=live_server.url, locale="en-GB", viewport=viewport).new_page()
    own.goto(link)
    check_page(own)
    own.get_by_label("Password:", exact=True).fill(PASSWORD)
    own.get_by_label("Password, again").fill(PASSWORD)
    own.get_by_role("button", name="Set password").click()
    expect(own.get_by_text("Your password was set. Log in with it now.")).to_be_visible()
    own.get_by_label("Username").fill("ana")
    own.get_by_label("Password").fill(PASSWORD)
    own.get_by_role("button", name="Log in").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    set_up_second_factor(own, check_page)
    own.goto("/admin/")

    expect(own.get_by_role("heading", level=1)).to_have_text("What do you want to work on?")
    own.context.close()


@on_phone_and_desk
def test_entry_is_sent_back_with_a_reason_that_its_author_reads(page, check_page):
    author, publisher = person_of("Editor", "author"), person_of("Publisher")
    entry = OrganisationFactory(name="Civic Union", draft=True, stage="review", author=author)
    log_in(page, publisher)
    page.goto(f"/admin/organisations/organisation/{entry.pk}/change/")
    page.get_by_text("Note", exact=True).click()
    page.get_by_label("For colleagues").fill("The summary is too long.")
    check_page(page)
    page.get_by_role("button", name="Send back").click()
    page.goto(f"/admin/organisations/organisation/{entry.pk}/review/")
    check_page(page)

    page.context.clear_cookies()
    log_in(page, author)
    check_page(page)
    expect(page.get_by_text("The summary is too long.")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()

    expect(page.get_by_role("heading", name="Notices")).to_have_count(0)
