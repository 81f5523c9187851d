"""Every kind of public page, with the programme's own entries, in a real browser."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from organisations.models import Grant
from tests.browser.conftest import DESK, PHONE, follow, overflow

SMALL_PHONE = {"width": 360, "height": 640}
PATHS = [
    "/",
    "/organisations/",
    "/organisations/civic-alliance/",
    "/organisations/center-of-womens-rights/",
    "/projects/",
    "/projects/building-resilience-of-youth/",
    "/projects/step-by-step/",
    "/grants/",
    "/trainings/",
    "/trainings/understanding-the-role-of-csos-in-the-eu-integration-process/",
    "/insights/",
    "/insights/?country=AL&country=ME",
    "/insights/pivot/?of=projects&rows=theme&columns=country",
    "/insights/pivot/?of=trainings&rows=colour&country=AL",
    "/data/",
    "/countries/",
    "/countries/?show=towns",
    "/countries/ba/",
    "/themes/",
    "/themes/organised-crime/",
    "/search/?q=youth",
    "/about/",
    "/accessibility/",
    "/contact/",
    "/privacy/",
    "/legal/",
    "/report/?about=/projects/step-by-step/",
    "/report/thanks/?about=/projects/step-by-step/",
]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

each_width_and_scheme = pytest.mark.parametrize(
    ("viewport", "context_options"),
    [
        (PHONE, {"color_scheme": "light"}),
        (PHONE, {"color_scheme": "dark"}),
        (DESK, {"color_scheme": "light"}),
        (DESK, {"color_scheme": "dark"}),
    ],
    ids=["phone-light", "phone-dark", "desk-light", "desk-dark"],
)


@each_width_and_scheme
def test_pages_have_no_accessibility_fault_and_fit_their_window(page, check_page, programme):
    for path in PATHS:
        response = page.goto(path)

        assert response.status == 200
        check_page(page)


@each_width_and_scheme
def test_missing_page_has_no_accessibility_fault(page, axe, programme, faults):
    response = page.goto("/no-such-page/")

    assert response.status == 404
    axe(page)
    faults.clear()  # the browser's console notes the 404 that this test asks for


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 256}])
def test_pages_can_be_enlarged_to_400_per_cent(page, programme):
    for path in PATHS:
        page.goto(path)

        assert (path, overflow(page)) == (path, 0)


def test_keyboard_skips_to_the_content(page, programme):
    page.goto("/organisations/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_visitor_without_javascript_goes_from_home_to_a_partner_and_back(page, programme):
    page.goto("/")

    follow(page, "Browse projects")
    follow(page, "Digital Inclusiveness for CSO and Citizen Engagement")
    follow(page, "Edutask Institute")
    assert page.text_content("h1") == "Edutask Institute"
    follow(page, "Digital Inclusiveness for CSO and Citizen Engagement")

    assert page.url.endswith("/projects/digi-core/")


def test_paper_shows_the_entry_without_the_ways_around(page, programme):
    page.emulate_media(media="print")

    page.goto("/projects/digi-core/")

    assert page.is_visible("h1")
    assert [page.is_visible(part) for part in (".nav", ".crumbs", ".skip", ".footer__links")] == [False] * 4


def test_paper_shows_a_list_without_its_form(page, programme):
    page.emulate_media(media="print")

    page.goto("/organisations/?country=ME")

    assert page.is_visible(".chips")
    parts = (".filters", ".results__sort", ".results__download", ".header__search", ".chip--all")
    assert [page.is_visible(part) for part in parts] == [False] * 5


def test_paper_shows_the_address_and_the_screen_the_contents(page, live_server, programme):
    page.goto("/projects/digi-core/")
    parts = ("nav.contents", ".print-only")
    on_screen = [page.is_visible(part) for part in parts]

    page.emulate_media(media="print")

    assert on_screen == [True, False]
    assert [page.is_visible(part) for part in parts] == [False, True]
    assert page.text_content(".print-only") == f"{live_server.url}/projects/digi-core/"


def test_paper_shows_the_day_of_printing_not_that_of_the_page(page, live_server, programme):
    page.clock.set_fixed_time(datetime(2031, 3, 9, 12))
    page.goto("/organisations/?country=ME&utm_source=letter")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    address = f"{live_server.url}/organisations/?country=ME"
    assert page.text_content(".print-only") == f"{address} · Printed on 9 March 2031"


@pytest.mark.parametrize("path", ["/", "/search/", "/no-such-page/", "/projects/digi-core/"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_page_has_one_way_to_search_the_portal(page, programme, faults, path):
    page.goto(path)

    ways = page.locator("input[data-suggest], .header__find").filter(visible=True)
    expect(ways).to_have_count(1)
    faults.clear()  # the browser's console notes the 404 that this test asks for


@pytest.mark.parametrize("viewport", [SMALL_PHONE])
def test_facts_are_on_the_first_screen_of_a_phone(page, programme):
    Grant.objects.update(
        amount=120_000, currency="EUR", awarded_on="2023-01-09", starts_on="2023-02-01", ends_on="2025-06-30"
    )

    for path in (
        "/projects/digi-core/",
        "/projects/building-resilience-of-youth/",
        "/projects/step-by-step/",
        "/organisations/civic-alliance/",
        "/organisations/social-center-for-helping-people-in-need/",
    ):
        page.goto(path)
        facts = page.locator("dl.facts").first.bounding_box()
        assert (path, facts["y"] + facts["height"] < SMALL_PHONE["height"]) == (path, True)


@pytest.mark.parametrize("context_options", [{"permissions": ["clipboard-read", "clipboard-write"]}])
def test_share_copies_the_address_without_what_was_added_to_it(page, live_server, programme):
    page.goto("/projects/digi-core/?utm_source=letter")

    page.get_by_role("button", name="Share").click()

    expect(page.get_by_role("button", name="Address copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live_server.url}/projects/digi-core/"
