"""The pages for merging: who may, what they show, and what they say when it cannot be done."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from organisations.models import Organisation
from tests.factories import (
    BeneficiaryGroupFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    SpeakerFactory,
    ThemeFactory,
)
from tests.pages import messages_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/organisation/"
ENOUGH = ("view_organisation", "change_organisation", "delete_organisation", "publish_organisation")


def address(kept, gone=None):
    return f"{LIST}{kept.pk}/merge/" + (f"{gone.pk}/" if gone else "")


def data_of(kept, gone, **taken):
    return {"kept_token": kept.token, "gone_token": gone.token, **taken}


def test_preview_shows_what_moves_what_is_doubled_and_where_they_differ(admin_client, kept, gone):
    GrantFactory(recipient=gone)
    partner = PartnerFactory(organisation=gone, role="lead", project__name="Step by step")
    PartnerFactory(organisation=kept, project=partner.project)
    SpeakerFactory(organisation=gone, name="Ana Anić", training__name="School of Politics")
    GoalFactory(organisation=gone, text="Clean rivers")
    gone.beneficiary_groups.add(BeneficiaryGroupFactory(name="Youth"))

    page = admin_client.get(address(kept, gone))

    assert [(one.label, one.rows) for one in page.context["moving"]] == [
        ("Goals", ["Clean rivers"]),
        ("Grants", ["Core grant to Civic Aliance"]),
        ("Speakers", ["School of Politics · Ana Anić"]),
        ("Beneficiary groups", ["Youth"]),
    ]
    assert [(one.label, one.doubled) for one in page.context["doubled"]] == [
        ("Partners", ["Step by step · Civic Aliance (Lead applicant)"]),
    ]
    assert [(one.name, one.kept, one.gone) for one in page.context["form"].differences] == [
        ("name", "Civic Alliance", "Civic Aliance")
    ]
    assertContains(page, f'href="{address(gone, kept)}"')
    assert Organisation.objects.count() == 2


def test_preview_shows_ticked_fields_as_yes_and_no(admin_client, kept, gone):
    Organisation.objects.filter(pk=gone.pk).update(is_country_not_stated=True)

    (difference,) = admin_client.get(address(kept, gone)).context["form"].differences[1:]

    assert (difference.label, difference.kept, difference.gone) == ("Country not known", "no", "yes")


def test_preview_of_two_equal_entries_has_a_message(admin_client):
    kept, gone = OrganisationFactory(name="Open School"), OrganisationFactory(name="Open School")

    text = text_of(admin_client.get(address(kept, gone)))

    assert "The two entries are identical." in text
    assert "Nothing. No grant, project or training refers to the entry that will be deleted." in text


def test_preview_names_the_first_of_many_rows_and_counts_the_rest(admin_client, kept, gone):
    for _ in range(23):
        GrantFactory(recipient=gone)

    text = text_of(admin_client.get(address(kept, gone)))

    assert (text.count("Core grant to"), "and 3 more" in text) == (20, True)


def test_merge_applies_the_choices_and_reports_them(admin_client, kept, gone):
    GrantFactory(recipient=gone)
    Organisation.objects.filter(pk=gone.pk).update(town="Durrës")

    answer = admin_client.post(address(kept, gone), data_of(kept, gone, name="gone"), follow=True)

    assertRedirects(answer, f"{LIST}{kept.pk}/change/")
    assertContains(answer, "“Civic Aliance” was merged into “Civic Aliance”. 1 row was moved.")
    result = Organisation.objects.get()
    assert (result.pk, result.name, result.town) == (kept.pk, "Civic Aliance", "Durrës")


def test_merge_of_changed_entries_shows_the_preview_again_with_the_choices(admin_client, kept, gone):
    data = data_of(kept, gone, name="gone")
    gone.town = "Durrës"
    gone.save()

    answer = admin_client.post(address(kept, gone), data)

    assertContains(answer, "Nothing was merged, because “Civic Aliance” changed")
    assertContains(answer, f'name="gone_token" value="{gone.token}"')
    form = answer.context["form"]
    assert [(one.name, form[one.name].value()) for one in form.differences] == [
        ("name", "gone"),
        ("town", "gone"),
    ]
    again = admin_client.post(address(kept, gone), data_of(kept, gone, name="gone"))
    assert (again.status_code, Organisation.objects.count()) == (302, 1)


def test_choice_that_does_not_exist_leaves_the_usual_one(admin_client, kept, gone):
    admin_client.post(address(kept, gone), data_of(kept, gone, name="nonsense"))

    assert Organisation.objects.get().name == "Civic Alliance"


def test_organisation_is_not_merged_with_itself(admin_client, kept):
    answer = admin_client.get(address(kept, kept), follow=True)

    assertRedirects(answer, address(kept))
    assertContains(answer, "An organisation cannot be merged with itself. Choose another one.")


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleted_organisation_is_reported(admin_client, kept, gone, method):
    path = address(kept, gone)
    gone.delete()

    answer = getattr(admin_client, method)(path, follow=True)

    assertRedirects(answer, LIST)
    assertContains(answer, "One of the two organisations no longer exists. Nothing was changed.")


def test_other_one_is_offered_or_found_by_any_of_its_names(admin_client, kept, gone):
    far = OtherNameFactory(organisation__name="Something else", name="Zebra").organisation

    page = admin_client.get(f"{address(kept)}?q=zebra")

    assert [one["label"] for one in page.context["candidates"]] == ["Civic Aliance"]
    assert [one["label"] for one in page.context["found"]] == ["Something else"]
    assertContains(page, f'href="{address(kept, far)}"')
    assertContains(admin_client.get(f"{address(kept)}?q=nobody"), "No other organisation matches “nobody”.")


def test_form_and_report_lead_to_the_merge(admin_client, kept, gone):
    Organisation.objects.filter(pk=kept.pk).update(published_at=None)

    form = admin_client.get(f"{LIST}{kept.pk}/change/")
    report = admin_client.get(f"{LIST}duplicates/")

    assertContains(form, f'href="{address(kept)}"')
    assertContains(report, f'href="{address(gone, kept)}"')  # the public one stays


@pytest.mark.parametrize("missing", ENOUGH[1:])
def test_who_lacks_a_permission_is_refused_everywhere(client_with, kept, gone, missing):
    client = client_with(*(name for name in ENOUGH if name != missing))

    answers = [
        client.get(address(kept)).status_code,
        client.get(address(kept, gone)).status_code,
        client.post(address(kept, gone), data_of(kept, gone)).status_code,
    ]

    assert answers == [403, 403, 403]
    assert Organisation.objects.count() == 2
    for page in (f"{LIST}{kept.pk}/change/", f"{LIST}duplicates/"):
        assertNotContains(client.get(page), "/merge/")


def test_who_may_not_publish_may_merge_drafts_but_not_into_or_from_a_public_one(client_with):
    client = client_with(*ENOUGH[:-1])
    first, second = OrganisationFactory(draft=True), OrganisationFactory(draft=True)
    public = OrganisationFactory()

    assert client.get(address(first, public)).status_code == 403
    assert client.get(address(public, first)).status_code == 403
    assert client.post(address(first, second), data_of(first, second)).status_code == 302


def test_merge_of_very_many_rows_is_continued_by_the_same_button(admin_client, kept, gone, monkeypatch):
    monkeypatch.setattr("organisations.merging.merge.PORTION", 1)
    monkeypatch.setattr("catalogue.portions.SECONDS_OF_BUTTON", 0)
    for _number in range(2):
        GrantFactory(recipient=gone)
    data = data_of(kept, gone, name="gone")

    page = admin_client.post(address(kept, gone), data)
    moved = kept.grants.count()
    again = admin_client.post(address(kept, gone), data)

    assert (moved, page.status_code, again.status_code) == (1, 200, 302)
    assert messages_of(page) == [
        "Many rows have been moved, but not all of them. Choose “Merge” again to continue."
    ]
    assert page.context["form"].initial["name"] == "gone"
    assert [(one.name, one.grants.count()) for one in Organisation.objects.all()] == [("Civic Aliance", 2)]


def test_visitor_is_sent_to_the_login(client, kept, gone):
    answer = client.post(address(kept, gone), data_of(kept, gone))

    assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True)
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, kept, gone, rows):
    for _ in range(rows):
        GrantFactory(recipient=gone)
        PartnerFactory(organisation=gone)
        SpeakerFactory(organisation=gone)
        GoalFactory(organisation=gone)
        gone.beneficiary_groups.add(BeneficiaryGroupFactory())
        gone.themes.add(ThemeFactory())
    admin_client.get(address(kept, gone))

    with django_assert_num_queries(
        17
    ):  # session; user; the two; nine kinds of rows of one, five of the other
        admin_client.get(address(kept, gone))
