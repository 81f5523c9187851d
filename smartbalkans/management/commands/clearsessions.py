from django.contrib.sessions.management.commands import clearsessions

from smartbalkans.accounts.devices import forget_ended_sessions


class Command(clearsessions.Command):
    """Deletes expired sessions as Django does, and what is known about their devices."""

    def handle(self, **options):
        super().handle(**options)
        forget_ended_sessions()
