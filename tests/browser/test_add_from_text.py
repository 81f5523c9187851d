"""A page that a grantee sent as text becomes a published page, in a real browser."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from projects.models import Project
from tests.browser.conftest import DESK, PHONE, log_in, on_phone_and_desk
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]
MANY = f"""{ORGANISATION}
{PROJECT}
House

Goals

Music

Activities

Songs

---

Civic Alliance

Organization goal

Peace
"""
SAVE_DRAFTS = "Save the ticked pages as drafts"


def read(page, text):
    page.goto("/admin/")
    page.get_by_role("link", name="Add from text").click()
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Read the text").click()
    expect(page.get_by_role("button", name=SAVE_DRAFTS)).to_be_visible()


def publish(page):
    """Publish the entry whose form is open."""
    page.get_by_label("Country not known").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "context_options"),
    [(DESK, {}), (PHONE, {"java_script_enabled": False})],
    ids=["desk", "phone-without-javascript"],
)
def test_page_text_becomes_a_published_page(page, editor):
    log_in(page, editor)
    read(page, ORGANISATION)
    expect(page.get_by_text("not used (heading not recognised)")).to_be_visible()
    page.get_by_label("What to do with line 23").select_option("heading:summary")
    page.get_by_role("button", name="Read again with these answers").click()
    expect(page.get_by_role("definition").filter(has_text="Twelve bridges stand.")).to_be_visible()

    proposal = page.get_by_role("checkbox", name="Founded: 2009")
    expect(proposal).not_to_be_checked()
    proposal.check()
    page.get_by_role("button", name=SAVE_DRAFTS).click()
    page.get_by_role("link", name="Kuća mostova").click()
    expect(page.get_by_label("Founded")).to_have_value("2009")
    publish(page)
    page.goto("/organisations/kuca-mostova/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kuća mostova")
    expect(page.get_by_text("Twelve bridges stand.").first).to_be_visible()
    expect(page.get_by_text("At low water")).to_be_visible()


def test_organisation_of_a_project_is_chosen_before_it_is_saved(page, editor):
    Organisation.objects.create(name="Ura e Re", slug="a")
    chosen = Organisation.objects.create(name="Ura e re", slug="b")
    log_in(page, editor)
    read(page, PROJECT)

    page.get_by_role("button", name=SAVE_DRAFTS).click()
    expect(page.get_by_text("Choose which organisation “Ura e Re” is.")).to_be_visible()
    page.get_by_role("combobox", name="Ura e Re").select_option(f"entry:{chosen.pk}")
    page.get_by_role("button", name=SAVE_DRAFTS).click()

    expect(page.get_by_text("Open each draft, read its staff note")).to_be_visible()
    project = Project.objects.get(acronym="FOOT-N")
    assert [row.organisation for row in project.partners.all()][1] == chosen


@on_phone_and_desk
def test_pages_have_no_accessibility_fault_and_fit_their_window(page, check_page, editor):
    log_in(page, editor)
    check_page(page)
    page.goto("/admin/add-from-text/")
    check_page(page)
    page.get_by_role("button", name="Read the text").click()
    check_page(page)
    read(page, MANY)
    check_page(page)
    page.get_by_label("Name, page 1").fill("")
    page.get_by_role("button", name=SAVE_DRAFTS).click()
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()
    check_page(page)
    page.get_by_label("Name, page 1").fill("Kuća mostova")
    page.get_by_role("button", name=SAVE_DRAFTS).click()
    expect(page.get_by_text("Open each draft, read its staff note")).to_be_visible()
    check_page(page)
