"""An analyst goes from the figures to a table of their own, and downloads it."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import on_phone_and_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False, "accept_downloads": True}])
def test_analyst_makes_a_table_follows_a_number_and_downloads_it(page, programme):
    page.goto("/insights/")
    page.get_by_role("link", name="Make your own table").click()
    page.get_by_role("link", name="Projects", exact=True).last.click()
    page.get_by_label("Columns").select_option("country")
    page.get_by_label("Rows").select_option("theme")
    page.get_by_role("button", name="Show table").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Number of projects by theme and country")

    row = page.get_by_role("row", name="Organised crime")
    row.get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="2 projects")).to_be_visible()
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()

    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        rows = {line[0]: line[1:] for line in csv.reader(file)}
    assert rows["Theme"][-2:] == ["Serbia", "Total"]
    assert rows["Organised crime"][-2:] == ["2", "2"]


def test_paper_shows_every_column_of_the_tables(page, programme):
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 950})  # A4 within its margins

    page.goto("/insights/")

    tables = page.locator("table")
    cut_off = tables.evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.parentElement.clientWidth).length"
    )
    assert (tables.count() > 1, cut_off) == (True, 0)


@on_phone_and_desk
def test_charts_are_used_by_keyboard_and_tables_scroll_within_the_page(page, check_page, programme):
    page.goto("/insights/?country=AL")
    bar = page.get_by_role("group", name="Chart: Grants by country and type, Grants").get_by_role("link")

    bar.first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="1 grant")).to_be_visible()
    page.go_back()
    page.get_by_role("region", name="Table: Themes of projects by country").focus()
    check_page(page)
