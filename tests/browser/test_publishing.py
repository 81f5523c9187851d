"""An editor's day and a publisher's day in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from catalogue.publishing.admin import bulk
from catalogue.publishing.models import BulkRun
from organisations.models import Organisation
from projects.models import Project
from tests.browser.conftest import DESK, PHONE, log_in
from tests.factories import OrganisationFactory
from tests.staff import person_of

ORGANISATIONS = "/admin/organisations/organisation/"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"]),
]


def task(page, title):
    return page.get_by_role("region", name=re.compile(f"^{title}"))


def test_editor_writes_a_draft_and_sends_it_for_review(page, check_page, programme):
    log_in(page, person_of("Editor"))
    check_page(page)
    page.goto(f"{ORGANISATIONS}add/")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    check_page(page)

    page.get_by_label("Name:", exact=True).first.fill("Open School")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("Saved, but the status did not change.")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="summary", exact=True).click()
    assert page.evaluate("location.hash") == "#id_summary"
    page.get_by_label("Summary:").fill("It opens schools.")
    page.get_by_label("Country not known").check()
    page.get_by_role("button", name="Send for review").click()

    expect(page.get_by_text("Sent for review.")).to_be_visible()
    page.goto("/admin/")
    expect(task(page, "Sent for review by me").get_by_role("link", name="Open School")).to_be_visible()
    assert Organisation.objects.get(name="Open School").status == "review"

    page.goto(f"{ORGANISATIONS}{Organisation.objects.for_public().first().pk}/change/?version=published")
    expect(page.get_by_text("Only publishers can edit it.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    check_page(page)


def test_publisher_reviews_previews_publishes_and_renames(page, check_page, browser, live_server, programme):
    organisation = Organisation.objects.create(
        name="Open School",
        slug="open-school",
        summary="It opens schools.",
        is_country_not_stated=True,
        stage="review",
    )
    log_in(page, person_of("Publisher"))
    waiting = task(page, "Waiting for my review")
    expect(waiting.get_by_role("heading")).to_have_text("Waiting for my review (1)")
    check_page(page)
    waiting.get_by_role("link", name="Open School").click()
    expect(page.get_by_text("Waiting for a publisher to review it.")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open School")
    check_page(page)
    page.get_by_role("link", name="Share this preview").click()
    check_page(page)
    page.get_by_role("button", name="Create a preview link").click()
    check_page(page)
    link = page.get_by_label("Preview link 1").input_value()
    visitor = browser.new_context().new_page()
    assert visitor.goto(link).status == 200
    expect(visitor.get_by_text("Your link works until")).to_be_visible()
    check_page(visitor)
    assert visitor.goto(f"{live_server.url}/organisations/open-school/").status == 404
    visitor.goto(f"{live_server.url}/preview/nonsense/")
    check_page(visitor)
    page.get_by_role("button", name="Withdraw preview links").click()
    expect(page.get_by_text("1 preview link was withdrawn.")).to_be_visible()
    assert visitor.goto(link).status == 410
    check_page(visitor)

    page.get_by_role("link", name="Open School").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()
    assert visitor.goto(f"{live_server.url}/organisations/open-school/").status == 200
    page.goto(f"{ORGANISATIONS}{organisation.pk}/change/")
    check_page(page)
    page.get_by_label("Address:").fill("school")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    visitor.goto(f"{live_server.url}/organisations/open-school/")
    assert visitor.url == f"{live_server.url}/organisations/school/"

    page.goto(f"{ORGANISATIONS}{organisation.pk}/change/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn. Only staff can see it now.")).to_be_visible()
    assert visitor.goto(f"{live_server.url}/organisations/school/").status == 404
    visitor.context.close()


def test_publisher_changes_the_themes_of_many_projects_and_withdraws_them(page, check_page, programme):
    log_in(page, person_of("Publisher"))
    page.goto("/admin/projects/project/")
    check_page(page)
    page.locator("#result_list .action-select").first.check()
    page.get_by_label("Action:").select_option("Change themes …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change themes")
    check_page(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=re.compile("^Will be changed"))).to_be_visible()
    check_page(page)

    for box in page.goto("/admin/projects/project/") and page.locator("#result_list .action-select").all():
        box.check()
    page.get_by_label("Action:").select_option("Withdraw …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    check_page(page)
    page.get_by_role("button", name="Withdraw (3 entries)").click()

    expect(page.get_by_text("Withdrawn: 3 entries.")).to_be_visible()
    assert Project.objects.for_public().count() == 0


def test_action_on_many_entries_shows_its_progress_and_can_be_continued(page, check_page, monkeypatch):
    monkeypatch.setattr(bulk, "PORTION", 1)
    monkeypatch.setattr("catalogue.portions.SECONDS", 0)
    for number in range(4):
        OrganisationFactory(name=f"Name {number}", draft=True, summary="A", is_country_not_stated=True)
    person = person_of("Publisher")
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    log_in(page, person)
    BulkRun.objects.create(kind="organisations.organisation", user=person, action="publish", keys=keys)
    page.goto(ORGANISATIONS)
    page.get_by_role("link", name="Publish: 0 of 4 entries").click()
    expect(page.get_by_text("Not finished: 0 of 4 entries have been processed.")).to_be_visible()
    check_page(page)
    monkeypatch.setattr("catalogue.portions.SECONDS_OF_BUTTON", 0)

    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("Published: 4 entries.")).to_be_visible()
    assert Organisation.objects.published().count() == 4
