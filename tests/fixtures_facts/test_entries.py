"""How much the fixtures hold, that all of it is public, and that it meets the rules of the back office."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from catalogue.naturalkeys import NaturalKeyModel
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from projects.models import Project
from trainings.models import Training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def fixture_models():
    return [model for model in apps.get_models() if issubclass(model, NaturalKeyModel)]


def counts():
    return {model._meta.label: model._default_manager.count() for model in fixture_models()}


def faults(row):
    try:
        row.full_clean()
    except ValidationError as error:
        return [f"{row._meta.label} {row.natural_key()}: {error.message_dict}"]
    return []


def test_programme_has_all_of_its_entries():
    assert counts() == {
        "catalogue.SearchSynonym": 0,
        "organisations.Country": 7,
        "organisations.Theme": 17,
        "organisations.BeneficiaryGroup": 31,
        "organisations.Organisation": 19,
        "organisations.OtherName": 7,
        "organisations.Goal": 17,
        "organisations.Activity": 35,
        "organisations.Grant": 9,
        "projects.Project": 3,
        "projects.Partner": 9,
        "projects.Objective": 13,
        "projects.TargetGroup": 26,
        "projects.Activity": 21,
        "trainings.Topic": 4,
        "trainings.Training": 1,
        "trainings.Speaker": 4,
        "trainings.Testimonial": 1,
    }


def test_every_row_meets_the_rules_of_its_form():
    rows = [row for model in fixture_models() for row in model._default_manager.all()]

    assert [fault for row in rows for fault in faults(row)] == []


def test_every_entry_is_public():
    models = [Organisation, Grant, Project, Training]

    assert [model.objects.filter(published_at__lte=timezone.now()).count() for model in models] == [
        19,
        9,
        3,
        1,
    ]
    assert [model.objects.for_public().count() for model in models] == [19, 9, 3, 1]


def test_programme_countries_are_six():
    assert list(Country.objects.values_list("code", "name", "is_programme_country")) == [
        ("AL", "Albania", True),
        ("BA", "Bosnia and Herzegovina", True),
        ("XK", "Kosovo", True),
        ("ME", "Montenegro", True),
        ("MK", "North Macedonia", True),
        ("NO", "Norway", False),
        ("RS", "Serbia", True),
    ]


def test_every_theme_is_in_use():
    assert list(Theme.objects.filter(projects=None, organisations=None)) == []


def test_every_beneficiary_group_is_in_use():
    assert list(BeneficiaryGroup.objects.filter(organisations=None, target_groups=None)) == []
