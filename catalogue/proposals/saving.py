"""Proposed versions: opened, saved, sent for review, sent back, published and discarded.

Each function needs a transaction that has locked the entry. The back office checks the permissions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model, QuerySet
from django.db.models.signals import post_delete
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.entries import Publishable
from catalogue.former_addresses import keep_old_address, refuse_kept_address
from catalogue.history import registry
from catalogue.history.comparison import Comparison, compare
from catalogue.history.conflicts import ConflictingValue, Whose, differences
from catalogue.history.recording import record_event, recorded
from catalogue.history.restoring import RestoreError, RestorePlan, outcome, plan_restore, restore
from catalogue.history.versions import EntryState, states_now
from catalogue.pictures.unused import other_names_in_use
from catalogue.proposals import signals
from catalogue.proposals.models import EARLIER_KEPT_FOR, EarlierProposal, ProposedVersion
from catalogue.proposals.states import NOT_PROPOSED, as_json, from_json, merged, with_own_keys
from catalogue.references import reference_to
from catalogue.review.records import Action, record
from catalogue.tokens import new_token

Status = ProposedVersion.Status


class ProposalRefused(Exception):
    """The reason, for staff, why an action on a proposed version is not possible."""


@dataclass(frozen=True)
class OpenProposal:
    """An entry as it is now, with its proposed version; `proposal` is None if there is none yet."""

    entry: Publishable
    proposal: ProposedVersion | None

    @cached_property
    def now(self) -> EntryState:
        return states_now(type(self.entry), [self.entry.pk])[self.entry.pk]

    @cached_property
    def base(self) -> EntryState:
        return from_json(self.proposal.base) if self.proposal else self.now

    @cached_property
    def state(self) -> EntryState:
        """The entry as it is now, with the proposed changes."""
        if self.proposal is None:
            return self.now
        return merged(self.base, from_json(self.proposal.state), self.now)

    @property
    def token(self) -> str:
        """The token of what a form or a page shows: it changes with the entry and with what is proposed."""
        if self.proposal is None:
            return self.entry.token
        return sha256(f"{self.entry.token}{self.proposal.token}".encode()).hexdigest()[:32]

    @property
    def opened(self) -> str:
        """The two tokens that a form keeps, so that an edit conflict can show what it was opened with."""
        return f"{self.entry.token}.{self.proposal.token if self.proposal else ''}"

    def plan(self, state: EntryState | None = None, **options) -> RestorePlan:
        return plan_restore(
            type(self.entry), state or self.state, kept=NOT_PROPOSED, is_lenient=True, **options
        )

    @property
    def comparison(self) -> Comparison:
        """What publishing changes."""
        return compare(self.now, outcome(self.plan(), self.now))

    @property
    def conflicts(self) -> list[ConflictingValue]:
        """What was changed both in the proposed version and, meanwhile, in the entry."""
        found = differences(self.base, self.now, self.state)
        return [value for value in found if value.whose == Whose.BOTH]


def proposal_of(entry: Publishable, *, locks: bool = False) -> ProposedVersion | None:
    proposals = ProposedVersion.objects.of_entry(entry)
    return (proposals.select_for_update() if locks else proposals).first()


@contextmanager
def applied(opened: OpenProposal) -> Iterator[None]:
    """Have the database hold the entry as proposed within this block, and roll everything back at its end.

    Raise RestoreError if that is not possible.
    """
    model, state = type(opened.entry), opened.state  # read before the database holds anything else
    with transaction.atomic():
        if opened.proposal:
            restore(opened.plan(state), model._base_manager.get(pk=opened.entry.pk))
            model._base_manager.filter(pk=opened.entry.pk).update(token=opened.token)
        yield
        transaction.set_rollback(True)


def state_to_save(opened: OpenProposal) -> EntryState:
    """Return the entry as the database holds it within `applied`."""
    state = states_now(type(opened.entry), [opened.entry.pk])[opened.entry.pk]
    return with_own_keys(opened.entry, state, opened.now)


def earlier_state(entry: Model, token: str, then: EntryState) -> EntryState | None:
    """Return an entry as it was then with the changes that were proposed under a token; None if unknown."""
    if not token:
        return then
    versions = (
        model.objects.of_entry(entry).filter(token=token).first()
        for model in (ProposedVersion, EarlierProposal)
    )
    found = next(filter(None, versions), None)
    return found and merged(from_json(found.base), from_json(found.state), then)


def save_proposal(opened: OpenProposal, state: EntryState, user) -> ProposedVersion | None:
    """Keep the changes, and return them; None, and nothing is kept, if they change nothing."""
    is_different = bool(compare(opened.now, state))
    if opened.proposal is None:
        return propose(opened, state, user) if is_different else None
    if not is_different:
        discard(opened, user)
        return None
    if not compare(opened.state, state) and not opened.conflicts:
        return opened.proposal
    replace_proposal(opened.proposal, opened, state, user)
    record_event(user, opened.entry, _("Proposed changes edited"))
    return opened.proposal


def propose(opened: OpenProposal, state: EntryState, user) -> ProposedVersion:
    values = {"base": as_json(opened.now), "state": as_json(state), "author": user}
    return create_proposal(opened, user, _("Changes proposed"), **values)


def create_proposal(opened: OpenProposal, user, comment: str, **values) -> ProposedVersion:
    entry, moment = opened.entry, timezone.now()
    record_event(user, entry, comment)
    return ProposedVersion.objects.create(
        **reference_to(entry),
        changed_by=user,
        created_at=moment,
        changed_at=moment,
        **values,
    )


def replace_proposal(proposal: ProposedVersion, opened: OpenProposal, state: EntryState, user) -> None:
    keep_earlier(proposal)
    proposal.base, proposal.state = as_json(opened.now), as_json(state)
    proposal.token, proposal.changed_by, proposal.changed_at = new_token(), user, timezone.now()
    proposal.save()


def keep_earlier(proposal: ProposedVersion, *, is_discarded: bool = False) -> EarlierProposal:
    """Keep what a proposed version holds for the forms that are open, and delete what is too old."""
    EarlierProposal.objects.filter(replaced_at__lt=timezone.now() - EARLIER_KEPT_FOR).delete()
    return EarlierProposal.objects.create(
        kind=proposal.kind,
        entry_id=proposal.entry_id,
        token=proposal.token,
        base=proposal.base,
        state=proposal.state,
        is_discarded=is_discarded,
        author=proposal.author,
        note=proposal.note,
    )


def send_for_review(opened: OpenProposal, user, note: str = "") -> None:
    proposal = opened.proposal
    if proposal.status == Status.REVIEW:
        raise ProposalRefused(_("The changes are already in review."))
    proposal.status, proposal.note, proposal.reason = Status.REVIEW, note, ""
    proposal.save(update_fields=["status", "note", "reason"])
    record_event(user, opened.entry, _("Proposed changes sent for review"))
    record(opened.entry, Action.CHANGES_SENT, note, user)


def change_note(proposal: ProposedVersion, note: str) -> None:
    """Replace the note to the reviewer, which is kept before the changes are sent too."""
    proposal.note = note
    proposal.save(update_fields=["note"])


def send_back(opened: OpenProposal, user, reason: str) -> None:
    proposal = opened.proposal
    if proposal.status != Status.REVIEW:
        raise ProposalRefused(_("The changes are not in review."))
    proposal.status, proposal.reason = Status.RETURNED, reason
    proposal.save(update_fields=["status", "reason"])
    record_event(user, opened.entry, _("Proposed changes sent back: {reason}").format(reason=reason))
    record(opened.entry, Action.CHANGES_RETURNED, reason, user)


def discard(opened: OpenProposal, user) -> EarlierProposal:
    """Delete a proposed version, and return what `restore_discarded` restores."""
    record_event(user, opened.entry, _("Proposed changes discarded"))
    record(opened.entry, Action.CHANGES_DISCARDED, "", user)
    announce(signals.discarded, opened, user)
    earlier = keep_earlier(opened.proposal, is_discarded=True)
    opened.proposal.delete()
    return earlier


def discarded_of(entry: Model) -> QuerySet[EarlierProposal]:
    """Return the discarded proposed versions of an entry that can be restored, the last one first."""
    kept = EarlierProposal.objects.of_entry(entry).filter(is_discarded=True)
    since = timezone.now() - EARLIER_KEPT_FOR
    return kept.filter(replaced_at__gte=since).select_related("author").order_by("-replaced_at", "-pk")


def restore_discarded(opened: OpenProposal, earlier: EarlierProposal, user) -> ProposedVersion:
    """Propose again what was discarded. Raise ProposalRefused if something else is proposed by now."""
    if opened.proposal:
        raise ProposalRefused(_("Other changes are proposed now. Publish or discard them first."))
    proposal = create_proposal(
        opened,
        user,
        _("Discarded changes restored"),
        base=earlier.base,
        state=earlier.state,
        author=earlier.author,
        note=earlier.note,
    )
    EarlierProposal.objects.filter(pk=earlier.pk).update(is_discarded=False)
    record(opened.entry, Action.CHANGES_RESTORED, "", user)
    return proposal


def publish(opened: OpenProposal, state: EntryState, user) -> None:
    """Write the state to the entry, with its rows and links. Raise RestoreError if that is not possible."""
    entry, proposal = opened.entry, opened.proposal
    was_public, old_slug = entry.is_public, entry.slug
    with recorded(user, comment_on_publishing(opened, user)) as recorder:
        recorder.capture_before(type(entry), [entry.pk])
        plan = opened.plan(state, is_final=True)
        refuse_slug_of_another(entry, plan)
        restore(plan, entry)
        if was_public and entry.slug != old_slug:
            keep_old_address(entry, old_slug)
    if proposal:
        record(entry, Action.CHANGES_PUBLISHED, "", user)
        announce(signals.published, opened, user)
        keep_earlier(proposal)
        proposal.delete()


def comment_on_publishing(opened: OpenProposal, user) -> str:
    comment = _("Proposed changes published") if opened.entry.published_at else _("Proposed changes applied")
    author = opened.proposal and opened.proposal.author
    if author is None or author == user:
        return comment
    return _("{comment}, proposed by {person}").format(
        comment=comment, person=author.get_full_name() or author.get_username()
    )


def refuse_slug_of_another(entry: Publishable, plan: RestorePlan) -> None:
    """Raise RestoreError if the proposed address was that of another entry."""
    slug = plan.state.entry.fields.get("slug", entry.slug)
    if slug != entry.slug:
        try:
            refuse_kept_address(slug, type(entry)._default_manager.exclude(pk=entry.pk))
        except ValidationError as error:
            raise RestoreError(" ".join(error.messages)) from error


def announce(signal: Signal, opened: OpenProposal, user) -> None:
    signal.send(type(opened.entry), entry=opened.entry, proposal=opened.proposal, user=user)


def pictures_in_use(field: Field) -> Iterator[str]:
    """Yield the names of the pictures of a field that proposed versions have."""
    label = field.model._meta.label_lower
    for model in (ProposedVersion, EarlierProposal):
        for data in model.objects.values_list("state", flat=True).iterator():
            for part in (data["entry"], *(part for rows in data["rows"].values() for part in rows)):
                if part["label"] == label and (name := part["fields"].get(field.name)):
                    yield name


def delete_proposals_of_deleted(sender, instance, **kwargs) -> None:
    for model in (ProposedVersion, EarlierProposal):
        model.objects.of_entry(instance).delete()


def connect_signals() -> None:
    """Have the proposed version of an entry be deleted with it, and its pictures be kept until then."""
    other_names_in_use.append(pictures_in_use)
    for model in registry.all_models():
        post_delete.connect(delete_proposals_of_deleted, sender=model)
