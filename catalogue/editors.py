"""Who makes a change: the person of the action that is being recorded, as each changed entry stores it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import models

_editor: ContextVar[object | None] = ContextVar("editor", default=None)  # the key of a person


@contextmanager
def editing(person) -> Iterator[None]:
    """Store this person with what is saved in this block; None for a command."""
    mark = _editor.set(person.pk if person else None)
    try:
        yield
    finally:
        _editor.reset(mark)


def current_editor() -> object | None:
    """Return the key of the person who makes the change; None for a command."""
    return _editor.get()


class EditorField(models.ForeignKey):
    """The person who saved the row last, which every save renews; empty if it was a command.

    The history has every change with its person. This field is for lists, which are sorted by it.
    """

    def __init__(self, verbose_name=None, **kwargs):
        kwargs |= {
            "verbose_name": verbose_name,
            "to": settings.AUTH_USER_MODEL,
            "null": True,
            "blank": True,
            "editable": False,
        }
        kwargs |= {"on_delete": models.SET_NULL, "related_name": "+", "serialize": False, "db_index": False}
        super().__init__(**kwargs)

    def deconstruct(self):
        """Return Django's field: what is stored changes no column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, current_editor())
        return super().pre_save(model_instance, add)
