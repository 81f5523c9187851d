"""The tables that the pages, files, facets and totals of each kind of entry are made of."""

from catalogue.search import registry
from catalogue.search.documents import SearchIndex
from catalogue.search.triggers import dependencies_of


def tables_by_kind() -> dict[str, set[str]]:
    """Return the tables of every kind: those that its documents depend on, and the documents themselves."""
    return {index.kind: tables_of(index) for index in registry.all_indexes()}


def tables_of(index: SearchIndex) -> set[str]:
    return {index.document._meta.db_table, *(one.table for one in dependencies_of(index))}
