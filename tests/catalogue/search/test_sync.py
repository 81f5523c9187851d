"""The index keeps in step with whatever writes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from catalogue.search import registry, sync
from catalogue.search.facets import FacetCounter, counter_of
from catalogue.search.models import SearchClock, StaleEntry
from organisations.models import Goal, Grant, Organisation
from projects.models import Partner, Project
from tests.catalogue.search.finding import found
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    TrainingFactory,
)
from trainings.models import Training

pytestmark = pytest.mark.django_db

INDEX = registry.index_of(Organisation)


def in_an_hour(monkeypatch):
    now = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_save_is_found_and_counted_at_once():
    organisation = OrganisationFactory(name="Kestrel")
    assert found(Organisation, "kestrel") == [organisation]

    organisation.name = "Osprey"
    organisation.save()

    assert found(Organisation, "kestrel") == []
    assert found(Organisation, "osprey") == [organisation]


def test_bulk_create_is_found_at_once():
    Organisation.objects.bulk_create(
        Organisation(name=f"Kestrel {number}", slug=f"k-{number}", published_at=timezone.now())
        for number in range(3)
    )

    assert len(found(Organisation, "kestrel")) == 3


def test_update_and_bulk_update_are_found_at_once():
    organisations = OrganisationFactory.create_batch(2)
    found(Organisation, "x")

    Organisation.objects.filter(pk=organisations[0].pk).update(town="Kestrel")
    organisations[1].summary = "kestrel"
    Organisation.objects.bulk_update(organisations[1:], ["summary"])

    assert set(found(Organisation, "kestrel")) == set(organisations)


def test_raw_sql_is_found_at_once():
    organisation = OrganisationFactory()
    found(Organisation, "x")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET acronym = 'KESTREL'")

    assert found(Organisation, "kestrel") == [organisation]


def test_deleting_an_entry_or_a_row_is_noticed_at_once():
    goal = GoalFactory(text="kestrel")
    other = OrganisationFactory(name="Kestrel")
    assert len(found(Organisation, "kestrel")) == 2

    Goal.objects.filter(pk=goal.pk).delete()
    other.delete()

    assert found(Organisation, "kestrel") == []
    assert counter_of(INDEX).public.bit_count() == 1


def test_rows_written_in_bulk_are_found_at_once():
    organisation = OrganisationFactory()
    found(Organisation, "x")

    Goal.objects.bulk_create([Goal(organisation=organisation, text="kestrel")])

    assert found(Organisation, "kestrel") == [organisation]


def test_row_that_moves_to_another_entry_is_noticed_in_both():
    goal = GoalFactory(text="kestrel")
    other = OrganisationFactory()
    assert found(Organisation, "kestrel") == [goal.organisation]

    Goal.objects.update(organisation=other)

    assert found(Organisation, "kestrel") == [other]


def test_change_of_an_organisation_reaches_its_projects_and_grants():
    partner = PartnerFactory()
    grant = GrantFactory(recipient=partner.organisation)
    found(Project, "x"), found(Grant, "x")

    Organisation.objects.update(name="Kestrel")

    assert found(Project, "kestrel") == [partner.project]
    assert found(Grant, "kestrel") == [grant]


@pytest.mark.parametrize("of", ["project", "recipient"])
def test_change_of_a_theme_reaches_the_grants_and_organisations(of):
    theme = ThemeFactory(area="security")
    grant = GrantFactory()
    if of == "project":
        partner = PartnerFactory(project__grant=grant, organisation=grant.recipient)
        partner.project.themes.add(theme)
    else:
        grant.recipient.themes.add(theme)
    assert found(Grant, "", area=["security"]) == [grant]

    theme.area, theme.name, theme.slug = "governance", "Kestrel", "kestrel"
    theme.save()

    for model, entry in ((Grant, grant), (Organisation, grant.recipient)):
        assert found(model, "", area=["security"]) == []
        assert found(model, "", area=["governance"], theme=["kestrel"]) == [entry]
    assert found(Grant, "kestrel") == [grant]
    found(Project, "x")
    call_command("rebuild_search", "--check", stdout=StringIO())


def test_draft_project_hides_its_themes_until_it_is_published():
    project = ProjectFactory(grant=GrantFactory(line="media"), draft=True)
    project.themes.add(ThemeFactory(slug="peace", area="security"))
    assert found(Grant, "", theme=["peace"]) == found(Grant, "", area=["security"]) == []

    project.published_at = timezone.now()
    project.save()

    assert found(Grant, "", theme=["peace"], area=["security"]) == [project.grant]


def test_theme_of_a_project_reaches_its_organisations():
    partner = PartnerFactory()
    theme = ThemeFactory(slug="peace")
    assert found(Organisation, "", theme=["peace"]) == []

    partner.project.themes.add(theme)
    assert found(Organisation, "", theme=["peace"]) == [partner.organisation]

    partner.project.themes.clear()
    assert found(Organisation, "", theme=["peace"]) == []


def test_country_that_is_renamed_is_found_by_its_new_name():
    organisation = OrganisationFactory(country=CountryFactory(code="MK", name="Macedonia"))
    assert found(Organisation, "northern") == []

    country = organisation.country
    country.name = "Northern Macedonia"
    country.save()

    assert found(Organisation, "northern") == [organisation]


def test_scheduled_entry_is_found_when_its_time_comes(monkeypatch):
    organisation = OrganisationFactory(name="Kestrel", published_at=timezone.now() + timedelta(hours=1))
    assert found(Organisation, "kestrel") == []

    in_an_hour(monkeypatch)

    assert found(Organisation, "kestrel") == [organisation]


def test_scheduled_partner_is_found_with_its_project_when_its_time_comes(monkeypatch):
    partner = PartnerFactory(
        organisation__name="Kestrel", organisation__published_at=timezone.now() + timedelta(hours=1)
    )
    assert found(Project, "kestrel") == []

    in_an_hour(monkeypatch)

    assert found(Project, "kestrel") == [partner.project]


def test_state_of_a_grant_changes_with_the_days(monkeypatch):
    today = timezone.localdate()
    grant = GrantFactory(starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=2))
    project = ProjectFactory(grant=grant)
    seen = []

    now = timezone.now()
    for days in range(4):
        monkeypatch.setattr("django.utils.timezone.now", lambda days=days: now + timedelta(days=days))
        states = [state for state in Grant.State.values if found(Grant, "", state=[state]) == [grant]]
        assert [
            state for state in Grant.State.values if found(Project, "", state=[state]) == [project]
        ] == states
        seen += states

    assert seen == ["planned", "running", "running", "ended"]


def test_withdrawn_entry_is_gone_at_once():
    OrganisationFactory(name="Kestrel")
    assert len(found(Organisation, "kestrel")) == 1

    Organisation.objects.update(published_at=None)

    assert found(Organisation, "kestrel") == []


def test_values_are_read_once_while_nothing_changes(django_assert_num_queries):
    OrganisationFactory.create_batch(3)
    counter_of(INDEX)

    with django_assert_num_queries(1):  # which version is it?
        counter_of(INDEX)


def test_partner_row_follows_when_its_project_is_deleted():
    partner = PartnerFactory(role="lead")
    assert found(Organisation, "", role=["lead"]) == [partner.organisation]

    partner.project.delete()

    assert Partner.objects.count() == 0
    assert found(Organisation, "", role=["lead"]) == []


def test_document_that_is_due_is_waiting(monkeypatch):
    OrganisationFactory(published_at=timezone.now() + timedelta(hours=1))
    sync.process_waiting()
    assert sync.waiting_indexes() == []

    in_an_hour(monkeypatch)

    assert INDEX in sync.waiting_indexes()
    assert sync.wrong_keys(INDEX) == []
    assert sync.process_waiting() == {}
    assert sync.waiting_indexes() == []


def test_documents_are_processed_in_batches(monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 2)
    OrganisationFactory.create_batch(5)
    before = version()

    sync.process_waiting()

    assert (version() - before, sync.waiting_keys(INDEX)) == (3, set())


def test_what_was_queued_last_is_processed_first_and_whatever_the_limit(monkeypatch):
    monkeypatch.setattr(sync, "BATCH", 2)
    first, *_others = OrganisationFactory.create_batch(5)
    training = TrainingFactory()
    sync.process_waiting()
    Organisation.objects.update(town="Bar")
    Organisation.objects.filter(pk=first.pk).update(town="Ulqin")
    Training.objects.filter(pk=training.pk).update(name="Advocacy")

    assert sync.process_waiting(limit=0) == {}

    assert sync.waiting_keys(registry.index_of(Training)) == set()
    assert first.pk not in sync.waiting_keys(INDEX)
    assert len(sync.waiting_keys(INDEX)) == 3
    assert sync.process_waiting(limit=60) == {}
    assert sync.waiting_indexes() == []


def test_entry_that_was_queued_many_times_does_not_hide_others(monkeypatch):
    monkeypatch.setattr(sync, "ROWS", 4)
    first, second = OrganisationFactory.create_batch(2)
    sync.process_waiting()
    Organisation.objects.filter(pk=first.pk).update(town="Bar")
    for town in ("Ulqin", "Peja", "Tuzla"):
        Organisation.objects.filter(pk=second.pk).update(town=town)

    sync.process_waiting()

    assert sync.waiting_keys(INDEX) == set()


def test_documents_are_rebuilt_when_the_version_of_the_index_changes(monkeypatch):
    organisation = OrganisationFactory(name="Kestrel")
    found(Organisation, "x")
    INDEX.document.objects.update(title="osprey")
    StaleEntry.objects.all().delete()

    monkeypatch.setattr(type(INDEX), "version", INDEX.version + 1)
    sync.install()

    assert found(Organisation, "kestrel") == [organisation]


def test_migration_without_a_new_version_rebuilds_nothing():
    OrganisationFactory(name="Kestrel")
    found(Organisation, "x")

    sync.install()

    assert StaleEntry.objects.filter(kind=INDEX.kind).count() == 0


def test_upgrade_beside_the_old_release_leaves_nothing_behind(monkeypatch):
    class OldIndex(type(INDEX)):
        version = INDEX.version

        def texts(self, organisation):
            yield "osprey"

    old_index = OldIndex()
    organisations = OrganisationFactory.create_batch(2, summary="kestrel")
    sync.process_batch(old_index)
    assert bodies() == {"organisations osprey"}

    monkeypatch.setattr(type(INDEX), "version", INDEX.version + 1)
    sync.install()
    organisations[0].save()
    sync.process_batch(old_index)
    found_by_old_release = FacetCounter(old_index).current().public.bit_count()

    assert bodies() == {"organisations osprey"}
    assert found_by_old_release == 2
    assert set(found(Organisation, "kestrel")) == set(organisations)
    assert bodies() == {"organisations kestrel"}
    call_command("rebuild_search", "--check", stdout=StringIO())


def test_old_release_cannot_rebuild_or_check_the_index_of_a_new_one(monkeypatch):
    monkeypatch.setattr(type(INDEX), "version", INDEX.version + 1)
    queued = StaleEntry.objects.count()

    for options in ([], ["--check"]):
        with pytest.raises(CommandError, match=r"Run manage\.py migrate"):
            call_command("rebuild_search", *options, stdout=StringIO())

    assert StaleEntry.objects.count() == queued


def version() -> int:
    return SearchClock.objects.get(kind=INDEX.kind).version


def bodies() -> set[str]:
    return set(INDEX.document.objects.values_list("body", flat=True))
