"""Recording comments, actions and assignments, with notices to those whom they concern."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.notices.models import Notice
from catalogue.notices.notify import Announcement, notify
from catalogue.references import kind_of, reference_to
from catalogue.review.models import Assignment, ReviewComment
from catalogue.review.people import concerned_by, name_of

Action = ReviewComment.Action
# The titles of notices about one entry, and about several.
TITLES = {
    Action.COMMENT: (_("{person} commented on “{entry}”"), _("{person} commented on {count} entries")),
    Action.SENT: (_("{person} sent “{entry}” for review"), _("{person} sent {count} entries for review")),
    Action.RETURNED: (_("{person} sent “{entry}” back"), _("{person} sent {count} entries back")),
    Action.SCHEDULED: (_("{person} scheduled “{entry}”"), _("{person} scheduled {count} entries")),
    Action.PUBLISHED: (_("{person} published “{entry}”"), _("{person} published {count} entries")),
    Action.CHANGES_SENT: (
        _("{person} sent changes to “{entry}” for review"),
        _("{person} sent changes to {count} entries for review"),
    ),
    Action.CHANGES_RETURNED: (
        _("{person} sent the changes to “{entry}” back"),
        _("{person} sent the changes to {count} entries back"),
    ),
    Action.CHANGES_PUBLISHED: (
        _("{person} published the changes to “{entry}”"),
        _("{person} published the changes to {count} entries"),
    ),
    Action.CHANGES_DISCARDED: (
        _("{person} discarded the changes to “{entry}”"),
        _("{person} discarded the changes to {count} entries"),
    ),
    Action.CHANGES_RESTORED: (
        _("{person} restored the discarded changes to “{entry}”"),
        _("{person} restored the discarded changes to {count} entries"),
    ),
    Action.ASSIGNED: (_("{person} assigned “{entry}” to you"), _("{person} assigned {count} entries to you")),
}
# What narrows the list to several entries of a notice.
QUERIES = {Action.SENT: "publication=review", Action.RETURNED: "publication=draft"}
# They are only of interest if somebody is notified, and end an assignment.
FINAL = (Action.SCHEDULED, Action.PUBLISHED, Action.CHANGES_PUBLISHED, Action.CHANGES_DISCARDED)


@transaction.atomic
def record(entry: Model, action: str, text: str, user: Model) -> None:
    """Record an action of a person on an entry, with their note, and notify those whom it concerns.

    The person's own notices about the entry become read.
    """
    concerned = keep_records([entry], action, text, user)
    notify_concerned([entry], concerned, action, text, user)


def keep_records(entries: Sequence[Model], action: str, text: str, user: Model) -> dict:
    """Record an action on entries of one kind without a notice. Return by their keys whom it concerns."""
    model, keys = type(entries[0]), [entry.pk for entry in entries]
    concerned = concerned_by(entries, action)
    ReviewComment.objects.bulk_create(
        comment_on(entry, action, text, user)
        for entry in entries
        if action not in FINAL or text or set(concerned[entry.pk]) - {user}
    )
    Notice.objects.about(model, *keys).filter(recipient=user).mark_read()
    if action in FINAL:
        Assignment.objects.of_keys(model, keys).delete()
    return concerned


@transaction.atomic
def notify_of_records(model: type[Model], action: str, user: Model, since: datetime) -> None:
    """Notify of what a person has done to entries of a kind since a moment: one notice for each recipient."""
    done = ReviewComment.objects.recorded_since(since, model, action, user)
    entries = entries_with(model, done.order_by().values("entry_id"))
    if entries:
        notify_concerned(entries, concerned_by(entries, action), action, "", user)


def comment_on(entry: Model, action: str, text: str, user: Model, **values) -> ReviewComment:
    return ReviewComment(action=action, text=text, user=user, **reference_to(entry), **values)


def notify_concerned(entries: Sequence[Model], concerned: dict, action: str, text: str, user: Model) -> None:
    by_person = defaultdict(list)
    for entry in entries:
        for person in concerned[entry.pk]:
            by_person[person].append(entry)
    notify(((person, announce(found, action, text, user)) for person, found in by_person.items()), actor=user)


def announce(entries: Sequence[Model], action: str, text: str, user: Model) -> Announcement:
    kind = kind_of(entries[0])
    one, several = TITLES[action]
    if len(entries) == 1:
        title = format_lazy(one, person=name_of(user), entry=str(entries[0]))
        return Announcement(title, text, kind, entries[0].pk)
    title = format_lazy(several, person=name_of(user), count=len(entries))
    return Announcement(title, text, kind, query=QUERIES.get(action, ""))


@transaction.atomic
def assign(entry: Model, person: Model | None, user: Model) -> bool:
    """Assign an entry to a person, or to nobody. Return whether that changed anything.

    Only the person is notified: the others see it on the form.
    """
    own = Assignment.objects.select_for_update().of_entry(entry)
    before = own.values_list("person", flat=True).first()
    if before == (person.pk if person else None):
        return False
    if person:
        Assignment.objects.update_or_create(**reference_to(entry), defaults={"person": person})
        notify([(person, announce([entry], Action.ASSIGNED, "", user))], actor=user)
    else:
        own.delete()
    comment_on(entry, Action.ASSIGNED, "", user, assignee=person).save()
    return True


def assign_many(entries: Sequence[Model], person: Model | None, user: Model) -> None:
    """Assign entries of one kind, each to somebody else than before, without a notice."""
    if not entries:
        return
    if person:
        Assignment.objects.bulk_create(
            [Assignment(person=person, **reference_to(entry)) for entry in entries],
            update_conflicts=True,
            unique_fields=["kind", "entry_id"],
            update_fields=["person"],
        )
    else:
        Assignment.objects.of_keys(type(entries[0]), [entry.pk for entry in entries]).delete()
    ReviewComment.objects.bulk_create(
        comment_on(entry, Action.ASSIGNED, "", user, assignee=person) for entry in entries
    )


@transaction.atomic
def notify_of_assignments(model: type[Model], user: Model, since: datetime) -> None:
    """Notify each person of the entries of a kind that somebody has assigned to them since a moment."""
    done = ReviewComment.objects.recorded_since(since, model, Action.ASSIGNED, user)
    keys = defaultdict(set)
    for comment in done.exclude(assignee=None).select_related("assignee"):
        keys[comment.assignee].add(comment.entry_id)
    for person, found in keys.items():
        if entries := entries_with(model, found):
            notify([(person, announce(entries, Action.ASSIGNED, "", user))], actor=user)


def entries_with(model: type[Model], keys: Iterable | QuerySet) -> list[Model]:
    return list(model._base_manager.filter(pk__in=keys).order_by("pk"))


def move_comments(gone: Model, kept: Model) -> None:
    """Have what was written about an entry that is merged into another belong to that one."""
    ReviewComment.objects.of_entry(gone).update(entry_id=kept.pk)
    Notice.objects.about(type(gone), gone.pk).update(object_id=kept.pk)
    if Assignment.objects.of_entry(kept).exists():
        Assignment.objects.of_entry(gone).delete()
    else:
        Assignment.objects.of_entry(gone).update(entry_id=kept.pk)


@transaction.atomic
def end_assignments(person: Model, user: Model) -> int:
    """End the assignments of a person who no longer works here. Return how many there were."""
    ended = list(Assignment.objects.select_for_update().filter(person=person))
    ReviewComment.objects.bulk_create(
        ReviewComment(kind=one.kind, entry_id=one.entry_id, action=Action.ASSIGNED, user=user)
        for one in ended
    )
    Assignment.objects.filter(pk__in=[one.pk for one in ended]).delete()
    return len(ended)
