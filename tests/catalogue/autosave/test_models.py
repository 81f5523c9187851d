"""Unsaved changes are kept for 30 days, and the newest of a person only."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.autosave.models import KEPT_FOR, MAX_KEPT, AutosavedForm
from tests.staff import person_of

pytestmark = pytest.mark.django_db


def test_submitted_fields_are_read_as_from_a_request():
    form = AutosavedForm(data={"name": ["A"], "themes": ["1", "2"]})

    assert form.submitted().getlist("themes") == ["1", "2"]
    assert form.submitted()["name"] == "A"


def test_clear_deletes_the_old_ones_of_everybody_and_the_oldest_of_the_person():
    person, other = person_of("Editor"), person_of("Editor", "other")
    now = timezone.now()
    AutosavedForm.objects.create(user=other, changed_at=now - KEPT_FOR - timedelta(hours=1))
    kept = AutosavedForm.objects.create(user=other, changed_at=now - KEPT_FOR + timedelta(hours=1))
    oldest = AutosavedForm.objects.create(user=person, changed_at=now - timedelta(days=2))
    AutosavedForm.objects.bulk_create(AutosavedForm(user=person) for _number in range(MAX_KEPT))

    AutosavedForm.objects.clear(person)

    assert AutosavedForm.objects.count() == MAX_KEPT + 1
    assert AutosavedForm.objects.filter(pk=kept.pk).exists()
    assert not AutosavedForm.objects.filter(pk=oldest.pk).exists()
