"""Values of a version's fields, as text for people and for comparison."""

from datetime import datetime

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Field
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalogue.clean_text import clean_text
from catalogue.collation import sort_key
from catalogue.history import registry
from catalogue.history.versions import EntryPart
from catalogue.keys import key_of

# They never change, or with every save, and mean nothing to people.
TECHNICAL = {"uid", "token", "created_at", "updated_at"}


def field_of(part: EntryPart, name: str) -> Field | None:
    """Return the field of that name; None if the model no longer has it."""
    try:
        return part.model._meta.get_field(name) if part.model else None
    except FieldDoesNotExist:
        return None


def names_of(*parts: EntryPart | None) -> list[str]:
    """Return the fields that any of the parts holds, in the model's order, fields of the past at the end."""
    held = dict.fromkeys(name for part in parts if part for name in part.fields)
    part = next(part for part in parts if part)
    model = part.model
    own = [field.name for field in (*model._meta.fields, *registry.links_of(model))] if model else []
    owner = registry.owner_field(model) if model else None
    left_out = TECHNICAL | ({owner.name} if owner else set())
    return [name for name in dict.fromkeys((*own, *held)) if name in held and name not in left_out]


def label_of(part: EntryPart, name: str) -> str:
    field = field_of(part, name)
    if field is None:
        return _("{name} (no longer used)").format(name=capfirst(name.replace("_", " ")))
    return capfirst(str(field.verbose_name))


def shown(part: EntryPart | None, name: str) -> str | list[str]:
    """Return the value as text, or the names of a link to many as a list; empty if there is none."""
    value = part.fields.get(name) if part else None
    if value is None or value in ("", []):
        return ""
    field = field_of(part, name)
    if isinstance(value, list):
        return sorted((name_of(part, name, key) for key in value), key=sort_key)
    if field is None or field.remote_field:
        return name_of(part, name, value)
    return clean_text(shown_value(field, value))


def name_of(part: EntryPart, name: str, key) -> str:
    """Return the name that the version recorded for what a field refers to."""
    known = part.names.get(name, {})
    if str(key) in known:
        return known[str(key)]
    field = field_of(part, name)
    if field is None or not field.remote_field:
        return clean_text(str(key))
    if (known_key := key_of(field.related_model, key)) is None:
        return clean_text(str(key))
    target = field.related_model._base_manager.filter(pk=known_key).first()
    return str(target) if target else _("deleted (number {key})").format(key=key)


def shown_value(field: Field, value) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        value = field.to_python(value)
    except ValidationError:
        return str(value)
    match field:
        case models.DateTimeField():
            return date_format(local_time(value), "DATETIME_FORMAT")
        case models.DateField():
            return date_format(value, "DATE_FORMAT")
        case models.DecimalField():
            return number_format(value, use_l10n=True)
    return str(value)


def local_time(moment: datetime) -> datetime:
    """Return a moment in local time, in which those without a time zone were entered."""
    try:
        return timezone.localtime(moment) if timezone.is_aware(moment) else timezone.make_aware(moment)
    except OverflowError:  # before the first year or after the last one in local time
        return moment


def comparable(field: Field | None, value) -> object:
    """Return what two values are compared by: clean, and without surrounding spaces."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return frozenset(map(str, value))
    if isinstance(value, str) and isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        return moment.replace(microsecond=0) if moment else value
    if isinstance(field, models.DecimalField):
        try:
            return field.to_python(value)
        except ValidationError:
            return str(value)
    return clean_text(str(value)).strip()


def are_equal(name: str, *parts: EntryPart | None) -> bool:
    """Return whether the parts hold the same value in a field. None counts as a part with empty fields."""
    part = next(part for part in parts if part)
    field = field_of(part, name)
    values = [comparable(field, part.fields.get(name) if part else None) for part in parts]
    return all(value == values[0] for value in values)
