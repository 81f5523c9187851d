"""An organisation that is merged into another."""

from organisations.merging.merge import merge
from organisations.models import Organisation


def merged(kept, gone, taken=None, user=None) -> Organisation:
    kept.refresh_from_db()
    gone.refresh_from_db()
    merge(kept.pk, gone.pk, (kept.token, gone.token), taken or {}, user)
    return Organisation.objects.get(pk=kept.pk)
