"""The first page, the lists and the link to edit a public page, in a real browser."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.conftest import DESK, PHONE, log_in
from tests.factories import CountryFactory, OrganisationFactory
from tests.staff import person_of

ORGANISATIONS = "/admin/organisations/organisation/"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"]),
]


def test_entry_is_found_from_the_first_page(page, check_page):
    OrganisationFactory(name="Građanska alijansa", draft=True)
    log_in(page, person_of("Editor"))
    expect(page.get_by_role("link", name="Add organisation")).to_be_visible()
    check_page(page)

    page.get_by_label("Search all entries").fill("gradjanska")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Organisations (1)")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Građanska alijansa").click()
    expect(page.get_by_label("Name:", exact=True).first).to_have_value("Građanska alijansa")


def test_filter_is_saved_and_columns_are_chosen(page, check_page):
    OrganisationFactory(name="A draft", draft=True)
    OrganisationFactory(name="A page")
    log_in(page, person_of("Editor"))
    page.goto(f"{ORGANISATIONS}?publication=draft")
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("Drafts")
    check_page(page)
    page.locator(".saved-filters").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The filter “Drafts” was saved.")).to_be_visible()

    page.goto(ORGANISATIONS)
    page.get_by_role("navigation", name="Saved filters").get_by_role("link", name="Drafts").click()
    expect(page.get_by_role("link", name="A page")).to_have_count(0)
    page.get_by_role("link", name="Rename or delete").click()
    check_page(page)

    page.goto(f"{ORGANISATIONS}columns/")
    page.get_by_label("Address").check()
    check_page(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("columnheader", name="Address")).to_have_count(1)


def test_country_of_many_is_set_after_a_preview(page, check_page):
    CountryFactory(code="RS", name="Serbia")
    entry = OrganisationFactory(name="Open School", draft=True)
    log_in(page, person_of("Editor"))
    page.goto(ORGANISATIONS)
    page.locator(f"input[name=_selected_action][value='{entry.pk}']").check()
    page.get_by_label("Action:").select_option("set_country")
    page.get_by_role("button", name="Go", exact=True).click()
    page.locator("select[name=value]").select_option("RS")
    check_page(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Open School: Serbia")).to_be_visible()
    check_page(page)

    page.get_by_role("button", name="Set the country (1 entry)").click()

    expect(page.get_by_text("Country set: Serbia: 1 entry.")).to_be_visible()
    assert Organisation.objects.get().country_id == "RS"


def test_page_is_checked_without_a_change(page, check_page):
    entry = OrganisationFactory(name="Open School")
    log_in(page, person_of("Publisher"))
    page.goto(f"{ORGANISATIONS}{entry.pk}/check/")
    check_page(page)

    page.get_by_role("button", name="Still correct").click()

    expect(page.get_by_text("Recorded: “Open School” is still correct.")).to_be_visible()


def test_only_staff_ask_for_the_link_to_edit_a_page(page, check_page):
    entry = OrganisationFactory(name="Open School")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "edit-link/" in request.url else None)
    page.goto(entry.get_absolute_url())
    page.wait_for_load_state("networkidle")
    asked_as_visitor = [*asked]

    log_in(page, person_of("Publisher"))
    page.goto(entry.get_absolute_url())
    link = page.get_by_role("link", name="Edit this page")
    expect(link).to_be_visible()
    check_page(page)
    link.click()

    expect(page).to_have_url(f"{page.url.split('/admin')[0]}{ORGANISATIONS}{entry.pk}/change/")
    assert (asked_as_visitor, len(asked)) == ([], 1)
