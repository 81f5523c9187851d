"""Merges two entries for one organisation, and records it.

They are merged in one transaction. Where more than `PORTION` rows of other entries move, the first ones do so
before it, in transactions of their own. A merge that is interrupted between two of these is continued by
merging again.
"""

import math
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.duplicates.report import forget_pairs_of
from catalogue.entries import Publishable
from catalogue.former_addresses import redirect_addresses
from catalogue.history.recording import recorded
from catalogue.portions import TURNS, run_portions
from catalogue.proposals.saving import proposal_of
from catalogue.review.records import move_comments
from organisations.merging.rows import RowMove, most_frequent, move_rows, row_move, row_moves
from organisations.merging.values import apply_choices, names_of
from organisations.models import Organisation, OtherName

PORTION = 100  # rows of other entries that move in one transaction


class MergeError(Exception):
    """The reason, for staff, why two organisations cannot be merged."""


class ChangesWaiting(MergeError):
    """The reason that the one that would be deleted has a proposed version."""


class OrganisationsChanged(MergeError):
    """The reason that one of the two has changed since the page was opened."""


def merge(
    kept_key: int,
    gone_key: int,
    tokens: tuple[str, str],
    chosen: dict[str, str],
    user,
    seconds: float = math.inf,
) -> Organisation | None:
    """Merge one organisation into another and return the one that is kept.

    `tokens` are those of the two when the page was opened, that of the kept one first; `chosen` has by the
    name of a field whose value is kept (see `values`). Return None if there are still many rows to move after
    so many seconds. Raise MergeError or ValidationError if the two cannot be merged.
    """
    if kept_key == gone_key:
        raise MergeError(_("An organisation cannot be merged with itself."))
    if run_portions(lambda: move_portion(kept_key, gone_key, tokens, chosen, user), seconds):
        return None
    with TURNS.turn(), transaction.atomic():
        kept, gone = locked(kept_key, gone_key)
        refuse_if_changed(kept, gone, tokens)
        refuse_if_proposed(gone)
        plan = row_moves(kept, gone)
        with recorded(user, comment_on(kept, gone)) as recorder:
            recorder.add(kept, *touched_by(plan))
            recorder.snapshot_before_delete(Organisation, [gone.pk])
            carry_out(kept, gone, plan, chosen)
    return kept


def move_portion(kept_key: int, gone_key: int, tokens: tuple[str, str], chosen: dict[str, str], user) -> bool:
    """Move some rows of other entries if there are many; return whether it did."""
    with transaction.atomic():
        kept, gone = locked(kept_key, gone_key)
        refuse_if_changed(kept, gone, tokens)
        refuse_if_proposed(gone)
        reference = most_frequent(gone, at_least=PORTION + 1)
        if reference:
            comment = comment_on(kept, gone)
            apply_choices(kept, gone, chosen)
            kept.validate_constraints()
            move = row_move(reference, kept, gone, most=PORTION)
            with recorded(user, comment) as recorder:
                recorder.add(*touched_by([move]))
                move_rows(move, kept)
    return reference is not None


def comment_on(kept: Organisation, gone: Organisation) -> str:
    return _("Merged “{gone}” into “{kept}”").format(gone=gone, kept=kept)


def locked(kept_key: int, gone_key: int) -> tuple[Organisation, Organisation]:
    """Return the two, locked until the transaction ends. Raise MergeError if one no longer exists."""
    keys = sorted((kept_key, gone_key))
    found = {
        one.pk: one for one in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(found) < len(keys):
        raise MergeError(_("One of the two organisations no longer exists. Nothing was changed."))
    return found[kept_key], found[gone_key]


def refuse_if_proposed(gone: Organisation) -> None:
    if proposal_of(gone):
        raise ChangesWaiting(
            _(
                "“{gone}” has proposed changes that are waiting. Publish or discard them before you merge."
            ).format(gone=gone)
        )


def refuse_if_changed(kept: Organisation, gone: Organisation, tokens: tuple[str, str]) -> None:
    changed = [f"“{one}”" for one, token in zip((kept, gone), tokens, strict=True) if one.token != token]
    if changed:
        raise OrganisationsChanged(
            _(
                "Nothing was merged, because {names} changed after you opened this page. "
                "The current versions are shown below. Review them, then merge."
            ).format(names=_(" and ").join(changed))
        )


def touched_by(plan: Iterable[RowMove]) -> list[Publishable]:
    """Return the other entries that are changed, each once."""
    return list(dict.fromkeys(entry for move in plan for entry in move.touched))


def carry_out(
    kept: Organisation, gone: Organisation, plan: Sequence[RowMove], chosen: dict[str, str]
) -> None:
    names = [*names_of(kept), *names_of(gone), *gone.other_names.values_list("name", flat=True)]
    apply_choices(kept, gone, chosen)
    kept.validate_constraints()
    for move in plan:
        move_rows(move, kept)
    keep_names(kept, names)
    redirect_addresses(gone, kept)
    forget_pairs_of(Organisation, gone.pk)
    move_comments(gone, kept)
    gone.delete()
    kept.save()


def keep_names(kept: Organisation, names: Iterable[str]) -> None:
    """Add the names of both that would otherwise be lost."""
    there = {name.casefold() for name in (*names_of(kept), *kept.other_names.values_list("name", flat=True))}
    for name in names:
        if name.casefold() not in there:
            there.add(name.casefold())
            OtherName.objects.create(organisation=kept, name=name)
