"""Which kinds of entries are searched."""

from catalogue.search.documents import SearchIndex

_indexes: dict[str, SearchIndex] = {}


def register(index: type[SearchIndex]) -> type[SearchIndex]:
    """Make the kind searchable. Decorates the class that says how."""
    instance = index()
    _indexes[instance.kind] = instance
    return index


def index_of(model) -> SearchIndex:
    """Give how a model is searched; raises KeyError for one that is not."""
    return _indexes[model._meta.label_lower]


def all_indexes() -> list[SearchIndex]:
    return list(_indexes.values())
