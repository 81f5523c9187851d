"""A form that is left with unsaved changes: it warns, keeps them, and offers them again."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.conftest import log_in, on_phone_and_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]


def form_of(organisation) -> str:
    return f"/admin/organisations/organisation/{organisation.pk}/change/"


@on_phone_and_desk
def test_tab_that_was_closed_loses_nothing(page, check_page, editor):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    log_in(page, editor)
    page.goto(form_of(organisation))
    page.get_by_label("Acronym:").fill("CFD")
    page.locator("[name=goals-0-text]").fill("Typed and never saved")
    expect(page.get_by_text("Unsaved changes kept at")).to_be_visible()
    check_page(page)
    warnings = []
    page.once("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))

    page.goto("/admin/")
    page.goto(form_of(organisation))
    check_page(page)
    page.get_by_role("region", name="You have unsaved changes").get_by_role("link", name="Continue").click()

    assert warnings == ["beforeunload"]
    expect(page.get_by_text("The form shows your unsaved changes of")).to_be_visible()
    expect(page.get_by_label("Acronym:")).to_have_value("CFD")
    check_page(page)
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert list(organisation.goals.values_list("text", flat=True)) == ["Typed and never saved"]
    page.goto(form_of(organisation))
    expect(page.get_by_text("You have unsaved changes")).to_have_count(0)


def test_form_without_changes_is_left_without_a_warning(page, editor):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    log_in(page, editor)
    page.goto(form_of(organisation))
    page.wait_for_load_state("networkidle")
    warnings = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))

    page.get_by_role("link", name="Home").click()

    page.wait_for_url("**/admin/")
    assert warnings == []


def test_unsaved_changes_survive_the_end_of_the_login(page, editor):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    log_in(page, editor)
    page.goto(form_of(organisation))
    page.get_by_label("Acronym:").fill("CFD")
    expect(page.get_by_text("Unsaved changes kept at")).to_be_visible()
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Acronym:").fill("CFDP")
    expect(page.get_by_text("because you are no longer logged in")).to_be_visible()
    other_tab = page.context.new_page()
    log_in(other_tab, editor)
    other_tab.close()

    expect(page.get_by_text("Unsaved changes kept at")).to_be_visible()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    organisation.refresh_from_db()
    assert organisation.acronym == "CFDP"


def test_chosen_file_is_not_kept_and_the_form_states_it(page, editor, tmp_path):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    picture = tmp_path / "logo.png"
    picture.write_bytes(b"no picture")
    log_in(page, editor)
    page.goto(form_of(organisation))

    page.locator("input[type=file]").first.set_input_files(picture)

    expect(page.get_by_text("Chosen files are not kept")).to_be_visible()


@on_phone_and_desk
def test_preview_of_a_form_opens_beside_it(page, check_page, editor):
    organisation = Organisation.objects.create(name="Centre for Dialogue", slug="dialogue")
    log_in(page, editor)
    page.goto(form_of(organisation))
    page.get_by_label("Name:", exact=True).fill("Entered, not saved")

    with page.expect_popup() as popup:
        page.get_by_role("button", name="Preview", exact=True).click()

    preview = popup.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("Entered, not saved")
    expect(preview.get_by_text("Preview of unsaved changes.")).to_be_visible()
    check_page(preview)
    preview.close()
    page.get_by_label("Name:", exact=True).fill("")
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(popup.value.get_by_role("heading", name="There is no preview yet")).to_be_visible()
    check_page(popup.value)
