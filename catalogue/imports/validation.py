"""Holds changed entries and rows against the rules of their models, in the words of these."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, F, Model, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from catalogue.errors import describe

MESSAGES = {
    "blank": _("This cannot be empty. Enter a value."),
    "null": _("This cannot be empty. Enter a value."),
}


def faults_of(
    instance: Model, changed: set[str], *, passing_by: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the changed fields of an instance: the field (or nothing) and the message.

    References are known to be there, so they are asked for only whether they may be empty. The fields
    `passing_by` are not yet what they will be.
    """
    passed = set(passing_by)
    for field in instance._meta.concrete_fields:
        if field.name in changed and field.name not in passed:
            yield from faults_of_field(instance, field)
    for rule in rules_about(type(instance), changed):
        if not passed & fields_of(rule):
            try:
                rule.validate(type(instance), instance)
            except ValidationError as error:
                about = [name for name in sorted(fields_of(rule)) if name in changed]
                yield (about[0] if about else NON_FIELD_ERRORS), " ".join(error.messages)


def faults_of_field(instance: Model, field) -> Iterator[tuple[str, str]]:
    value = getattr(instance, field.attname)
    if field.is_relation:
        if value is None and not field.null:
            yield field.name, str(MESSAGES["null"])
        return
    if field.blank and value in field.empty_values:
        return
    try:
        setattr(instance, field.attname, field.clean(value, instance))
    except ValidationError as error:
        for one in error.error_list:
            text = MESSAGES.get(one.code) or describe(one, field)
            yield field.name, str(text)


def rules_about(model: type[Model], changed: set[str]) -> list[CheckConstraint]:
    """Give the rules that the changed fields have a part in."""
    return [
        rule
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint) and fields_of(rule) & changed
    ]


def fields_of(rule: CheckConstraint) -> set[str]:
    return set(names_in(rule.condition))


def names_in(condition) -> Iterator[str]:
    """Give the fields that a condition names."""
    if isinstance(condition, Q):
        for child in condition.children:
            yield from names_in(child)
    elif isinstance(condition, F):
        yield condition.name
    elif isinstance(condition, tuple):
        path, value = condition
        yield path.partition("__")[0]
        if isinstance(value, F):
            yield value.name


def repeated(rows: list[Model], parent: str) -> Iterator[tuple[int, str, str]]:
    """Give which row of an entry repeats what only one may have: its place, a field and the message."""
    model = type(rows[0]) if rows else None
    for rule in model._meta.constraints if model else ():
        if not isinstance(rule, UniqueConstraint):
            continue
        conditions = dict(rule.condition.children) if rule.condition else {}
        fields = [name for name in (*rule.fields, *conditions) if name != parent]
        seen = set()
        for place, row in enumerate(rows):
            if any(getattr(row, name) != value for name, value in conditions.items()):
                continue
            key = tuple(row.serializable_value(name) for name in rule.fields if name != parent)
            if key in seen:
                yield place, fields[-1], str(rule.get_violation_error_message())
            seen.add(key)
