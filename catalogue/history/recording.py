"""Records changes, however they are made: by hand, by an import, an action on many or a command.

The versions are django-reversion's. They are made here and not by its own receivers, because those write an
entry with all its rows down at every save of a row, and copy all that they have noted each time: with ten
thousand entries, that grows with the square (docs/decisions/0011).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from catalogue.history import registry
from catalogue.history.recorder import Record, current

__all__ = ["Record", "keep_history_of", "recorded", "say"]


@contextmanager
def recorded(user, comment: str) -> Iterator[Record]:
    """Make one transaction, and record every entry changed in it as it is in the end.

    Takes the person (None for a command) and what they did. Gives the record: `record.add(*entries)` for what
    `queryset.update()` is about to change, `record.comment` to put it more exactly. An entry changed for the
    first time is also recorded as it was found. Within another `recorded`, it joins that one, and its comment
    takes the place of the outer one's.
    """
    with transaction.atomic():
        if record := current.get():
            record.comment = comment
            yield record
            return
        record = Record(user, comment)
        mark = current.set(record)
        try:
            yield record
            if not transaction.get_rollback():
                record.write()
        finally:
            current.reset(mark)


def say(comment: str) -> None:
    """Put more exactly what is being done, if anything is recorded at this moment."""
    if record := current.get():
        record.comment = comment


def keep_history_of(model: type[Model], *rows: str) -> None:
    """Take the model of an entry and the names of the relations to its rows: each version holds these too."""
    history = registry.register(model, *rows)
    for part in (model, *(field.model for field in history.rows.values())):
        pre_save.connect(before_change, sender=part)
        post_save.connect(after_save, sender=part)
        pre_delete.connect(before_delete, sender=part)
        post_delete.connect(after_delete, sender=part)
        for link in registry.links_of(part):
            m2m_changed.connect(around_links, sender=link.remote_field.through)


def before_change(instance, **kwargs):
    if record := current.get():
        model, key = registry.entry_of(instance)
        if key is not None:
            record.find(model, [key])


def after_save(instance, update_fields, **kwargs):
    if record := current.get():
        model, key = registry.entry_of(instance)
        has_new_token = model is type(instance) and (update_fields is None or "token" in update_fields)
        record.note(model, [key], has_new_token=has_new_token)


def before_delete(instance, **kwargs):
    if record := current.get():
        model, key = registry.entry_of(instance)
        if model is type(instance):
            record.bury(model, key)
        else:
            record.find(model, [key])


def after_delete(instance, **kwargs):
    if record := current.get():
        model, key = registry.entry_of(instance)
        if model is not type(instance):
            record.note(model, [key])


def around_links(instance, action, reverse, model, pk_set, **kwargs):
    """Before and after links change, from either end."""
    record = current.get()
    if record is None:
        return
    if not reverse:
        kind, keys = registry.entry_of(instance)
        keys = [keys]
    elif registry.has_history(model) and pk_set:
        kind, keys = model, list(pk_set)
    else:
        return
    if action.startswith("pre_"):
        record.find(kind, keys)
    else:
        record.note(kind, keys)
