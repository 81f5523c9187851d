"""Nothing lost, in a real browser: two people on one entry, a change undone, a deleted entry back."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from catalogue.history.recording import recorded
from organisations.models import Organisation
from projects.models import Project
from tests.browser.conftest import log_in, on_phone_and_desk, watch
from tests.staff import PASSWORD, person_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("programme"),
]


@pytest.fixture
def second_page(browser, live_server, viewport, faults):
    """The browser of somebody else."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", viewport=viewport)
    watch(context, faults, urlsplit(live_server.url).netloc)
    yield context.new_page()
    context.close()


def address(entry) -> str:
    return f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/{entry.pk}"


@on_phone_and_desk
def test_two_people_on_one_entry_lose_nothing(page, second_page, check_page, editor, django_user_model):
    mirela = django_user_model.objects.create_superuser("mirela", password=PASSWORD, first_name="Mirela")
    project = Project.objects.get(slug="step-by-step")
    first_goal = project.overall_goal
    log_in(page, editor)
    log_in(second_page, mirela)
    for window in (page, second_page):
        window.goto(f"{address(project)}/change/")
    second_page.get_by_label("Overall goal:").fill("What Mirela wrote")
    second_page.get_by_label("Acronym:").fill("MIR")
    objectives = second_page.get_by_role("group", name="Objectives and results")
    objectives.locator(".row-toggle").first.click()
    objectives.get_by_label("Text, row 1").fill("Of Mirela")
    second_page.get_by_role("button", name="Publish changes").click()
    expect(second_page.get_by_text("was changed successfully")).to_be_visible()

    page.get_by_label("Overall goal:").fill("What the editor wrote")
    objectives = page.get_by_role("group", name="Objectives and results")
    objectives.locator(".row-toggle").first.click()
    objectives.get_by_label("Text, row 1").fill("Of the editor")
    page.get_by_role("button", name="Save and continue editing").click()

    region = page.get_by_role("region", name="Changed by someone else")
    expect(region.get_by_role("listitem")).to_contain_text("Mirela")
    choice = region.get_by_role("group", name="Overall goal")
    choice.get_by_text("When you opened it").click()
    for text in (first_goal[:30], "What Mirela wrote", "What the editor wrote"):
        expect(choice).to_contain_text(text)
    expect(page.get_by_label("Overall goal:")).to_have_value("What the editor wrote")
    expect(page.get_by_label("Acronym:")).to_have_value("MIR")
    check_page(page)
    page.get_by_role("button", name="Save and continue editing").click()
    summary = page.get_by_role("group", name="Choose a version of:")
    expect(summary).to_be_focused()
    check_page(page)
    summary.get_by_role("link", name="Overall goal").press("Enter")
    choice.get_by_label("Mine").press("Space")
    region.get_by_role("group", name="Objectives and results").get_by_label("Both rows").check()
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    project.refresh_from_db()
    assert (project.overall_goal, project.acronym) == ("What the editor wrote", "MIR")
    assert [row.text for row in project.objectives.all()[:2]] == ["Of Mirela", "Of the editor"]


def test_their_version_is_kept_by_opening_the_form_again(page, check_page, editor):
    organisation = Organisation.objects.first()
    log_in(page, editor)
    page.goto(f"{address(organisation)}/change/")
    with recorded(None, "Imported"):
        organisation.town = "Theirs"
        organisation.save()
    page.get_by_label("Town:").fill("Mine")
    page.get_by_role("button", name="Publish changes").click()

    page.get_by_text("Discard my changes", exact=True).click()
    page.get_by_role("button", name="Yes, discard my changes").click()

    expect(page.get_by_text("The unsaved changes were discarded.")).to_be_visible()
    expect(page.get_by_label("Town:")).to_have_value("Theirs")
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()


