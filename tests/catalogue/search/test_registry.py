"""The indexes of the kinds of entry."""

import pytest

from catalogue.search.registry import all_indexes, index_of
from organisations.models import Grant, Organisation, Theme
from projects.models import Project
from smartbalkans.kinds import KINDS
from trainings.models import Training


@pytest.mark.parametrize("model", [Organisation, Grant, Project, Training])
def test_each_kind_of_entry_has_an_index(model):
    index = index_of(model)

    assert index.model is model
    assert index in all_indexes()


def test_a_list_of_choices_has_none():
    with pytest.raises(KeyError):
        index_of(Theme)


def test_all_indexes_have_a_version():
    assert {type(index.version) for index in all_indexes()} == {int}
    assert len(all_indexes()) >= len(KINDS)
