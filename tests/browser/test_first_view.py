"""The first page of a visit is shown without waiting for its stylesheet, and looks like later ones."""

import pytest

from tests.browser.conftest import on_phone_and_desk, wait_for_styles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The stylesheets that a page loaded, and whether it was shown only after them.
SHEETS = """() => performance.getEntriesByType("resource")
    .filter((entry) => /\\/site\\.\\w+\\.css$/.test(entry.name))
    .map((entry) => entry.renderBlockingStatus)"""
LOOKS = """() => [...document.querySelectorAll("body, body *")].map((one) => {
    const style = getComputedStyle(one);
    return [one.tagName, ...[...style].map((name) => style.getPropertyValue(name))].join(";");
})"""


@pytest.fixture
def _served(collected, settings):
    """Serve the collected files, also under their hashed names."""
    settings.STATICFILES_DIRS = [collected]


def sheets(page) -> tuple[list[str], int]:
    wait_for_styles(page)
    return page.evaluate(SHEETS), page.locator("style").count()


@on_phone_and_desk
@pytest.mark.usefixtures("_served")
def test_first_page_has_its_styles_and_the_next_one_links_them(page, check_page):
    page.goto("/about/")
    first, looks = sheets(page), page.evaluate(LOOKS)
    check_page(page)
    with page.expect_navigation():
        page.get_by_role("link", name="About", exact=True).first.press("Enter")
    later = sheets(page)

    assert first == (["non-blocking"], 1)
    assert later == (["blocking"], 0)
    assert page.evaluate(LOOKS) == looks
