import os

from django.core.management.base import BaseCommand, CommandError

from smartbalkans.backups.archives import BackupError
from smartbalkans.backups.moving import move_database

VARIABLE = "NEW_DATABASE_URL"


class Command(BaseCommand):
    help = (
        "Copies all rows of the SQLite database to an empty PostgreSQL database, and compares them. Stop the "
        "portal first. Nothing is changed in the SQLite database. After an interruption, run it again."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "address",
            nargs="?",
            default=os.environ.get(VARIABLE),
            help=f"postgresql://user:password@host/name; or set {VARIABLE}, which other users cannot see",
        )

    def handle(self, *, address, **options):
        if not address:
            raise CommandError(f"Enter the address of the database, or set {VARIABLE}.")
        try:
            count = move_database(address, report=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Moved {count:,} rows. Now set DATABASE_URL to the new address, and start the portal."
        )
