"""Validates changed entries and rows by the rules of their models, with the messages of these."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, F, Model, Q
from django.utils.translation import gettext_lazy as _

from catalogue.errors import describe
from catalogue.rows import unique_rules

MESSAGES = {
    "blank": _("This cannot be empty. Enter a value."),
    "null": _("This cannot be empty. Enter a value."),
}


def faults_of(instance: Model, changed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the errors of the changed fields of an instance: the name of the field and the message.

    The targets of references are known to exist, so only empty references are checked.
    """
    for field in instance._meta.concrete_fields:
        if field.name in changed:
            yield from faults_of_field(instance, field)
    for rule in rules_about(type(instance), changed):
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
    """Return the check constraints that involve a changed field."""
    return [
        rule
        for rule in model._meta.constraints
        if isinstance(rule, CheckConstraint) and fields_of(rule) & changed
    ]


def fields_of(rule: CheckConstraint) -> set[str]:
    return set(names_in(rule.condition))


def names_in(condition) -> Iterator[str]:
    """Yield the names of the fields in a condition, also those within its expressions."""
    if isinstance(condition, F):
        yield condition.name
    elif isinstance(condition, tuple):
        path, value = condition
        yield path.partition("__")[0]
        if hasattr(value, "resolve_expression"):  # not a tuple of plain values
            yield from names_in(value)
    elif isinstance(condition, Q):
        for child in condition.children:
            yield from names_in(child)
    elif hasattr(condition, "get_source_expressions"):
        for expression in condition.get_source_expressions():
            yield from names_in(expression)


def repeated(rows: list[Model], parent: str) -> Iterator[tuple[int, str, str]]:
    """Yield the position of each row of an entry that repeats another, the field and the message."""
    for rule in unique_rules(type(rows[0]), parent) if rows else ():
        for position in rule.repeated(rows):
            yield position, rule.field_to_correct or NON_FIELD_ERRORS, str(rule.message)
