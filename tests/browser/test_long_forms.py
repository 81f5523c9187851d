"""What follows the form while it is filled in: what is missing for publishing, and the preview beside it."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from projects.models import Project
from tests.browser.conftest import PHONE, log_in, on_phone_and_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]


def open_project(page, editor) -> Project:
    """Open the form of a long project as an editor, and return the project."""
    project = Project.objects.get(slug="step-by-step")
    log_in(page, editor)
    page.goto(f"/admin/projects/project/{project.pk}/change/")
    page.wait_for_load_state("load")
    return project


@on_phone_and_desk
def test_what_is_missing_follows_what_is_entered(page, check_page, editor):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    log_in(page, editor)
    page.goto(f"/admin/organisations/organisation/{organisation.pk}/change/")
    page.wait_for_load_state("load")
    missing = page.get_by_role("list", name="To publish, add:").get_by_role("listitem")
    expect(missing).to_have_text(["summary", "country (or tick “country not known”)"])

    page.get_by_label("Summary:").fill("A centre.")
    expect(missing).to_have_text(["country (or tick “country not known”)"])
    page.get_by_label("Country not known").check()

    expect(page.get_by_role("status").filter(has_text="Ready to publish.")).to_be_attached()
    expect(page.get_by_role("list", name="To publish, add:")).to_be_hidden()
    check_page(page)
    page.get_by_label("Name:", exact=True).fill(" ")
    expect(missing).to_have_text(["name"])


@on_phone_and_desk
def test_main_button_stays_in_view_and_the_others_hide_nothing_of_a_phone(page, viewport, editor):
    open_project(page, editor)
    main = page.locator(".save-bar .default")

    page.get_by_label("Summary:").focus()

    expect(main).to_be_in_viewport(ratio=1)
    others = page.locator(".save-bar .submit-row > :not(.default, [hidden], .preview-pane-toggle)")
    if viewport == PHONE:
        expect(others.first).not_to_be_in_viewport()
    else:
        expect(others.first).to_be_in_viewport()


def test_lead_applicant_is_missing_until_a_partner_has_the_role(page, editor):
    open_project(page, editor)
    partners = page.get_by_role("group", name="Partners")
    partners.locator(".row-toggle").first.click()

    partners.get_by_label("Delete, row 1").check()

    expect(page.get_by_role("list", name="Missing:").get_by_role("listitem")).to_have_text(["lead applicant"])
    partners.get_by_label("Delete, row 1").uncheck()
    expect(page.get_by_text("All required fields are filled in.").first).to_be_visible()


def test_preview_beside_the_form_follows_if_asked(page, check_page, editor):
    project = open_project(page, editor)
    pane = page.frame_locator("iframe[name=preview-pane]")

    page.get_by_role("button", name="Show the preview beside the form").click()
    expect(pane.get_by_role("heading", level=1)).to_contain_text(project.name)
    check_page(page)
    page.get_by_label("Update the preview automatically").check()
    page.get_by_label("Overall goal:").fill("Entered and not saved")

    expect(pane.get_by_text("Entered and not saved")).to_be_visible()
    page.get_by_role("button", name="Hide the preview").click()
    expect(page.get_by_role("complementary", name="Preview")).to_be_hidden()
    project.refresh_from_db()
    assert project.overall_goal != "Entered and not saved"
