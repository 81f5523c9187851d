"""Who changed an entry last."""

import pytest

from catalogue.history.recording import recorded
from organisations.models import Organisation
from tests.factories import GoalFactory, OrganisationFactory
from tests.staff import person_of

pytestmark = pytest.mark.django_db


def editor_of(entry):
    return Organisation.objects.get(pk=entry.pk).changed_by


def test_saved_entry_has_the_person_of_the_action():
    ana, entry = person_of("Editor", "ana"), OrganisationFactory()

    with recorded(ana, "Edited"):
        entry.save()

    assert editor_of(entry) == ana


def test_entry_saved_by_a_command_has_no_person():
    ana, entry = person_of("Editor", "ana"), OrganisationFactory()
    with recorded(ana, "Edited"):
        entry.save()

    with recorded(None, "Imported"):
        entry.save()

    assert editor_of(entry) is None


def test_status_alone_has_its_person():
    ana, entry = person_of("Editor", "ana"), OrganisationFactory()

    with recorded(ana, "Published"):
        entry.save(update_fields=["published_at", "updated_at", "token"])

    assert editor_of(entry) == ana


def test_rows_alone_have_their_person():
    ana, goal = person_of("Editor", "ana"), GoalFactory()

    with recorded(ana, "Edited"):
        goal.save()

    assert editor_of(goal.organisation) == ana


def test_entry_outlives_the_account_of_its_editor():
    ana, entry = person_of("Editor", "ana"), OrganisationFactory()
    with recorded(ana, "Edited"):
        entry.save()

    ana.delete()

    assert editor_of(entry) is None
