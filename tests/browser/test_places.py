"""The map and the pages of countries and themes in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The heights of the numbers on the map, in pixels of the screen.
HEIGHTS_OF_NUMBERS = (
    "[...document.querySelectorAll('.map__number')].map((e) => e.getBoundingClientRect().height)"
)
LABELS = [
    "Albania: 3 organisations",
    "Bosnia and Herzegovina: 5 organisations",
    "Kosovo: 1 organisation",
    "Montenegro: 3 organisations",
    "North Macedonia: 2 organisations",
    "Serbia: 2 organisations",
]


@pytest.mark.parametrize("context_options", [{"java_script_enabled": True}, {"java_script_enabled": False}])
def test_map_is_used_by_the_keyboard_alone(page, programme, context_options):
    page.goto("/countries/")
    page.get_by_role("navigation", name="What the map shows").get_by_role("link").last.focus()

    focused = []
    for _ in LABELS:
        page.keyboard.press("Tab")
        focused.append(page.locator(":focus title").text_content())
    page.keyboard.press("Enter")

    assert focused == LABELS
    expect(page.get_by_role("heading", level=1)).to_have_text("Serbia")


def test_map_names_its_links_for_screen_readers(page, programme):
    page.goto("/")

    links = page.get_by_role("group", name="Organisations by country").get_by_role("link")

    assert [link.get_attribute("href") for link in links.all()] == [
        f"/countries/{code}/" for code in ("al", "ba", "xk", "me", "mk", "rs")
    ]
    for label in LABELS:
        expect(page.get_by_role("link", name=label)).to_have_count(1)


@pytest.mark.parametrize(
    ("viewport", "names"),
    [(PHONE, 0), (DESK, 6), ({"width": 320, "height": 600}, 0)],
    ids=["phone", "desk", "320"],
)
def test_map_shows_names_where_there_is_room_and_numbers_everywhere(page, programme, viewport, names):
    page.goto("/countries/")

    assert overflow(page) == 0
    assert len([name for name in page.locator(".map__name").all() if name.is_visible()]) == names
    assert min(page.evaluate(HEIGHTS_OF_NUMBERS)) >= 16
