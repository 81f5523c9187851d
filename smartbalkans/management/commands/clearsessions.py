from django.contrib.sessions.management.commands import clearsessions
from django.core.cache import caches

from smartbalkans.accounts.cache import StrictDatabaseCache
from smartbalkans.accounts.devices import forget_ended_sessions


class Command(clearsessions.Command):
    """Deletes expired sessions, what is known about their devices, and expired counts of failed logins."""

    def handle(self, **options):
        super().handle(**options)
        forget_ended_sessions()
        if isinstance(caches["default"], StrictDatabaseCache):
            caches["default"].delete_expired()
