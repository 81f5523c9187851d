"""Records changes, however they are made: by hand, by an import, an action on many or a command."""

from collections.abc import Iterator
from contextlib import contextmanager

import reversion
from django.db.models import Model


def keep_history_of(model: type[Model], *rows: str) -> None:
    """Take the model of an entry and the names of the relations to its rows: each version holds these too."""
    for name in rows:
        row = model._meta.get_field(name).related_model
        if not reversion.is_registered(row):
            reversion.register(row)
    reversion.register(model, follow=rows)


@contextmanager
def recorded(user, comment: str) -> Iterator[None]:
    """Make what is saved within one transaction and one revision, by this user (None for a command).

    Every entry saved is recorded with all its rows as they are in the end. `queryset.update()` passes by it:
    where many are changed so, give each to `reversion.add_to_revision`.
    """
    with reversion.create_revision(atomic=True):
        if user is not None:
            reversion.set_user(user)
        reversion.set_comment(str(comment))
        yield
