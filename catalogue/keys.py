"""Keys of rows that come from addresses and forms, where they may be any text."""

from django.core.exceptions import ValidationError
from django.db.models import Model


def key_of(model: type[Model], value: object) -> object | None:
    """Return the value as a key of the model; None if no row of the model can have it."""
    if "\0" in str(value):
        return None
    try:
        return model._meta.pk.clean(value, None)
    except ValidationError:
        return None


def keys_of(model: type[Model], values) -> list:
    """Return those of the values that may be keys of the model."""
    return [key for value in values if (key := key_of(model, value)) is not None]