@on_phone_and_desk
@pytest.mark.parametrize("how", ["ended", "started again"])
def test_form_that_is_refused_shows_what_was_typed(page, check_page, faults, how):
    person = person_of("Editor")
    organisation = Organisation.objects.first()
    Organisation.objects.filter(pk=organisation.pk).update(published_at=None)
    log_in(page, person)
    page.goto(f"{address(organisation)}/change/")
    Session.objects.all().delete()
    if how == "started again":
        window = page.context.new_page()
        log_in(window, person)
        window.close()
    page.get_by_label("Summary:").fill("First line\nSecond " + 20 * "long line ")

    page.get_by_role("button", name="Save as draft").click()

    row = page.get_by_role("row").filter(has_text="Summary")
    expect(row).to_contain_text("First line")
    check_page(page)
    assert [fault for fault in faults if "status of 403" not in fault] == []
    faults.clear()


@on_phone_and_desk
def test_draft_that_is_published_meanwhile_gets_proposed_changes(page, check_page):
    organisation = Organisation.objects.first()
    Organisation.objects.filter(pk=organisation.pk).update(published_at=None)
    log_in(page, person_of("Editor"))
    page.goto(f"{address(organisation)}/change/")
    with recorded(None, "Published"):
        organisation.save()
    page.get_by_label("Summary:").fill("What the editor typed")

    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_text("your changes are saved as a proposed version")).to_be_visible()
    check_page(page)
    page.goto(f"{address(organisation)}/change/")
    expect(page.get_by_label("Summary:")).to_have_value("What the editor typed")
    page.goto(organisation.get_absolute_url())
    expect(page.get_by_role("main")).not_to_contain_text("What the editor typed")


@on_phone_and_desk
def test_change_is_undone_through_the_history(page, check_page, editor):
    project = Project.objects.get(slug="step-by-step")
    summary, objectives = project.summary, list(project.objectives.values_list("pk", "text"))
    log_in(page, editor)
    page.goto(f"{address(project)}/change/")
    page.get_by_label("Summary:").fill("Spoiled")
    group = page.get_by_role("group", name="Objectives and results")
    group.locator(".row-toggle").first.click()
    group.get_by_label("Delete, row 1").check()
    page.get_by_role("button", name="Save and continue editing").click()

    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("cell", name="Edited")).to_be_visible()
    check_page(page)
    page.get_by_role("radio", name="From").last.check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("ins", has_text="Spoiled")).to_be_visible()
    expect(page.get_by_text(f"Removed: {objectives[0][1][:40]}")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Restore the earlier version").click()
    check_page(page)
    page.get_by_role("button", name="Restore this version").click()

    expect(page.get_by_text("The version before that is in the history.")).to_be_visible()
    project.refresh_from_db()
    assert project.summary == summary
    assert list(project.objectives.values_list("pk", "text")) == objectives


@on_phone_and_desk
def test_deleted_entry_is_restored(page, check_page, editor):
    project = Project.objects.get(slug="step-by-step")
    partners = project.partners.count()
    log_in(page, editor)
    page.goto(f"{address(project)}/delete/")
    check_page(page)
    page.get_by_role("button", name="Delete", exact=True).click()

    page.get_by_role("link", name="Deleted", exact=True).click()
    check_page(page)
    page.get_by_role("link", name=project.name).click()
    check_page(page)
    page.get_by_role("button", name="Restore", exact=True).click()

    expect(page.get_by_text("was restored as a draft.")).to_be_visible()
    back = Project.objects.get(pk=project.pk)
    assert (back.slug, back.published_at, back.partners.count()) == ("step-by-step", None, partners)


@on_phone_and_desk
def test_pages_that_refuse_have_no_accessibility_fault(page, check_page, faults, administrator):
    organisation = Organisation.objects.filter(grants__isnull=False).first()
    project = Project.objects.get(slug="step-by-step")
    log_in(page, administrator)
    page.goto(f"{address(organisation)}/delete/")
    expect(page.get_by_text("cannot be deleted, because other entries refer to it")).to_be_visible()
    check_page(page)

    page.goto("/admin/organisations/organisation/")
    page.get_by_role("checkbox", name="Select all").check()
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    expect(page.get_by_text("Nothing was deleted")).to_be_visible()
    check_page(page)

    page.goto(f"{address(project)}/change/")
    with recorded(None, "Deleted"):
        Project.objects.get(pk=project.pk).delete()
    page.get_by_role("button", name="Publish changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This project was deleted while you were editing it"
    )
    check_page(page)
    (conflict,) = faults
    assert "409 (Conflict)" in conflict
    faults.clear()
