"""The back office in a real browser, as an editor uses it."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from projects.models import Project
from tests.browser.conftest import log_in, on_phone_and_desk

PAGES = [
    "/admin/",
    "/admin/projects/",
    "/admin/password_change/",
    "/admin/organisations/country/AL/change/",
    *[f"/admin/{model}/" for model in ("organisations/theme", "organisations/beneficiarygroup")],
    *[f"/admin/{model}/add/" for model in ("organisations/theme", "organisations/beneficiarygroup")],
    *[f"/admin/{model}/" for model in ("auth/user", "auth/group", "trainings/topic")],
    *[f"/admin/{model}/add/" for model in ("auth/user", "auth/group", "trainings/topic")],
]
MODELS = ("organisations/organisation", "organisations/grant", "projects/project", "trainings/training")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]


def choose(page, field, typed, name):
    """Choose in a field that offers what it finds; wait for the offer as a person does."""
    page.locator(f".select2-selection[aria-label='{field}']").last.click()
    page.get_by_role("searchbox", name=field).fill(typed)
    page.get_by_role("option", name=name).click()


def test_editor_adds_partners_and_an_objective(page, axe, editor):
    project = Project.objects.get(slug="step-by-step")
    Organisation.objects.create(name="Civic League", slug="a", acronym="CLX")
    Organisation.objects.create(name="Open School", slug="b", local_name="Отворена школа")
    partners, objectives = project.partners.count(), project.objectives.count()
    log_in(page, editor)
    page.get_by_role("link", name="Projects", exact=True).last.click()
    page.get_by_role("link", name=project.name).click()

    page.get_by_role("button", name="Add partner").click()
    choose(page, "Organisation, new row", "clx", "Civic League (CLX)")
    page.get_by_role("button", name="Add partner").click()
    choose(page, "Organisation, new row", "Отворена", "Open School")
    axe(page)
    rows = page.get_by_role("group", name="Objectives and results")
    rows.get_by_role("button", name="Add objective or result").click()
    rows.get_by_label("Text, new row").first.fill("Schools stand open")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    added = list(project.partners.values_list("order", "organisation__name", "role"))[partners:]
    assert added == [
        (partners + 1, "Civic League", "partner"),
        (partners + 2, "Open School", "partner"),
    ]
    assert project.objectives.count() == objectives + 1
    axe(page)


@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_offered_choices_have_no_accessibility_fault(page, axe, editor):
    log_in(page, editor)
    page.goto("/admin/projects/project/add/")

    for field in ("Grant", "Themes"):
        page.locator(f".select2-selection[aria-label='{field}']").click()
        expect(page.locator("li[role=option]").first).to_be_visible()

        axe(page)
        page.keyboard.press("Escape")


def test_refused_form_shows_the_place_and_has_no_accessibility_fault(page, axe, editor):
    log_in(page, editor)
    page.goto("/admin/projects/project/add/")
    page.get_by_label("Text, row 1").first.fill("Without a name")

    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_text("Enter the name.", exact=True)).to_be_visible()
    axe(page)


def test_address_in_the_browser_is_the_one_that_the_server_makes(page, editor):
    log_in(page, editor)
    page.goto("/admin/organisations/organisation/add/")

    page.get_by_label("Name:", exact=True).first.press_sequentially("Ѓорче & Ђура: žene, ћуп — Łódź")
    page.keyboard.press("Tab")

    expect(page.get_by_label("Address:")).to_have_value("gjorce-dura-zene-cup-lodz")


def test_calendar_sets_the_day(page, axe, editor):
    log_in(page, editor)
    page.goto("/admin/trainings/training/add/")

    page.locator(".field-starts_on").get_by_role("link", name="Choose a Date").click()
    axe(page)
    page.locator(".calendarbox:visible .calendar td a").first.click()

    expect(page.get_by_label("Starts on:")).to_have_value(
        page.evaluate(
            "`01/${String(new Date().getMonth() + 1).padStart(2, '0')}/${new Date().getFullYear()}`"
        )
    )


@on_phone_and_desk
def test_pages_have_no_accessibility_fault_and_fit_their_window(page, axe, check_page, administrator):
    page.goto("/admin/login/")
    axe(page)
    log_in(page, administrator)
    paths = [*PAGES, f"/admin/auth/user/{administrator.pk}/change/"]
    for model in MODELS:
        page.goto(f"/admin/{model}/")
        entry = page.locator("#result_list th a").first.get_attribute("href").removesuffix("change/")
        paths += [f"/admin/{model}/", f"/admin/{model}/add/"]
        paths += [f"{entry}{view}/" for view in ("change", "history", "delete")]

    for path in paths:
        response = page.goto(path)

        assert (path, response.status) == (path, 200)
        check_page(page)
