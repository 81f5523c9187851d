"""Which kinds of entry have a history, and which rows each of them holds."""

from dataclasses import dataclass

import reversion
from django.db.models import ForeignKey, ManyToManyField, Model


@dataclass(frozen=True)
class History:
    """A kind of entry with its relations to rows: for each, the field by which the rows refer to it."""

    model: type[Model]
    rows: dict[str, ForeignKey]

    def relation_of(self, label: str) -> str | None:
        """Return the relation of the rows of a model, given its label in a version; None if it is gone."""
        named = (name for name, field in self.rows.items() if field.model._meta.label_lower == label)
        return next(named, None)


_histories: dict[type[Model], History] = {}
_owners: dict[type[Model], ForeignKey] = {}


def register(model: type[Model], *relations: str) -> History:
    rows = {name: model._meta.get_field(name).field for name in relations}
    for field in rows.values():
        if not reversion.is_registered(field.model):
            reversion.register(field.model)
        _owners[field.model] = field
    reversion.register(model, follow=relations)
    _histories[model] = History(model, rows)
    return _histories[model]


def history_of(model: type[Model]) -> History:
    return _histories[model]


def all_models() -> list[type[Model]]:
    return list(_histories)


def has_history(model: type[Model]) -> bool:
    """Return whether entries of this kind are recorded, so that a deleted one can be restored."""
    return model in _histories


def owner_field(model: type[Model]) -> ForeignKey | None:
    """Return the field by which a row refers to its entry; None if the model is not one of recorded rows."""
    return _owners.get(model)


def entry_of(instance: Model) -> tuple[type[Model], object]:
    """Return the model and the key of the entry that an instance is, or is a row of."""
    field = _owners.get(type(instance))
    if field is None:
        return type(instance), instance.pk
    return field.related_model, field.target_field.to_python(getattr(instance, field.attname))


def links_of(model: type[Model]) -> list[ManyToManyField]:
    """Return the links to many that have no model of their own."""
    return [
        field for field in model._meta.local_many_to_many if field.remote_field.through._meta.auto_created
    ]
