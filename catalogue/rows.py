"""Setting the fields and links of entries and of the rows that belong to them."""

from typing import Any

from django.db.models import Field, Model


def set_fields(instance: Model, values: dict[str, Any]) -> dict[str, list]:
    """Give the fields their values, and give back those of links, which only a saved row can have."""
    links = {}
    for name, value in values.items():
        field: Field = instance._meta.get_field(name)
        if field.many_to_many:
            links[name] = value
        else:
            setattr(instance, field.attname, value if field.is_relation else field.to_python(value))
    return links


def set_links(instance: Model, links: dict[str, list]) -> None:
    for name, keys in links.items():
        getattr(instance, name).set(keys)
