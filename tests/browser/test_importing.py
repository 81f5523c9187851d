"""Files that staff import, in a real browser: one with errors is corrected and imported."""

import pytest
from playwright.sync_api import expect

from catalogue.imports import apply, undo
from catalogue.imports.models import Import
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.browser.conftest import DESK, PHONE, log_in
from tests.catalogue.imports.importing import kind_of, workbook
from tests.factories import GoalFactory, OrganisationFactory, PartnerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTS = "/admin/projects/project/"
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


def choose_file(page, content, name):
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Check the file").click()


def partners(organisation, heading):
    return workbook(
        Projects=[["Slug", "Name", heading], ["bridge", "Bridge", "A bridge between towns"]],
        Partners=[["Project's slug", "Organisation's slug", "Role"], ["bridge", organisation, "Lead"]],
    )


@SIZES
def test_file_with_errors_is_corrected_and_imported(page, check_page, administrator):
    partner = PartnerFactory(
        project__slug="bridge",
        project__name="Bridge",
        role="lead",
        organisation__slug="civic-alliance",
        organisation__name="Civic Alliance",
    )
    OrganisationFactory(slug="open-school", name="Open School")
    log_in(page, administrator)
    page.goto(PROJECTS)
    page.get_by_role("link", name="Import").click()
    check_page(page)

    choose_file(page, partners("opn-school", "Sumary"), "partners.xlsx")

    expect(page.get_by_text("2 errors. Nothing was imported.")).to_be_visible()
    rows = page.get_by_role("table", name="Errors").locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("Did you mean “Summary”?")
    expect(rows.nth(0).locator("td").nth(2)).to_contain_text("Sumary")
    expect(rows.nth(1).locator("td").nth(1)).to_contain_text("2")
    expect(rows.nth(1)).to_contain_text("No organisation found for “opn-school”. Did you mean “open-school”?")
    check_page(page)

    choose_file(page, partners("open-school", "Summary"), "partners mended.xlsx")

    expect(page.get_by_role("button", name="Import: 0 new, 1 changed")).to_be_visible()
    expect(page.get_by_text("A bridge between towns")).to_be_visible()
    expect(page.get_by_text("civic-alliance · Lead applicant")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Import: 0 new, 1 changed").click()

    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    check_page(page)
    partner.refresh_from_db()
    assert (partner.organisation.slug, partner.project.summary) == ("open-school", "A bridge between towns")
    page.get_by_role("link", name="Bridge", exact=True).click()
    expect(page.get_by_label("Name:", exact=True).first).to_have_value("Bridge")


@SIZES
def test_list_is_exported_edited_and_imported_again(page, check_page, administrator, tmp_path):
    GoalFactory(organisation__name="Civic Alliance", text="Old goal")
    log_in(page, administrator)
    page.goto("/admin/organisations/organisation/?q=civic")
    page.get_by_role("link", name="Export", exact=True).click()
    check_page(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Goals, CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig").replace("Old goal", "New goal")
    page.get_by_role("link", name="Import", exact=True).click()
    choose_file(page, text.encode(), "goals.csv")
    page.get_by_role("button", name="Import: 0 new, 1 changed").click()

    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    assert [goal.text for goal in Organisation.objects.get().goals.all()] == ["New goal"]
    page.goto("/admin/organisations/organisation/import/")
    check_page(page)


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_file_is_checked_and_imported_without_javascript(page, administrator):
    GoalFactory(organisation__slug="civic", organisation__name="Civic Alliance", text="To go")
    log_in(page, administrator)
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


@pytest.fixture
def small_portions(monkeypatch):
    """Have a portion import one entry, and a request of the page one portion."""
    monkeypatch.setattr(apply, "PORTION", 1)
    monkeypatch.setattr(undo, "PORTION", 1)
    monkeypatch.setattr("catalogue.portions.SECONDS", 0)
    monkeypatch.setattr("catalogue.portions.SECONDS_OF_BUTTON", 0)


def choose_towns(page, count=4):
    for number in range(count):
        OrganisationFactory(slug=f"o-{number}", name=f"Name {number}")
    page.goto("/admin/organisations/organisation/import/")
    rows = [["Slug", "Town"], *([f"o-{number}", "Bar"] for number in range(count))]
    choose_file(page, workbook(Organisations=rows), "towns.xlsx")


def test_import_goes_on_by_itself_to_the_end(page, administrator, small_portions):
    log_in(page, administrator)
    choose_towns(page)

    page.get_by_role("button", name="Import: 0 new, 4 changed").click()

    expect(page.get_by_text("Imported: 0 new, 4 changed.")).to_be_visible()
    assert set(Organisation.objects.values_list("town", flat=True)) == {"Bar"}


@SIZES
def test_import_that_was_left_is_undone(page, check_page, administrator, small_portions):
    log_in(page, administrator)
    choose_towns(page)
    expect(page.get_by_role("button", name="Import: 0 new, 4 changed")).to_be_visible()
    run = Import.objects.get()
    apply.apply_import(run, kind_of(OrganisationResource), administrator, seconds=0)
    page.reload()
    expect(page.get_by_text("The import is not finished: 1 of 4 entries are imported.")).to_be_visible()
    check_page(page)

    page.get_by_role("button", name="Undo the import").click()

    expect(page.get_by_role("button", name="Import: 0 new, 4 changed")).to_be_visible()
    assert set(Organisation.objects.values_list("town", flat=True)) == {""}


@SIZES
def test_import_that_fails_is_undone_by_itself_and_shows_why(page, check_page, administrator, small_portions):
    log_in(page, administrator)
    choose_towns(page)
    expect(page.get_by_role("button", name="Import: 0 new, 4 changed")).to_be_visible()
    run = Import.objects.get()
    apply.apply_import(run, kind_of(OrganisationResource), administrator, seconds=0)
    Organisation.objects.get(slug="o-3").save()
    page.reload()

    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("These entries have changed since the file was checked: Name 3")).to_be_visible()
    expect(page.get_by_role("button", name="Import: 0 new, 4 changed")).to_be_visible()
    check_page(page)
    assert set(Organisation.objects.values_list("town", flat=True)) == {""}


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_import_is_continued_without_javascript(page, administrator, small_portions):
    log_in(page, administrator)
    choose_towns(page, count=2)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Import: 0 new, 2 changed").click()

    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("Imported: 0 new, 2 changed.")).to_be_visible()


