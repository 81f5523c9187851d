"""A visitor on a phone reports a mistake, and an editor finds it on the first page of the back office."""

import pytest
from playwright.sync_api import expect

from smartbalkans.contact.models import Report
from tests.browser.conftest import PHONE, log_in, on_phone_and_desk
from tests.factories import ContactFactory
from tests.staff import person_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRY = "/projects/digi-core/"
NAME = "Digital Inclusiveness for CSO and Citizen Engagement in Regional Cooperation"


@pytest.fixture
def visitor(browser, live_server):
    """A page on a phone without JavaScript and without cookies."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("viewport", [PHONE])
def test_report_goes_from_the_page_of_an_entry_to_the_dashboard(page, visitor, check_page, programme):
    visitor.goto(ENTRY)
    visitor.get_by_role("link", name="Report a mistake on this page").click()
    expect(visitor.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()
    visitor.get_by_label("Your email address").fill("ana@example.org")
    visitor.get_by_role("button", name="Send report").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Enter what is wrong.")
    expect(visitor.get_by_label("Your email address")).to_have_value("ana@example.org")
    visitor.get_by_label("What is wrong?").fill("The name of a partner is misspelt.")
    visitor.get_by_role("button", name="Send report").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    visitor.get_by_role("link", name=f"Back to {NAME}").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(NAME)

    log_in(page, person_of("Editor"))
    expect(page.get_by_role("heading", name="Reported mistakes (1)")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Reports of mistakes: 1").click()
    check_page(page)
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("The name of a partner is misspelt.")).to_be_visible()
    check_page(page)
    page.get_by_label("Status").select_option("Closed")
    page.get_by_label("Staff note").fill("Corrected.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("searchbox", name="Search all entries")).to_be_visible()
    expect(page.get_by_role("heading", name="Reported mistakes")).to_have_count(0)

    report = Report.objects.get()
    assert (report.status, report.handler.username, report.note, report.email) == (
        "closed",
        "editor",
        "Corrected.",
        "ana@example.org",
    )


@on_phone_and_desk
def test_form_with_errors_is_accessible(page, check_page):
    page.goto("/report/?about=/data/")
    page.get_by_label("Your email address").fill("ana")

    page.get_by_role("button", name="Send report").click()

    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Enter what is wrong.").click()
    expect(page.get_by_label("What is wrong?")).to_be_focused()


def test_hidden_field_is_neither_seen_nor_reached(page):
    page.goto("/report/")

    expect(page.get_by_text("Leave this field empty")).to_be_hidden()
    page.get_by_label("Your email address").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Privacy").first).to_be_focused()


@on_phone_and_desk
def test_contacts_are_accessible(page, check_page, administrator):
    contact = ContactFactory(telephone="+387 33 123 456", languages="English", countries=["AL", "RS"])
    ContactFactory(organisation=contact.organisation, purpose="Press")
    page.goto("/contact/")

    check_page(page)

    log_in(page, administrator)
    for address in ("/admin/contact/contact/", f"/admin/contact/contact/{contact.pk}/change/"):
        page.goto(address)
        check_page(page)
