"""Records changes, however they are made: on a form, by an import, an action on many entries or a command.

The versions are django-reversion's. They are made here and not by its own receivers, because those serialise
an entry with all its rows at every save of a row, and copy all versions so far each time: with ten thousand
entries, that takes quadratic time (docs/decisions/0011).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from catalogue.editors import editing
from catalogue.history import registry
from catalogue.history.recorder import Recorder, active_recorder

__all__ = ["Recorder", "keep_history_of", "record_event", "recorded", "set_comment"]


@contextmanager
def recorded(user, comment: str) -> Iterator[Recorder]:
    """Open a transaction, and at its end record every entry changed in it.

    `user` is None for a command; `comment` is what they did. Yield the recorder: call its `add()`
    with what `queryset.update()` is about to change. An entry that has no version yet is also recorded as it
    was before. Within another `recorded`, join that one and replace its comment.
    """
    with transaction.atomic():
        if recorder := active_recorder.get():
            recorder.comment = comment
            yield recorder
            return
        recorder = Recorder(user, comment)
        mark = active_recorder.set(recorder)
        try:
            with editing(user):
                yield recorder
                if not transaction.get_rollback():
                    recorder.write()
        finally:
            active_recorder.reset(mark)


def record_event(user, entry: Model, comment: str) -> None:
    """Add a line to the history of an entry that is not changed itself."""
    with recorded(user, comment) as recorder:
        recorder.capture_before(type(entry), [entry.pk])
        recorder.mark_changed(type(entry), [entry.pk], has_new_token=True)


def set_comment(comment: str) -> None:
    """Replace the comment of the action that is being recorded, if there is one."""
    if recorder := active_recorder.get():
        recorder.comment = comment


def keep_history_of(model: type[Model], *rows: str) -> None:
    """Record the entries of a model, each version with the rows of the relations of these names."""
    history = registry.register(model, *rows)
    for part in (model, *(field.model for field in history.rows.values())):
        pre_save.connect(before_change, sender=part)
        post_save.connect(after_save, sender=part)
        pre_delete.connect(before_delete, sender=part)
        post_delete.connect(after_delete, sender=part)
        for link in registry.links_of(part):
            m2m_changed.connect(around_links, sender=link.remote_field.through)


def before_change(instance, **kwargs):
    if recorder := active_recorder.get():
        model, key = registry.entry_of(instance)
        if key is not None:
            recorder.capture_before(model, [key])


def after_save(instance, update_fields, **kwargs):
    if recorder := active_recorder.get():
        model, key = registry.entry_of(instance)
        has_new_token = model is type(instance) and (update_fields is None or "token" in update_fields)
        recorder.mark_changed(model, [key], has_new_token=has_new_token)


def before_delete(instance, **kwargs):
    if recorder := active_recorder.get():
        model, key = registry.entry_of(instance)
        if model is type(instance):
            recorder.snapshot_before_delete(model, [key])
        else:
            recorder.capture_before(model, [key])


def after_delete(instance, **kwargs):
    if recorder := active_recorder.get():
        model, key = registry.entry_of(instance)
        if model is not type(instance):
            recorder.mark_changed(model, [key])


def around_links(instance, action, reverse, model, pk_set, **kwargs):
    """Record entries before and after their links change, from either end of the link."""
    recorder = active_recorder.get()
    if recorder is None:
        return
    if not reverse:
        kind, keys = registry.entry_of(instance)
        keys = [keys]
    elif registry.has_history(model) and pk_set:
        kind, keys = model, list(pk_set)
    else:
        return
    if action.startswith("pre_"):
        recorder.capture_before(kind, keys)
    else:
        recorder.mark_changed(kind, keys)