@SIZES
def test_correct_entries_are_imported_and_the_others_corrected(page, check_page, administrator, tmp_path):
    OrganisationFactory(slug="civic-alliance", name="Civic Alliance", town="Bar")
    log_in(page, administrator)
    page.goto("/admin/organisations/organisation/import/")
    content = (
        "Slug,Name,Town,Founded\ncivic-alliance,Civic Alliance,Kotor,2001\n,Open School,Tivat,last year\n"
    )

    choose_file(page, content.encode(), "organisations.csv")

    button = page.get_by_role("button", name="Import the correct entries: 0 new, 1 changed")
    expect(button).to_be_visible()
    check_page(page)
    button.click()
    expect(page.get_by_text("Imported: 0 new, 1 changed.")).to_be_visible()
    expect(page.get_by_text("1 row was not imported")).to_be_visible()
    check_page(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejected row, with the reason").click()
    rejected = tmp_path / download.value.suggested_filename
    download.value.save_as(rejected)
    corrected = rejected.read_text("utf-8-sig").replace("last year", "2002")
    page.goto("/admin/organisations/organisation/import/")
    choose_file(page, corrected.encode(), rejected.name)
    page.get_by_role("button", name="Import: 1 new, 0 changed").click()

    expect(page.get_by_text("Imported: 1 new, 0 changed.")).to_be_visible()
    assert rejected.name == "organisations-rejected.csv"
    assert list(Organisation.objects.order_by("name").values_list("name", "town")) == [
        ("Civic Alliance", "Kotor"),
        ("Open School", "Tivat"),
    ]
