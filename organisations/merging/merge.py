"""Merges two entries for one organisation in one transaction, and records it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.duplicates.report import forget_pairs_of
from catalogue.entries import Publishable
from catalogue.former_addresses import hand_over_addresses
from catalogue.history.recording import record_existing, recorded
from organisations.merging.rows import RowMove, move_rows, row_moves
from organisations.merging.values import apply_choices, names_of
from organisations.models import Organisation, OtherName

RECORDED_WITHIN = 200  # other entries; more are recorded ahead of the transaction


class MergeError(Exception):
    """The reason, for staff, why two organisations cannot be merged."""


class OrganisationsChanged(MergeError):
    """The reason that one of the two has changed since the page was opened."""


def merge(
    kept_key: int, gone_key: int, tokens: tuple[str, str], chosen: dict[str, str], user
) -> Organisation:
    """Merge one organisation into another and return the one that is kept.

    `tokens` are those of the two when the page was opened, that of the kept one first; `chosen` has by the
    name of a field whose value is kept (see `values`). Raise MergeError if nothing was changed.
    """
    if kept_key == gone_key:
        raise MergeError(_("An organisation cannot be merged with itself."))
    record_touched(kept_key, gone_key)
    with transaction.atomic():
        kept, gone = locked(kept_key, gone_key)
        refuse_if_changed(kept, gone, tokens)
        plan = row_moves(kept, gone)
        with recorded(user, _("Merged “{gone}” into “{kept}”").format(gone=gone, kept=kept)) as recorder:
            recorder.add(kept, *touched_by(plan))
            recorder.snapshot_before_delete(Organisation, [gone.pk])
            carry_out(kept, gone, plan, chosen)
    return kept


def record_touched(kept_key: int, gone_key: int) -> None:
    """Record, ahead of the merge, many entries that it changes and no version holds yet."""
    both = Organisation.objects.in_bulk([kept_key, gone_key])
    if len(both) == 2:
        touched = touched_by(row_moves(both[kept_key], both[gone_key]))
        if len(touched) > RECORDED_WITHIN:
            record_existing(touched)


def locked(kept_key: int, gone_key: int) -> tuple[Organisation, Organisation]:
    """Return the two, locked until the transaction ends. Raise MergeError if one no longer exists."""
    keys = sorted((kept_key, gone_key))
    found = {
        one.pk: one for one in Organisation.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(found) < len(keys):
        raise MergeError(_("One of the two organisations no longer exists. Nothing was changed."))
    return found[kept_key], found[gone_key]


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
    hand_over_addresses(gone, kept)
    forget_pairs_of(Organisation, gone.pk)
    gone.delete()
    kept.save()


def keep_names(kept: Organisation, names: Iterable[str]) -> None:
    """Add the names of both that would otherwise be lost."""
    there = {name.casefold() for name in (*names_of(kept), *kept.other_names.values_list("name", flat=True))}
    for name in names:
        if name.casefold() not in there:
            there.add(name.casefold())
            OtherName.objects.create(organisation=kept, name=name)
