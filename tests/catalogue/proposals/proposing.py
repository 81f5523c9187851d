"""Entries with proposed versions, made without the back office."""

from django.db import transaction

from catalogue.proposals.models import ProposedVersion
from catalogue.proposals.saving import OpenProposal, applied, proposal_of, save_proposal, state_to_save


def propose(entry, user=None, change=None, **values) -> ProposedVersion:
    """Propose values of fields, and what `change` does to the entry, as the form would."""
    with transaction.atomic():
        opened = OpenProposal(type(entry).objects.get(pk=entry.pk), proposal_of(entry))
        with applied(opened):
            proposed = type(entry).objects.get(pk=entry.pk)
            for name, value in values.items():
                setattr(proposed, name, value)
            proposed.save()
            if change:
                change(proposed)
            state = state_to_save(opened)
        return save_proposal(opened, state, user)
