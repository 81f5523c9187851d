"""Settings of a list belong to one person and one list."""

import pytest
from django.db import IntegrityError, transaction

from catalogue.list_settings.models import ListColumns, SavedFilter
from catalogue.references import kind_of
from organisations.models import Organisation
from projects.models import Project
from tests.staff import person_with

pytestmark = pytest.mark.django_db


def save_filter(user, model, name):
    return SavedFilter.objects.create(user=user, kind=kind_of(model), name=name, query="q=youth")


def test_filters_are_those_of_a_person_in_a_list_by_name():
    person, other = person_with(), person_with(name="other")
    for user, model, name in (
        (person, Organisation, "Youth"),
        (person, Organisation, "Drafts"),
        (person, Project, "Running"),
        (other, Organisation, "Mine"),
    ):
        save_filter(user, model, name)

    assert [one.name for one in SavedFilter.objects.of_list(person, Organisation)] == ["Drafts", "Youth"]


def test_person_has_a_filter_of_a_name_and_the_columns_of_a_list_once():
    person = person_with()
    save_filter(person, Organisation, "Youth")
    ListColumns.objects.create(user=person, kind=kind_of(Organisation), columns=["name"])

    with pytest.raises(IntegrityError), transaction.atomic():
        save_filter(person, Organisation, "Youth")
    with pytest.raises(IntegrityError), transaction.atomic():
        ListColumns.objects.create(user=person, kind=kind_of(Organisation), columns=["town"])
    assert save_filter(person, Project, "Youth").pk
