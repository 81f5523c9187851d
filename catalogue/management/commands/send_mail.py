from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalogue.mail.models import OutboxMessage
from catalogue.mail.outbox import send_waiting


class Command(BaseCommand):
    help = "Sends the mail that is due, and deletes what was sent 30 days ago. Run it every few minutes."

    def add_arguments(self, parser):
        parser.add_argument(
            "--retry", action="store_true", help="try again to send what has failed for a week"
        )

    def handle(self, *, retry, **options):
        OutboxMessage.objects.clear()
        if not settings.SENDS_MAIL:
            self.stdout.write("No mail is sent: EMAIL_URL is not set.")
            return
        if retry:
            OutboxMessage.objects.failed().update(next_attempt_at=timezone.now())
        delivery = send_waiting()
        self.stdout.write(f"Messages sent: {delivery.sent}.")
        if delivery.errors:
            raise CommandError("Not sent; the portal will try again later: " + "; ".join(delivery.errors))
