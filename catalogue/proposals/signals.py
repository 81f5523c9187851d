"""The end of proposed versions.

Each is sent within the transaction, by the model of the entry, with `entry`, `proposal` (the
`ProposedVersion`) and `user`, who did it, before the proposal is deleted.
"""

from django.dispatch import Signal

published = Signal()
discarded = Signal()
