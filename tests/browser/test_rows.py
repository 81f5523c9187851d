"""Rows of a form: a list is pasted, moved by keyboard and by touch, indented and saved."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.conftest import PHONE, log_in, on_phone_and_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]

LIST = "• Research\n  ◦ Interviews\n  ◦ Survey\n2) Policy brief\n– Round table"
PASTE = """(element, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    element.dispatchEvent(new ClipboardEvent("paste", options));
}"""


@pytest.fixture
def organisation():
    return Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")


def open_form(page, organisation, editor):
    log_in(page, editor)
    page.goto(f"/admin/organisations/organisation/{organisation.pk}/change/")
    page.wait_for_load_state("load")


def save(page):
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def activities(organisation):
    return list(organisation.activities.values_list("order", "level", "text"))


@on_phone_and_desk
def test_pasted_list_becomes_rows_that_are_moved_by_keyboard(page, check_page, editor, organisation):
    open_form(page, organisation, editor)
    group = page.get_by_role("group", name="Activities")
    group.get_by_label("Text, row 1").evaluate(PASTE, LIST)
    expect(group.get_by_role("button", name="Move up, row 5")).to_be_visible()
    check_page(page)

    group.get_by_role("button", name="Move up, row 5").press("Enter")
    page.keyboard.press("Enter")
    group.get_by_role("button", name="Outdent, row 2").press("Space")
    save(page)

    assert activities(organisation) == [
        (1, 1, "Research"),
        (2, 1, "Interviews"),
        (3, 1, "Round table"),
        (4, 2, "Survey"),
        (5, 1, "Policy brief"),
    ]


@pytest.mark.parametrize(("viewport", "context_options"), [(PHONE, {"has_touch": True})], ids=["touch"])
def test_rows_are_moved_and_duplicated_by_touch(page, editor, organisation):
    for number, text in enumerate(("One", "Two", "Three"), start=1):
        organisation.activities.create(order=number, level=1, text=text)
    open_form(page, organisation, editor)
    group = page.get_by_role("group", name="Activities")

    group.get_by_role("button", name="Move down, row 1").tap()
    group.get_by_role("button", name="Duplicate, row 3").tap()
    group.get_by_role("button", name="Add below, row 1").tap()
    page.keyboard.type("Added")
    save(page)

    assert [text for _order, _level, text in activities(organisation)] == [
        "Two",
        "Added",
        "One",
        "Three",
        "Three",
    ]


def test_prose_is_pasted_as_it_is(page, editor, organisation):
    open_form(page, organisation, editor)
    group = page.get_by_role("group", name="Activities")

    group.get_by_label("Text, row 1").evaluate(PASTE, "One paragraph.\n\nAnother paragraph.")

    expect(group.get_by_role("button", name="Move up, row 2")).to_have_count(0)


@on_phone_and_desk
def test_summary_of_errors_takes_the_focus_and_leads_to_the_fields(page, check_page, editor, organisation):
    open_form(page, organisation, editor)
    page.get_by_label("Name:", exact=True).fill("")
    page.get_by_label("Website:").fill("no address")
    page.get_by_role("button", name="Save as draft").click()

    summary = page.get_by_role("group", name="2 errors: correct them below, then save again.")
    expect(summary).to_be_focused()
    check_page(page)
    summary.get_by_role("link", name="Website").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("Website:")).to_be_focused()
