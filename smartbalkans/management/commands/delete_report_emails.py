from django.core.management.base import BaseCommand

from smartbalkans.contact.models import Report


class Command(BaseCommand):
    help = "Deletes the email addresses of reports that were closed 90 days ago. Run it daily."

    def handle(self, **options):
        count = Report.objects.delete_personal_data()
        self.stdout.write(f"Deleted the email addresses of {count} reports.")
