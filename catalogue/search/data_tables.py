"""The tables that the pages, files, facets and totals of each kind of entry are made of."""

from django.db.models import Model

from catalogue.search import registry, synonyms
from catalogue.search.documents import SearchIndex
from catalogue.search.models import SearchSynonym
from catalogue.search.triggers import dependencies_of

_tables_of_others: dict[str, set[str]] = {}


def register_shown(model: type[Model]) -> None:
    """Register a model that public pages show and no search index follows, as a kind of its own."""
    links = {field.remote_field.through._meta.db_table for field in model._meta.many_to_many}
    _tables_of_others[model._meta.label_lower] = {model._meta.db_table, *links}


def tables_by_kind() -> dict[str, set[str]]:
    """Return the tables of every kind: those that its documents depend on, and the documents themselves.

    The synonyms, which widen every search, are a kind of their own, and so is whatever else pages show.
    """
    tables = {index.kind: tables_of(index) for index in registry.all_indexes()}
    return {**tables, synonyms.KIND: {SearchSynonym._meta.db_table}, **_tables_of_others}


def tables_of(index: SearchIndex) -> set[str]:
    return {index.document._meta.db_table, *(one.table for one in dependencies_of(index))}
