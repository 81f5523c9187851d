"""Staff confirm that a published entry is still correct, without changing it.

The moment is kept beside the entry, and the person in its history. The public "last updated" stays as it is.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.entries import Publishable
from catalogue.publishing.status import ActionRefused

COMMENT = gettext_lazy("Checked: still correct")


def check(entry: Publishable) -> None:
    """Confirm an entry, without saving it. Raise ActionRefused if it is not public."""
    if not entry.is_public:
        raise ActionRefused(_("Not published."))
    entry.checked_at = timezone.now()


def check_as_seen(entry: Publishable | None, token: str) -> None:
    """Confirm an entry as a page with this token showed it. Raise ActionRefused if it has changed."""
    if entry is None or entry.token != token:
        raise ActionRefused(_("The entry has changed meanwhile. Check it again."))
    check(entry)


def save_check(entry: Publishable) -> None:
    """Save only the check: neither the token nor the date of the last change is renewed."""
    type(entry)._base_manager.filter(pk=entry.pk).update(checked_at=entry.checked_at)
