"""An editor meets an entry that is there already, on the form and in the report, and merges two."""

import pytest
from playwright.sync_api import expect

from organisations.models import Grant, Organisation
from tests.browser.conftest import log_in, on_phone_and_desk
from tests.factories import GoalFactory, GrantFactory, OrganisationFactory, PartnerFactory

LIST = "/admin/organisations/organisation/"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    on_phone_and_desk,
]


@pytest.fixture
def logged_in(page, editor):
    """A page of a browser in which the editor is logged in."""
    log_in(page, editor)
    return page


def test_form_asks_whether_the_entry_is_there_already(logged_in, check_page):
    OrganisationFactory(name="Građanska alijansa", acronym="GA")
    OrganisationFactory(name="Nešto drugo", local_name="Gradjanska alijansa", draft=True)
    logged_in.goto(f"{LIST}add/")
    logged_in.get_by_label("Name:", exact=True).first.fill("Грађанска алијанса")
    logged_in.get_by_label("Town:").fill("Podgorica")

    logged_in.get_by_role("button", name="Save as draft").click()

    asked = logged_in.get_by_role("region", name="Does it already exist?")
    expect(asked.get_by_role("link")).to_have_text(
        ["Građanska alijansa (GA) (opens in a new tab)", "Nešto drugo (opens in a new tab)"]
    )
    expect(logged_in.get_by_label("Town:")).to_have_value("Podgorica")
    check_page(logged_in)
    asked.get_by_label("This is a different entry").check()
    logged_in.get_by_role("button", name="Save as draft").click()
    expect(logged_in.get_by_text("was added successfully")).to_be_visible()
    assert Organisation.objects.get(town="Podgorica").name == "Грађанска алијанса"


def test_report_lists_pairs_and_remembers_which_are_two(logged_in, check_page):
    for names in (("Open School", "Open Schools"), ("Juventas", "NVO Juventas")):
        for name in names:
            OrganisationFactory(name=name)
    logged_in.goto(LIST)
    logged_in.get_by_role("link", name="Possible duplicates").click()

    pairs = logged_in.locator(".pair")
    expect(pairs).to_have_count(2)
    check_page(logged_in)
    pairs.filter(has_text="Open School").get_by_role("button", name="Not duplicates").click()

    expect(logged_in.get_by_text("Marked as not duplicates.")).to_be_visible()
    expect(pairs).to_have_count(1)
    logged_in.get_by_role("link", name="Marked as not duplicates (1)").click()
    expect(logged_in.get_by_text("Marked by editor")).to_be_visible()
    check_page(logged_in)


def test_two_entries_of_one_organisation_are_merged(logged_in, check_page):
    kept = OrganisationFactory(name="Juventas", slug="juventas", summary="It works with the young.")
    gone = OrganisationFactory(name="NVO Juventas", slug="nvo-juventas", town="Podgorica", summary="Youth.")
    grant = GrantFactory(recipient=gone)
    GoalFactory(organisation=gone, text="A country in which every young person is heard")
    shared = PartnerFactory(organisation=gone, role="lead").project
    PartnerFactory(organisation=kept, project=shared)
    logged_in.goto(f"{LIST}{kept.pk}/change/")
    logged_in.get_by_role("link", name="Merge with another").click()
    expect(logged_in.get_by_role("heading", name="Similar names")).to_be_visible()
    logged_in.get_by_label("Name, acronym or other name").fill("nvo")
    logged_in.get_by_role("button", name="Search").click()
    check_page(logged_in)
    logged_in.get_by_role("link", name="NVO Juventas").first.click()

    expect(logged_in.get_by_role("heading", level=1).last).to_have_text(
        "Merge “NVO Juventas” into “Juventas”"
    )
    check_page(logged_in)
    logged_in.get_by_role("group", name="Summary").get_by_label("both texts, one after the other").check()
    logged_in.get_by_role("button", name="Merge").click()

    expect(logged_in.get_by_text("was merged into “Juventas”")).to_be_visible()
    result = Organisation.objects.get()
    assert (result.town, result.summary) == ("Podgorica", "It works with the young.\n\nYouth.")
    assert Grant.objects.get(pk=grant.pk).recipient == result
    assert [(row.organisation, row.role) for row in shared.partners.all()] == [(result, "lead")]


def test_merge_of_changed_entries_is_refused_with_a_reason(logged_in, check_page):
    kept, gone = OrganisationFactory(name="Juventas"), OrganisationFactory(name="NVO Juventas")
    logged_in.goto(f"{LIST}{kept.pk}/merge/{gone.pk}/")
    gone.save()

    logged_in.get_by_role("button", name="Merge").click()

    expect(logged_in.get_by_role("alert")).to_contain_text(
        "“NVO Juventas” changed after you opened this page"
    )
    check_page(logged_in)
