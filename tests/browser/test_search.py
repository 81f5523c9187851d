"""A visitor searches and narrows a list, goes back, and sends the address to somebody else."""

import pytest

PHONE = {"width": 360, "height": 740}

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


def test_visitor_searches_without_diacritics_and_takes_the_chip_away(page, programme):
    page.goto("/organisations/")

    page.get_by_label("Search", exact=True).fill("gradjanska")
    page.keyboard.press("Enter")
    wait_for_count(page, "1 organisation")
    assert page.locator("mark").all_inner_texts() == ["Građanska"]
    assert page.url.endswith("?q=gradjanska")

    page.get_by_role("link", name="gradjanska").click()
    wait_for_count(page, "19 organisations")
    assert page.url.endswith("/organisations/")


def test_visitor_follows_did_you_mean(page, programme):
    page.goto("/search/?q=Juventus")

    page.get_by_role("link", name="juventas").click()

    assert page.get_by_role("link", name="NGO Juventas", exact=True).is_visible()


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_visitor_without_javascript_filters_with_the_button(page, programme):
    page.goto("/projects/")

    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Kosovo").check()
    page.get_by_role("button", name="Apply filters").click()

    assert count(page) == "1 project"
    assert page.get_by_label("Kosovo").is_checked()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_searches_have_no_accessibility_fault_and_fit_their_window(page, axe, programme):
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

        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        axe(page)
