"""The data dictionary, in the language of whoever asks."""

import re

import pytest
from django.utils import translation

from catalogue.exports.columns import Computed, Linked, Many
from catalogue.exports.data_dictionary import dictionary_of
from catalogue.field_paths import field_at
from organisations.exports import OrganisationResource
from smartbalkans.datasets import DATASETS
from tests.factories import OrganisationFactory

RESOURCES = {dataset.name: dataset.resource for dataset in DATASETS}


def texts(dictionary) -> dict[str, tuple[str, str]]:
    return {entry.key: (entry.heading, entry.type) for entry in dictionary.entries}


@pytest.mark.django_db
def test_dictionary_is_in_the_language_of_whoever_asks():
    OrganisationFactory()

    with translation.override("sr"):
        serbian = texts(dictionary_of(OrganisationResource))
        summary = translation.gettext("Summary")  # a word that Django itself translates
    english = texts(dictionary_of(OrganisationResource))

    assert (serbian["summary"][0], english["summary"][0]) == (summary, "Summary")
    assert summary != "Summary"


@pytest.mark.parametrize("name", RESOURCES)
def test_every_column_has_a_description_of_its_own(name):
    columns = RESOURCES[name].columns() | RESOURCES[name].staff_columns()

    described = {key: str(column.description) for key, column in columns.items()}

    assert [key for key, text in described.items() if not (text[:1].strip() and text.endswith("."))] == []
    assert len(set(described.values())) == len(described)


@pytest.mark.parametrize("name", RESOURCES)
def test_descriptions_are_one_sentence(name):
    described = {key: str(column.description) for key, column in RESOURCES[name].columns().items()}

    assert {key: text for key, text in described.items() if re.search(r"[.?!]\s", text)} == {}


@pytest.mark.parametrize("name", RESOURCES)
def test_descriptions_state_what_an_empty_cell_means(name):
    columns = RESOURCES[name].columns()
    required = {fact.place for fact in getattr(RESOURCES[name]._meta.model, "required_facts", ())}
    required.discard("id_country")  # replaced by a tick

    optional = {key: one for key, one in columns.items() if f"id_{key}" not in required and may_be_empty(one)}

    assert [key for key, column in optional.items() if "empty" not in str(column.description)] == []


def may_be_empty(column):
    """Return whether some row may have no value in a column, as far as its model states."""
    if isinstance(column, (Many, Linked)):
        return True
    names = column.paths[0].split("__")
    fields = [field_at(column.model, "__".join(names[:end])) for end in range(1, len(names) + 1)]
    return not isinstance(column, Computed) and any(field.null or field.blank for field in fields)


@pytest.mark.parametrize("name", RESOURCES)
def test_descriptions_are_not_the_help_texts_of_the_form(name):
    helped = {str(field.help_text) for field in RESOURCES[name]._meta.model._meta.fields} - {""}

    described = {str(column.description) for column in RESOURCES[name].columns().values()}

    assert described & helped == set()
