"""Rows that name an entry, or a kind of entry."""

import pytest
from django.apps import apps

from catalogue.references import KindReference, kind_of, reference_to
from catalogue.search.models import StaleEntry
from organisations.models import Organisation
from projects.models import Project
from tests.factories import OrganisationFactory, ProjectFactory

# Tables with one row for a kind, and one that database triggers write with other columns.
OTHERS = {"DataVersion", "PendingRenewal", "SearchClock"}


def test_models_that_name_a_kind_share_its_field():
    with_kind = [
        model
        for model in apps.get_app_config("catalogue").get_models()
        if any(field.name == "kind" for field in model._meta.fields)
    ]

    others = {model.__name__ for model in with_kind if not issubclass(model, KindReference)}

    assert others == OTHERS


def test_label_of_every_model_fits():
    longest = max(len(kind_of(model)) for model in apps.get_models())

    assert longest <= KindReference._meta.get_field("kind").max_length


@pytest.mark.django_db
def test_rows_are_found_by_kind_and_entry():
    one, other, project = OrganisationFactory(), OrganisationFactory(), ProjectFactory()
    StaleEntry.objects.all().delete()
    rows = [StaleEntry.objects.create(**reference_to(entry)) for entry in (one, other, project)]
    found = StaleEntry.objects.order_by("pk")

    assert list(found.of_kind(Organisation)) == rows[:2]
    assert list(found.of_entry(other)) == [rows[1]]
    assert list(found.of_keys(Organisation, [other.pk, 0])) == [rows[1]]
    assert list(found.of_keys(Project, [])) == []


@pytest.mark.django_db
def test_reference_reads_as_kind_and_key():
    organisation = OrganisationFactory()

    assert str(StaleEntry(**reference_to(organisation))) == f"organisations.organisation {organisation.pk}"
