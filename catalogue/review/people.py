"""Who may act on entries of a kind, and whom a comment concerns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from catalogue.review.models import Assignment, ReviewComment

WAITING = (ReviewComment.Action.SENT, ReviewComment.Action.CHANGES_SENT)  # for somebody who may publish
BACKEND = "django.contrib.auth.backends.ModelBackend"
People = dict[object, Model]  # by their keys


def name_of(person: Model | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""


def staff_who_may(model: type[Model], *actions: str) -> QuerySet:
    """Return the active members of staff who have one of the permissions on a kind of entry."""
    users = get_user_model()._default_manager
    found = users.none()
    for action in actions:
        permission = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        found |= users.with_perm(permission, backend=BACKEND).filter(is_staff=True)
    return found.order_by("last_name", "first_name", "username")


def concerned_by(entries: Sequence[Model], action: str) -> dict[object, list[Model]]:
    """Return by the keys of entries of one kind the people whom an action on them concerns.

    These are the person whom an entry is assigned to, its author, and those who wrote a comment. If an entry
    that waits for a review is assigned to nobody, it also concerns all who may publish it.
    """
    model, keys = type(entries[0]), [entry.pk for entry in entries]
    assigned = dict(Assignment.objects.of_keys(model, keys).values_list("entry_id", "person"))
    found: dict[object, set] = defaultdict(set)
    comments = ReviewComment.objects.of_keys(model, keys).exclude(action=ReviewComment.Action.ASSIGNED)
    for key, person in comments.order_by().values_list("entry_id", "user").distinct():
        found[key].add(person)
    for entry in entries:
        found[entry.pk] |= {entry.author_id, assigned.get(entry.pk)}
    publishers = ()
    if action in WAITING and len(assigned) < len(entries):
        publishers = list(staff_who_may(model, "publish"))
    readers = readers_among(model, set().union(*found.values()))
    return {
        key: [
            *(readers[person] for person in sorted(found[key] & readers.keys())),
            *(one for one in publishers if key not in assigned and one.pk not in found[key]),
        ]
        for key in keys
    }


def readers_among(model: type[Model], keys: Iterable) -> People:
    """Return those of the people who may see entries of a kind."""
    return {
        person.pk: person
        for person in staff_who_may(model, "view", "change").filter(pk__in=set(keys) - {None})
    }
