"""What becomes of two organisations that are merged, and of all that refers to them."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from reversion.models import Version

from catalogue.duplicates.models import DismissedPair
from catalogue.duplicates.report import dismiss
from catalogue.former_addresses import FormerAddress
from catalogue.history.deleted import deleted_entries, undelete
from catalogue.history.recording import recorded
from catalogue.history.restoring import plan_restore
from catalogue.history.versions import states_of
from organisations.merging.merge import MergeError, OrganisationsChanged, merge
from organisations.merging.rows import references
from organisations.models import Grant, Organisation
from projects.models import Partner
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    SpeakerFactory,
    TestimonialFactory,
    ThemeFactory,
)
from tests.organisations.merging.merged import merged
from tests.threads import run_together

pytestmark = pytest.mark.django_db


def test_all_that_refers_to_the_one_that_goes_moves(kept, gone):
    grant = GrantFactory(recipient=gone)
    partner = PartnerFactory(organisation=gone, role="lead")
    speaker = SpeakerFactory(organisation=gone)
    testimonial = TestimonialFactory(organisation=gone)
    gone.beneficiary_groups.add(BeneficiaryGroupFactory(name="Youth"))
    gone.themes.add(ThemeFactory(name="Media freedom"))

    merged(kept, gone)

    for row in (partner, speaker, testimonial):
        row.refresh_from_db()
        assert row.organisation == kept
    assert Grant.objects.get(pk=grant.pk).recipient == kept
    assert Partner.objects.get(pk=partner.pk).role == "lead"
    assert [group.name for group in kept.beneficiary_groups.all()] == ["Youth"]
    assert [theme.name for theme in kept.themes.all()] == ["Media freedom"]
    assert list(Organisation.objects.all()) == [kept]


def test_organisation_that_stays_keeps_its_identifier(kept, gone):
    uid = kept.uid

    organisation = merged(kept, gone)

    assert organisation.uid == uid


def test_groups_of_both_are_listed_once(kept, gone):
    youth, women = BeneficiaryGroupFactory(name="Youth"), BeneficiaryGroupFactory(name="Women")
    kept.beneficiary_groups.set([youth])
    gone.beneficiary_groups.set([youth, women])

    merged(kept, gone)

    assert [group.name for group in kept.beneficiary_groups.order_by("name")] == ["Women", "Youth"]


def test_empty_fields_of_the_kept_entry_are_filled_from_the_other(kept, gone):
    Organisation.objects.filter(pk=kept.pk).update(town="Tirana")
    Organisation.objects.filter(pk=gone.pk).update(
        town="Durrës", website="https://example.org/", founded_year=2002, country=CountryFactory(code="AL")
    )

    result = merged(kept, gone)

    assert (result.town, result.website, result.founded_year, result.country_id) == (
        "Tirana", "https://example.org/", 2002, "AL",
    )  # fmt: skip


def test_chosen_values_are_kept(kept, gone):
    Organisation.objects.filter(pk=kept.pk).update(town="Tirana", summary="One.", email="a@example.org")
    Organisation.objects.filter(pk=gone.pk).update(town="Durrës", summary="Two.", kind="media")

    result = merged(kept, gone, {"town": "gone", "summary": "both", "kind": "kept", "email": "gone"})

    assert (result.town, result.summary, result.kind, result.email) == ("Durrës", "One.\n\nTwo.", "", "")
    assert result.slug == "civic-alliance"


def test_every_name_is_kept(kept, gone):
    Organisation.objects.filter(pk=kept.pk).update(acronym="CA")
    Organisation.objects.filter(pk=gone.pk).update(acronym="CAL", local_name="Građanska alijansa")
    OtherNameFactory(organisation=kept, name="The Alliance")
    for name in ("the alliance", "civic alliance", "Aleanca"):
        OtherNameFactory(organisation=gone, name=name)

    result = merged(kept, gone, {"name": "gone"})

    assert (result.name, result.acronym, result.local_name) == ("Civic Aliance", "CA", "Građanska alijansa")
    assert sorted(other.name for other in result.other_names.all()) == [
        "Aleanca",
        "CAL",
        "Civic Alliance",
        "The Alliance",
    ]


def test_local_name_that_is_the_name_kept_is_dropped(kept, gone):
    Organisation.objects.filter(pk=kept.pk).update(name="Akcija")
    Organisation.objects.filter(pk=gone.pk).update(local_name="Akcija")

    result = merged(kept, gone, {})

    assert (result.name, result.local_name) == ("Akcija", "")


@pytest.mark.parametrize(
    ("of_kept", "of_gone", "status"),
    [
        ({}, {}, "published"),
        ({"published_at": None}, {}, "published"),
        ({}, {"published_at": None, "stage": "withdrawn"}, "published"),
        ({"published_at": None, "stage": "withdrawn"}, {}, "withdrawn"),
        ({"published_at": None}, {"published_at": None, "stage": "review"}, "review"),
    ],
)
def test_what_is_public_stays_public(kept, gone, of_kept, of_gone, status):
    Organisation.objects.filter(pk=kept.pk).update(**of_kept)
    Organisation.objects.filter(pk=gone.pk).update(**of_gone)

    assert merged(kept, gone).status == status


def test_old_addresses_lead_to_the_one_that_stays(kept, gone):
    kind = "organisations.organisation"
    FormerAddress.objects.create(kind=kind, slug="older", entry_id=gone.pk)

    merged(kept, gone)

    assert list(FormerAddress.objects.order_by("slug").values_list("kind", "slug", "entry_id")) == [
        (kind, "civic-aliance", kept.pk),
        (kind, "older", kept.pk),
    ]


def test_marks_of_the_merged_entry_are_deleted(kept, gone):
    other = OrganisationFactory()
    dismiss(Organisation, gone.pk, [other.pk], None)
    dismiss(Organisation, kept.pk, [other.pk], None)

    merged(kept, gone)

    assert [(stated.first, stated.second) for stated in DismissedPair.objects.all()] == [(kept.pk, other.pk)]


def test_every_entry_touched_is_recorded_before_and_after(kept, gone, admin_user):
    grant = GrantFactory(recipient=gone)
    partner = PartnerFactory(organisation=gone)
    shared = PartnerFactory(organisation=gone).project
    PartnerFactory(project=shared, organisation=kept)
    speaker = SpeakerFactory(organisation=gone)
    untouched = PartnerFactory(organisation=kept).project
    touched = [kept, grant, partner.project, shared, speaker.training]
    tokens = {entry: entry.token for entry in touched}

    merged(kept, gone, user=admin_user)

    for entry in touched:
        versions = Version.objects.get_for_object(entry)
        assert [version.revision.comment for version in versions] == [
            "Merged “Civic Aliance” into “Civic Alliance”",
            "Version before the first recorded change",
        ]
        assert [version.revision.user for version in versions] == [admin_user, None]
        assert type(entry).objects.get(pk=entry.pk).token != tokens[entry]
    assert list(Version.objects.get_for_object(untouched)) == []


def test_merge_out_of_time_leaves_both_and_is_continued_by_merging_again(kept, gone, monkeypatch):
    monkeypatch.setattr("organisations.merging.merge.PORTION", 1)
    for _number in range(3):
        PartnerFactory(organisation=gone)
    arguments = (kept.pk, gone.pk, (kept.token, gone.token), {"name": "gone"}, None)

    first = merge(*arguments, seconds=0)
    moved = kept.partnerships.count()
    second = merge(*arguments, seconds=60)

    assert (first, moved, second) == (None, 1, kept)
    assert (second.name, kept.partnerships.count()) == ("Civic Aliance", 3)


def test_merged_entry_can_be_restored_with_its_rows(kept, gone, admin_user):
    GoalFactory(organisation=gone, text="Clean rivers")
    OtherNameFactory(organisation=gone, name="Aleanca")
    key = gone.pk

    merged(kept, gone, user=admin_user)

    (version,) = deleted_entries(Organisation)
    assert (version.object_id, version.object_repr) == (str(key), "Civic Aliance")
    with recorded(admin_user, "Restored after deletion"):
        back = undelete(plan_restore(Organisation, *states_of(Organisation, [version])))
    assert (back.pk, back.name) == (key, "Civic Aliance")
    assert [other.name for other in back.other_names.all()] == ["Aleanca"]
    assert [goal.text for goal in back.goals.all()] == ["Clean rivers"]


@pytest.mark.parametrize("changed", ["kept", "gone"])
def test_merge_is_refused_if_one_was_changed_meanwhile(kept, gone, changed):
    tokens = (kept.token, gone.token)
    {"kept": kept, "gone": gone}[changed].save()

    with pytest.raises(OrganisationsChanged, match=r"Nothing was merged, because “Civic Al?liance” changed"):
        merge(kept.pk, gone.pk, tokens, {}, None)

    assert Organisation.objects.count() == 2


def test_merge_with_itself_or_with_none_is_refused(kept, gone):
    with pytest.raises(MergeError, match="cannot be merged with itself"):
        merge(kept.pk, kept.pk, (kept.token, kept.token), {}, None)
    key = gone.pk
    gone.delete()
    with pytest.raises(MergeError, match="no longer exists"):
        merge(kept.pk, key, (kept.token, "x"), {}, None)


def test_merge_that_breaks_a_rule_changes_nothing(kept, gone):
    """No values that two sound entries have break a rule together; a rule that comes later may."""
    GrantFactory(recipient=gone)
    Organisation.objects.filter(pk=gone.pk).update(published_at=timezone.now(), stage="")
    Organisation.objects.filter(pk=kept.pk).update(published_at=None, stage="withdrawn")
    kept.refresh_from_db()
    gone.refresh_from_db()

    def broken(self):
        raise ValidationError("A rule")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Organisation, "validate_constraints", broken)
        with pytest.raises(ValidationError, match="A rule"):
            merge(kept.pk, gone.pk, (kept.token, gone.token), {}, None)

    assert Organisation.objects.count() == 2
    assert Grant.objects.get().recipient == gone
    assert not Version.objects.exists()


def test_nothing_else_refers_to_organisations():
    """Whoever adds such a reference sees here that merging moves it too, and says how if it must be one."""
    assert [f"{one.model._meta.label}.{one.name}" for one in references()] == [
        "contact.Contact.organisation",
        "organisations.Activity.organisation",
        "organisations.Goal.organisation",
        "organisations.Grant.recipient",
        "projects.Partner.organisation",
        "trainings.Speaker.organisation",
        "trainings.Testimonial.organisation",
        "organisations.Organisation_beneficiary_groups.organisation",
        "organisations.Organisation_themes.organisation",
    ]


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_refused():
    first, second = OrganisationFactory(name="First"), OrganisationFactory(name="Second")
    GrantFactory(recipient=first)
    GrantFactory(recipient=second)
    together = threading.Barrier(2)

    def run(kept, gone):
        together.wait()
        try:
            merge(kept.pk, gone.pk, (kept.token, gone.token), {}, None)
        except MergeError:
            return "refused"
        return "merged"

    outcomes = run_together(lambda: run(first, second), lambda: run(second, first))

    assert sorted(outcomes) == ["merged", "refused"]
    assert Grant.objects.filter(recipient=Organisation.objects.get()).count() == 2
