"""The tables that the pages, files, facets and totals of each kind of entry are made of."""

from catalogue.search import registry, synonyms
from catalogue.search.documents import SearchIndex
from catalogue.search.models import SearchSynonym
from catalogue.search.triggers import dependencies_of


def tables_by_kind() -> dict[str, set[str]]:
    """Return the tables of every kind: those that its documents depend on, and the documents themselves.

    The synonyms, which widen every search, are a kind of their own.
    """
    tables = {index.kind: tables_of(index) for index in registry.all_indexes()}
    return {**tables, synonyms.KIND: {SearchSynonym._meta.db_table}}


def tables_of(index: SearchIndex) -> set[str]:
    return {index.document._meta.db_table, *(one.table for one in dependencies_of(index))}
