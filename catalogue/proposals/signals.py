"""What happens to proposed versions, for whoever notifies people.

Each is sent within the transaction, by the model of the entry, with `entry`, `proposal` (the
`ProposedVersion`) and `user`, who did it. `published` and `discarded` are sent before the proposal is
deleted.
"""

from django.dispatch import Signal

sent_for_review = Signal()
sent_back = Signal()
published = Signal()
discarded = Signal()
