"""A visitor walks through the portal by its links."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_visitor_goes_from_home_to_a_download_by_links_alone(page, check_page, programme):
    page.goto("/")
    check_page(page)
    page.get_by_role("link", name="Albania: 3 organisations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Albania")
    check_page(page)
    follow(page, "Social Center for Helping People in Need")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Social Center for Helping People in Need")
    check_page(page)
    follow(page, "Digital Inclusiveness for CSO and Citizen Engagement")
    check_page(page)
    follow(page, "Digital inclusion")
    expect(page.get_by_role("heading", level=1)).to_have_text("Digital inclusion")
    check_page(page)
    follow(page, "3 organisations")
    expect(page.get_by_role("heading", name="3 organisations")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Download").filter(visible=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()

    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
