"""Files that staff bring in, in a real browser: one with mistakes is mended and taken in."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.browser.test_back_office import DESK, PASSWORD, PHONE, log_in, overflow
from tests.catalogue.imports.importing import workbook
from tests.factories import GoalFactory, OrganisationFactory, PartnerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTS = "/admin/projects/project/"
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser("editor", password=PASSWORD)


def choose_file(page, content, name):
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Check the file").click()


def partners(organisation, heading):
    return workbook(
        Projects=[["Slug", "Name", heading], ["bridge", "Bridge", "A bridge between towns"]],
        Partners=[["Project's slug", "Organisation's slug", "Role"], ["bridge", organisation, "Lead"]],
    )


@SIZES
def test_file_with_mistakes_is_mended_and_taken_in(page, axe, administrator):
    partner = PartnerFactory(
        project__slug="bridge",
        project__name="Bridge",
        role="lead",
        organisation__slug="civic-alliance",
        organisation__name="Civic Alliance",
    )
    OrganisationFactory(slug="open-school", name="Open School")
    log_in(page)
    page.goto(PROJECTS)
    page.get_by_role("link", name="Import").click()
    axe(page)

    choose_file(page, partners("opn-school", "Sumary"), "partners.xlsx")

    expect(page.get_by_text("2 errors. Nothing was imported.")).to_be_visible()
    rows = page.get_by_role("table", name="Errors").locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("Did you mean “Summary”?")
    expect(rows.nth(0).locator("td").nth(2)).to_contain_text("Sumary")
    expect(rows.nth(1).locator("td").nth(1)).to_contain_text("2")
    expect(rows.nth(1)).to_contain_text("No organisation found for “opn-school”. Did you mean “open-school”?")
    axe(page)
    assert overflow(page) == 0

    choose_file(page, partners("open-school", "Summary"), "partners mended.xlsx")

    expect(page.get_by_role("button", name="Import: 0 new, 1 changed")).to_be_visible()
    expect(page.get_by_text("A bridge between towns")).to_be_visible()
    expect(page.get_by_text("civic-alliance · Lead applicant")).to_be_visible()
    axe(page)
    assert overflow(page) == 0
    page.get_by_role("button", name="Import: 0 new, 1 changed").click()

    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    axe(page)
    partner.refresh_from_db()
    assert (partner.organisation.slug, partner.project.summary) == ("open-school", "A bridge between towns")
    page.get_by_role("link", name="Bridge", exact=True).click()
    expect(page.get_by_label("Name:", exact=True).first).to_have_value("Bridge")


@SIZES
def test_list_is_taken_away_edited_and_brought_in_again(page, axe, administrator, tmp_path):
    GoalFactory(organisation__name="Civic Alliance", text="Old goal")
    log_in(page)
    page.goto("/admin/organisations/organisation/?q=civic")
    page.get_by_role("link", name="Export", exact=True).click()
    axe(page)
    assert overflow(page) == 0

    with page.expect_download() as download:
        page.get_by_role("link", name="Goals, CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig").replace("Old goal", "New goal")
    page.get_by_role("link", name="Import", exact=True).click()
    choose_file(page, text.encode(), "goals.csv")
    page.get_by_role("button", name="Import: 0 new, 1 changed").click()

    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    assert [goal.text for goal in Organisation.objects.get().goals.all()] == ["New goal"]
    page.goto("/admin/organisations/organisation/import/")
    axe(page)
    assert overflow(page) == 0


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_file_is_checked_and_taken_in_without_javascript(page, administrator):
    GoalFactory(organisation__slug="civic", organisation__name="Civic Alliance", text="To go")
    log_in(page)
    page.goto("/admin/organisations/organisation/import/")

    choose_file(
        page,
        workbook(Organisations=[["Slug"], ["civic"]], Goals=[["organisation_slug", "text"]]),
        "none.xlsx",
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I understand that 1 row will be deleted.").check()
    page.get_by_role("button", name="Import: 0 new, 1 changed").click()

    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    assert Organisation.objects.get().goals.count() == 0
