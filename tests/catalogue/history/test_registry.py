"""Which kinds of entry have a history, and which rows belong to them."""

import pytest

from catalogue.history.registry import entry_of, has_history, history_of, links_of, owner_field
from organisations.models import Goal, Organisation, Theme
from projects.models import Project
from tests.factories import GoalFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Organisation, Project, Training])
def test_entries_have_a_history(model):
    assert has_history(model)
    assert history_of(model).model is model


def test_lists_of_choices_have_none():
    assert not has_history(Theme)


def test_owner_field_leads_from_a_row_to_its_entry():
    assert owner_field(Goal).name == "organisation"
    assert owner_field(Organisation) is None


def test_relation_of_finds_rows_by_the_label_of_their_model():
    assert history_of(Organisation).relation_of("organisations.goal") == "goals"
    assert history_of(Organisation).relation_of("organisations.gone") is None


def test_entry_of_a_row_is_its_owner():
    goal = GoalFactory()

    assert entry_of(goal) == (Organisation, goal.organisation_id)
    assert entry_of(goal.organisation) == (Organisation, goal.organisation_id)


def test_links_of_are_those_without_a_model_of_their_own():
    assert {field.name for field in links_of(Organisation)} == {"themes", "beneficiary_groups"}
