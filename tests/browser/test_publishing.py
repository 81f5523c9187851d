"""An editor's day and a publisher's day in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from projects.models import Project
from tests.staff import PASSWORD, person_of

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
ORGANISATIONS = "/admin/organisations/organisation/"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"]),
]


def log_in(page, name):
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you want to work on?")


def look(page, axe):
    """Assert that the page as it stands has no accessibility fault and fits its window."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    axe(page)


def task(page, title):
    return page.get_by_role("region", name=re.compile(f"^{title}"))


def test_editor_writes_a_draft_and_sends_it_for_review(page, axe, programme):
    person_of("Editor")
    log_in(page, "editor")
    look(page, axe)
    page.goto(f"{ORGANISATIONS}add/")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    look(page, axe)

    page.get_by_label("Name:", exact=True).first.fill("Open School")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("Saved, but the status did not change.")).to_be_visible()
    look(page, axe)
    page.get_by_role("link", name="summary", exact=True).click()
    assert page.evaluate("location.hash") == "#id_summary"
    page.get_by_label("Summary:").fill("It opens schools.")
    page.get_by_label("Country not known").check()
    page.get_by_role("button", name="Send for review").click()

    expect(page.get_by_text("Sent for review.")).to_be_visible()
    page.goto("/admin/")
    expect(task(page, "Sent for review by me").get_by_role("link", name="Open School")).to_be_visible()
    assert Organisation.objects.get(name="Open School").status == "review"

    page.goto(f"{ORGANISATIONS}{Organisation.objects.for_public().first().pk}/change/")
    expect(page.get_by_text("Only publishers can edit it.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    look(page, axe)


def test_publisher_reviews_previews_publishes_and_renames(page, axe, browser, live_server, programme):
    organisation = Organisation.objects.create(
        name="Open School",
        slug="open-school",
        summary="It opens schools.",
        is_country_not_stated=True,
        stage="review",
    )
    person_of("Publisher")
    log_in(page, "publisher")
    waiting = task(page, "Waiting for my review")
    expect(waiting.get_by_role("heading")).to_have_text("Waiting for my review (1)")
    look(page, axe)
    waiting.get_by_role("link", name="Open School").click()
    expect(page.get_by_text("Waiting for a publisher to review it.")).to_be_visible()
    look(page, axe)

    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open School")
    look(page, axe)
    link = page.get_by_label("Share this preview").input_value()
    page.get_by_role("link", name="Back to the form").click()
    visitor = browser.new_context().new_page()
    assert visitor.goto(link).status == 200
    expect(visitor.get_by_text("Your link works until")).to_be_visible()
    look(visitor, axe)
    assert visitor.goto(f"{live_server.url}/organisations/open-school/").status == 404
    visitor.goto(f"{live_server.url}/preview/nonsense/")
    look(visitor, axe)

    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()
    assert visitor.goto(f"{live_server.url}/organisations/open-school/").status == 200
    page.goto(f"{ORGANISATIONS}{organisation.pk}/change/")
    look(page, axe)
    page.get_by_label("Address:").fill("school")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    visitor.goto(f"{live_server.url}/organisations/open-school/")
    assert visitor.url == f"{live_server.url}/organisations/school/"

    page.goto(f"{ORGANISATIONS}{organisation.pk}/change/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn. Only staff can see it now.")).to_be_visible()
    assert visitor.goto(f"{live_server.url}/organisations/school/").status == 404
    visitor.context.close()


def test_publisher_gives_many_projects_a_theme_and_withdraws_them(page, axe, programme):
    person_of("Publisher")
    log_in(page, "publisher")
    page.goto("/admin/projects/project/")
    look(page, axe)
    page.locator("#result_list .action-select").first.check()
    page.get_by_label("Action:").select_option("Add a theme …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a theme")
    look(page, axe)
    page.get_by_label("Theme").select_option(index=1)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name=re.compile("^Will be changed"))).to_be_visible()
    look(page, axe)

    for box in page.goto("/admin/projects/project/") and page.locator("#result_list .action-select").all():
        box.check()
    page.get_by_label("Action:").select_option("Withdraw …")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    look(page, axe)
    page.get_by_role("button", name="Withdraw (3 entries)").click()

    expect(page.get_by_text("Withdrawn: 3 entries.")).to_be_visible()
    assert Project.objects.for_public().count() == 0
