"""The tables that public pages are made of."""

from django.apps import apps

from catalogue.search import registry
from catalogue.search.data_tables import tables_by_kind, tables_of
from organisations.models import Goal, Organisation
from projects.models import Partner


def test_tables_of_an_index_are_the_entry_its_rows_links_and_documents():
    index = registry.index_of(Organisation)

    assert {
        Organisation._meta.db_table,
        Organisation.themes.through._meta.db_table,
        Goal._meta.db_table,
        Partner._meta.db_table,
        index.document._meta.db_table,
    } <= tables_of(index)


def test_tables_by_kind_has_every_index_and_the_synonyms():
    kinds = tables_by_kind()

    assert {index.kind for index in registry.all_indexes()} < set(kinds)
    assert "catalogue_searchsynonym" in set().union(*kinds.values())


def test_tables_by_kind_has_no_table_of_staff():
    tables = set().union(*tables_by_kind().values())

    assert not tables & {model._meta.db_table for model in apps.get_app_config("auth").get_models()}
