"""Paths of fields, such as `organisation__country__name`."""

from django.db.models import Field, Model


def field_at(model: type[Model], path: str) -> Field:
    """Return the field at the end of a path; raise FieldDoesNotExist if there is none."""
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(name)
