"""A visitor searches and narrows a list, goes back, and sends the address to somebody else."""

import pytest

from organisations.models import Grant
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def count(page) -> str:
    return page.locator("[data-refresh-count]").inner_text()


def wait_for_count(page, text):
    page.wait_for_function(
        "text => document.querySelector('[data-refresh-count]').innerText === text", arg=text
    )


def test_visitor_filters_goes_back_and_shares_the_address(page, browser, live_server, programme):
    page.goto("/organisations/")
    assert count(page) == "19 organisations"

    page.get_by_label("Albania").check()
    wait_for_count(page, "3 organisations")
    page.get_by_label("Montenegro").check()
    wait_for_count(page, "6 organisations")
    assert page.url.endswith("/organisations/?country=AL&country=ME")
    assert page.locator("[data-refresh-status]").inner_text() == "6 organisations"
    assert page.evaluate("document.activeElement.id") == "country-ME"

    page.go_back()
    wait_for_count(page, "3 organisations")
    assert page.get_by_label("Montenegro").is_checked() is False
    page.go_forward()
    wait_for_count(page, "6 organisations")

    other = browser.new_context(base_url=live_server.url).new_page()
    other.goto(page.url)
    assert count(other) == "6 organisations"
    other.context.close()


def test_visitor_searches_without_diacritics_and_removes_the_chip(page, programme):
    page.goto("/organisations/")

    page.locator("#q").fill("gradjanska")
    page.keyboard.press("Enter")
    wait_for_count(page, "1 organisation")
    assert page.locator("mark").all_inner_texts() == ["Građanska"]
    assert page.url.endswith("?q=gradjanska")

    page.get_by_role("link", name="gradjanska").click()
    wait_for_count(page, "19 organisations")
    assert page.url.endswith("/organisations/")


def test_names_are_suggested_while_a_visitor_types(page, programme):
    page.goto("/")

    page.locator("#search").press_sequentially("juve")

    page.locator("#search-suggestions option").first.wait_for(state="attached")
    names = page.eval_on_selector_all(
        "#search-suggestions option", "options => options.map(one => one.value)"
    )
    assert names == ["NGO Juventas"]


def test_visitor_follows_did_you_mean(page, programme):
    page.goto("/search/?q=Juventus")

    page.get_by_role("link", name="juventas").click()

    assert page.get_by_role("link", name="NGO Juventas", exact=True).is_visible()


@pytest.mark.parametrize("viewport", [PHONE])
@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_visitor_without_javascript_filters_with_the_button(page, programme):
    page.goto("/projects/")

    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_label("Kosovo").check()
    page.get_by_role("button", name="Apply filters").click()

    assert count(page) == "1 project"
    page.get_by_role("button", name="Filters (1)").click()
    assert page.get_by_label("Kosovo").is_checked()


@pytest.mark.parametrize("viewport", [PHONE])
def test_filters_cover_a_phone_until_the_results_are_shown(page, check_page, programme):
    page.goto("/organisations/")

    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_label("Albania").check()
    page.get_by_role("button", name="Show 3 organisations").wait_for()
    assert page.get_by_role("button", name="Show 3 organisations").bounding_box()["y"] < PHONE["height"]
    check_page(page)
    page.get_by_role("button", name="Show 3 organisations").click()

    page.get_by_role("button", name="Filters (1)").wait_for()
    assert page.locator("#filters").is_hidden()


@pytest.mark.parametrize("viewport", [PHONE])
@pytest.mark.parametrize("section", ["organisations", "projects", "grants", "trainings"])
def test_first_result_is_on_the_first_screen_of_a_phone(page, section, programme):
    page.goto(f"/{section}/")

    first = page.locator(".cards h3 a, .grid tbody a").first.bounding_box()
    assert first["y"] + first["height"] < PHONE["height"]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_visitor_downloads_chosen_columns(page, check_page, programme):
    page.goto("/organisations/?country=ME")

    page.get_by_role("button", name="Download", exact=True).click()
    check_page(page)
    page.get_by_role("button", name="None").click()
    page.get_by_label("Name", exact=True).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()

    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("Name", 4)


@pytest.mark.parametrize("viewport", [DESK])
def test_visitor_sorts_grants_by_a_column(page, programme):
    Grant.objects.update(starts_on="2023-02-01")
    page.goto("/grants/")

    page.get_by_role("link", name="Start", exact=True).click()

    page.locator("th[aria-sort=descending]", has_text="Start").wait_for()
    assert page.url.endswith("/grants/?sort=start")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_searches_have_no_accessibility_fault_and_fit_their_window(page, check_page, programme):
    for path in (
        "/search/",
        "/search/?q=migration",
        "/search/?q=Juventus",
        "/organisations/?q=rights&country=ME&country=ZZ",
        "/projects/?state=unknown",
        "/grants/?line=core&amount_from=5",
        "/trainings/?when=coming",
    ):
        page.goto(path)

        check_page(page)
