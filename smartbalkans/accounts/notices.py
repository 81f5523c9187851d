"""Notices about changes of an account that somebody else has made."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from catalogue.mail.outbox import put_in_outbox, write_message
from catalogue.notices.notify import Announcement, notify

PASSWORD_CHANGED = gettext_lazy("{person} changed your password")
SECOND_FACTOR_REMOVED = gettext_lazy("{person} removed your second factor")
ADDRESS_CHANGED = gettext_lazy("{person} changed the email address of your account")


def notify_of_change(person, sentence, actor, former_address: str = "") -> None:
    """Notify a person of a change of their account; at their former address, too, if that was changed."""
    title = format_lazy(sentence, person=actor.get_full_name() or actor.get_username())
    with override(settings.LANGUAGE_CODE):
        text = _("If you did not ask for this, write to an administrator of the portal.")
        notify([(person, Announcement(title, text))], actor)
        if former_address and person != actor:
            put_in_outbox([write_message(former_address, str(title), f"{title}.\n\n{text}\n")])
