"""Rows of a form: a list is pasted, moved by keyboard and by touch, indented and saved."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.conftest import DESK, PHONE, log_in, on_phone_and_desk

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

    group.get_by_role("button", name="Open all").tap()
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


TWELVE = [f"Activity {letter}" for letter in "ABCDEFGHIJKL"]


def drag_handle(page, group, row, target, by):
    """Drag a row by its handle above another one, with the mouse or, through the same events, a finger."""
    handle, other = group.locator(".row-handle").nth(row), group.locator(".row-handle").nth(target)
    # Far from the edges of the window, at which it scrolls.
    other.evaluate("row => row.scrollIntoView({ block: 'center', behavior: 'instant' })")
    start, end = handle.bounding_box(), other.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    if by == "mouse":
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, end["y"] + 2, steps=4)
        page.mouse.up()
        return
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": (y + end["y"]) / 2}]),
        ("touchMove", [{"x": x, "y": end["y"] + 2}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize(
    ("viewport", "context_options", "by"),
    [(PHONE, {"has_touch": True}, "touch"), (DESK, {}, "mouse")],
    ids=["touch", "mouse"],
)
def test_twelve_activities_are_pasted_dragged_moved_by_keyboard_and_saved(
    page, check_page, editor, organisation, by
):
    open_form(page, organisation, editor)
    group = page.get_by_role("group", name="Activities")
    group.get_by_label("Text, row 1").evaluate(PASTE, "\n".join(f"- {text}" for text in TWELVE))
    group.get_by_role("button", name="Close all").click()
    check_page(page)

    drag_handle(page, group, 5, 1, by)
    expect(page.get_by_text("Moved to row 2 of 12.")).to_be_attached()
    group.locator(".row-toggle").nth(11).press("Enter")
    group.get_by_role("button", name="Move up, row 12").press("Enter")
    save(page)

    assert [text for _order, _level, text in activities(organisation)] == [
        "Activity A",
        "Activity F",
        *TWELVE[1:5],
        *TWELVE[6:10],
        "Activity L",
        "Activity K",
    ]


@on_phone_and_desk
def test_stored_rows_are_closed_and_open_by_keyboard(page, check_page, editor, organisation):
    for number, text in enumerate(("One", "Two"), start=1):
        organisation.activities.create(order=number, level=1, text=text)
    open_form(page, organisation, editor)
    group = page.get_by_role("group", name="Activities")
    line = group.get_by_role("button", name="Row 2. Two")

    expect(group.get_by_label("Text, row 2")).to_be_hidden()
    expect(line).to_have_attribute("aria-expanded", "false")
    line.press("Enter")
    expect(group.get_by_role("button", name="Row 2.", exact=True)).to_have_attribute("aria-expanded", "true")
    group.get_by_label("Text, row 2").fill("")
    page.get_by_role("button", name="Save as draft").click()

    expect(group.get_by_label("Text, row 2")).to_be_visible()
    expect(group.get_by_label("Text, row 1")).to_be_hidden()
    expect(page.get_by_role("link", name="Activity 2, Text")).to_be_visible()
    check_page(page)


def test_contents_of_a_form_count_rows_and_errors(page, editor, organisation):
    organisation.activities.create(order=1, level=1, text="One")
    open_form(page, organisation, editor)
    contents = page.get_by_role("navigation", name="Sections of the form")
    item = contents.get_by_role("listitem").filter(has=page.get_by_role("link", name="Activities"))

    page.get_by_role("button", name="Add activity").or_(page.get_by_role("link", name="Add activity")).click()
    expect(item).to_contain_text("2")
    page.get_by_label("Website:").fill("no address")
    page.get_by_role("button", name="Save as draft").click()

    found = contents.get_by_role("listitem").filter(has_text="1 error")
    expect(found).to_contain_text("Location and founding")
