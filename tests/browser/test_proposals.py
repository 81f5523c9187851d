"""A published page is changed, reviewed, sent back, changed again and published, in a real browser."""

import pytest
from playwright.sync_api import expect

from catalogue.proposals.models import ProposedVersion
from projects.models import Project
from tests.browser.conftest import DESK, PHONE, log_in
from tests.factories import PartnerFactory
from tests.staff import person_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"]),
]


@pytest.fixture
def project():
    return PartnerFactory(
        role="lead", project__name="Open School", project__summary="It opens schools."
    ).project


def form_of(project) -> str:
    return f"/admin/projects/project/{project.pk}/change/"


def expect_visitors_see(browser, live_server, project, text):
    visitor = browser.new_context()
    page = visitor.new_page()
    page.goto(live_server.url + Project.objects.get().get_absolute_url())
    expect(page.get_by_text(text).first).to_be_visible()
    visitor.close()


def test_changes_are_reviewed_sent_back_and_published(page, check_page, browser, live_server, project):
    log_in(page, person_of("Editor"))
    page.goto(form_of(project))
    expect(page.get_by_text("Your changes are kept as a proposed version")).to_be_visible()
    check_page(page)
    page.get_by_label("Summary:").fill("It opens many schools.")
    page.get_by_label("Note to the reviewer").fill("Many, as counted in May.")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("The changes were sent for review.")).to_be_visible()
    expect(page.get_by_text("changes waiting").last).to_be_visible()
    expect_visitors_see(browser, live_server, project, "It opens schools.")

    page.context.clear_cookies()
    log_in(page, person_of("Publisher"))
    page.goto(form_of(project))
    expect(page.get_by_label("Summary:")).to_have_value("It opens many schools.")
    check_page(page)
    page.get_by_role("link", name="See what differs").click()
    expect(page.get_by_text("Many, as counted in May.").first).to_be_visible()
    check_page(page)
    page.get_by_label("Reason").fill("How many?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text("The changes were sent back.")).to_be_visible()
    expect_visitors_see(browser, live_server, project, "It opens schools.")

    page.context.clear_cookies()
    log_in(page, person_of("Editor", "second_editor"))
    page.goto(form_of(project))
    expect(page.get_by_role("region", name="Proposed changes").get_by_text("How many?")).to_be_visible()
    page.get_by_label("Summary:").fill("It opens twelve schools.")
    page.get_by_role("button", name="Send for review").click()
    expect_visitors_see(browser, live_server, project, "It opens schools.")

    page.context.clear_cookies()
    log_in(page, person_of("Publisher", "second_publisher"))
    page.goto(form_of(project))
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("The changes were published.")).to_be_visible()
    expect_visitors_see(browser, live_server, project, "It opens twelve schools.")
    assert ProposedVersion.objects.count() == 0


def test_publisher_saves_for_later(page, browser, live_server, project):
    log_in(page, person_of("Publisher"))
    page.goto(form_of(project))
    page.get_by_label("Summary:").fill("It opens many schools.")

    page.get_by_role("button", name="Save for later").click()

    expect(page.get_by_text("The changes are saved for later.")).to_be_visible()
    expect_visitors_see(browser, live_server, project, "It opens schools.")
    page.goto(form_of(project))
    expect(page.get_by_label("Summary:")).to_have_value("It opens many schools.")
