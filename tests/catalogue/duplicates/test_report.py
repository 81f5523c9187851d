"""The page of possible duplicates of each kind, and what is said there."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from catalogue.duplicates import admin, report
from catalogue.duplicates.models import DismissedPair
from organisations.models import Organisation, OtherName
from tests.factories import OrganisationFactory, OtherNameFactory, ProjectFactory, TrainingFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/organisations/organisation/duplicates/"
KINDS = {
    "/admin/organisations/organisation/": OrganisationFactory,
    "/admin/projects/project/": ProjectFactory,
    "/admin/trainings/training/": TrainingFactory,
}


def shown(response) -> list[list[str]]:
    return [[entry["label"] for entry in pair["entries"]] for pair in response.context["pairs"]]


@pytest.mark.parametrize("address", KINDS)
def test_pairs_are_listed_and_the_list_leads_there(admin_client, address):
    KINDS[address](name="Open School")
    KINDS[address](name="Open Schools", draft=True)

    response = admin_client.get(f"{address}duplicates/")

    assert shown(response) == [["Open School", "Open Schools"]]
    assertContains(admin_client.get(address), f'href="{address}duplicates/"')
    assert "95% similar" in text_of(response)


def test_page_without_pairs_has_a_message(admin_client):
    OrganisationFactory()

    assertContains(admin_client.get(PAGE), "No entries have similar names.")
    assertContains(admin_client.get(f"{PAGE}?list=dismissed"), "None marked yet.")


def test_pairs_come_in_pages_the_strongest_first(admin_client, monkeypatch):
    monkeypatch.setattr(admin, "PAIRS_A_PAGE", 1)
    for names in (("Civic League", "Civic Leagues"), ("Open School", "Open school")):
        for name in names:
            OrganisationFactory(name=name)

    first, second = admin_client.get(PAGE), admin_client.get(f"{PAGE}?page=2")

    assert shown(first) == [["Open School", "Open school"]]
    assert shown(second) == [["Civic League", "Civic Leagues"]]
    assert "2 pairs found." in text_of(first)
    assertContains(first, "Page 1 of 2")
    assertContains(first, 'href="?page=2"')


def test_page_shows_which_other_name_of_an_entry_is_similar(admin_client):
    OtherNameFactory(organisation__name="Something else", name="Open schools")
    OrganisationFactory(name="Open School")

    assert "Something else Published · also called “Open schools”" in text_of(admin_client.get(PAGE))


def test_report_knows_of_every_change(admin_client):
    first = OrganisationFactory(name="Open School")
    second = OrganisationFactory(name="Another")
    other = OtherName.objects.create(organisation=second, name="Open schools")
    assert len(shown(admin_client.get(PAGE))) == 1

    other.delete()
    assert shown(admin_client.get(PAGE)) == []

    second.name = "Open schools"
    second.save()
    assert len(shown(admin_client.get(PAGE))) == 1

    first.delete()
    assert shown(admin_client.get(PAGE)) == []


def test_pairs_marked_as_not_duplicates_are_hidden_until_unmarked(admin_client, admin_user):
    first = OrganisationFactory(name="Open School")
    second = OrganisationFactory(name="Open Schools")
    pair = {"first": second.pk, "second": first.pk}
    admin_client.get(PAGE)

    marked = admin_client.post(PAGE, pair | {"decision": "dismiss"}, follow=True)

    assertRedirects(marked, PAGE)
    assertContains(marked, "Marked as not duplicates.")
    assert shown(marked) == []
    dismissed_page = admin_client.get(f"{PAGE}?list=dismissed")
    assert shown(dismissed_page) == [["Open School", "Open Schools"]]
    assert f"Marked by {admin_user}" in text_of(dismissed_page)

    doubted = admin_client.post(f"{PAGE}?list=dismissed", pair | {"decision": "restore"}, follow=True)

    assertContains(doubted, "Listed as possible duplicates again.")
    assert shown(admin_client.get(PAGE)) == [["Open School", "Open Schools"]]


@pytest.mark.parametrize("second", ["", "x", "999999", "9" * 30, None])
def test_mark_on_a_deleted_entry_changes_nothing(admin_client, second):
    first = OrganisationFactory()
    data = {"first": first.pk, "second": first.pk if second is None else second, "decision": "dismiss"}

    response = admin_client.post(PAGE, data, follow=True)

    assertContains(response, "One of the two entries no longer exists. Nothing was changed.")
    assert DismissedPair.objects.count() == 0


def test_who_may_not_see_organisations_is_refused(client_with):
    client = client_with("view_project")

    assert client.get(PAGE).status_code == 403


def test_person_who_may_only_view_cannot_mark_pairs(client_with):
    first, second = OrganisationFactory(name="Open School"), OrganisationFactory(name="Open Schools")
    client = client_with("view_organisation")

    page = client.get(PAGE)
    answer = client.post(PAGE, {"first": first.pk, "second": second.pk, "decision": "dismiss"})

    assert shown(page) == [["Open School", "Open Schools"]]
    assert "Not duplicates" not in text_of(page)
    assert (answer.status_code, DismissedPair.objects.count()) == (403, 0)


def test_visitor_is_sent_to_the_login(client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for number in range(rows):
        for _ in range(2):
            OrganisationFactory(name=f"Open School {number}")
    admin_client.get(PAGE)

    with django_assert_num_queries(6):  # session; user; version; said to be two, twice; entries
        assert len(shown(admin_client.get(PAGE))) == rows


def test_name_that_an_update_changes_is_compared_again(admin_client):
    other = OtherNameFactory(name="Open School")
    OrganisationFactory(name="Open Schools")
    before = shown(admin_client.get(PAGE))

    OtherName.objects.filter(pk=other.pk).update(name="Kestrel")

    assert (len(before), shown(admin_client.get(PAGE))) == (1, [])


def test_report_of_many_keeps_the_strongest(admin_client, monkeypatch):
    monkeypatch.setattr("catalogue.duplicates.pairs.MAX_PAIRS", 1)
    for name in ("Open School", "Open Schools", "Open school"):
        OrganisationFactory(name=name)

    assert shown(admin_client.get(PAGE)) == [["Open School", "Open school"]]
    assert Organisation.objects.count() == 3


def test_report_that_takes_long_is_kept_for_a_while_and_states_so(admin_client, monkeypatch):
    OrganisationFactory(name="Open School")
    OrganisationFactory(name="Open Schools")
    monkeypatch.setattr(report, "SLOW", timedelta())
    gone = OrganisationFactory(name="Open school")
    before = admin_client.get(PAGE)

    gone.delete()
    OrganisationFactory(name="OPEN SCHOOL")
    kept = admin_client.get(PAGE)
    monkeypatch.setattr(report, "MAX_AGE", timedelta())
    cleared = admin_client.get(PAGE)

    assert "Later changes appear within ten minutes" in text_of(before)
    assert [len(shown(page)) for page in (before, kept, cleared)] == [3, 1, 3]
    assert ["Open School", "OPEN SCHOOL"] in shown(cleared)
