from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue.seeding.fixtures import FixtureError
from catalogue.seeding.load import seed


class Command(BaseCommand):
    help = (
        "Loads the programme's entries that are missing and publishes them. Existing entries are not changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--fixtures",
            type=Path,
            metavar="FOLDER",
            help="folder of the fixture files (default: the portal's own)",
        )

    def handle(self, *, fixtures, **options):
        try:
            tallies = seed([fixtures] if fixtures else None)
        except FixtureError as error:
            raise CommandError(str(error)) from error
        for tally in tallies:
            self.stdout.write(str(tally))
