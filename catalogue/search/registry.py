"""The indexes of all kinds of entries that can be searched."""

from catalogue.search.documents import SearchIndex

_indexes: dict[str, SearchIndex] = {}


def register(index: type[SearchIndex]) -> type[SearchIndex]:
    """Register an index. A class decorator."""
    instance = index()
    _indexes[instance.kind] = instance
    return index


def index_of(model) -> SearchIndex:
    """Return the index of a model. Raise KeyError if it has none."""
    return _indexes[model._meta.label_lower]


def all_indexes() -> list[SearchIndex]:
    return list(_indexes.values())
