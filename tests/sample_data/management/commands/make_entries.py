import time

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from catalogue.search import sync
from tests.sample_data.entries import count_of_real_entries, make_entries

MOST = 1_000_000
SECONDS_BETWEEN_LINES = 3


class Command(BaseCommand):
    help = "Fills an empty database with sample data of every kind, to test the portal with many entries."

    def add_arguments(self, parser):
        parser.add_argument(
            "organisations", type=int, metavar="N", help=f"number of organisations, up to {MOST:,}"
        )
        parser.add_argument("--seed", type=int, default=1, help="seed of the random generator (default: 1)")
        parser.add_argument(
            "--yes-add-sample-data",
            action="store_true",
            help="add sample data to a database with other entries",
        )

    def handle(self, *, organisations, seed, yes_add_sample_data, **options):
        refuse_a_number_out_of_range(organisations)
        if not yes_add_sample_data:
            refuse_a_database_in_use()
        made = make_entries(organisations, seed=seed, tell=self.teller(organisations))
        sync.rebuild(self.stdout.write)
        counts = ", ".join(counted(model, number) for model, number in made.items())
        self.stdout.write(f"Created {counts}, with their rows.")

    def teller(self, organisations: int):
        """Give a function that tells how many are done, but not more often than somebody wants to read."""
        told_at = time.monotonic()

        def tell(done: int) -> None:
            nonlocal told_at
            if time.monotonic() - told_at >= SECONDS_BETWEEN_LINES:
                told_at = time.monotonic()
                self.stdout.write(f"{done:,} of {organisations:,} organisations …")
                self.stdout.flush()

        return tell


def counted(model: type[Model], number: int) -> str:
    return f"{number:,} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"


def refuse_a_number_out_of_range(organisations: int) -> None:
    if not 1 <= organisations <= MOST:
        raise CommandError(f"Cannot create {organisations:,} organisations. Use a number from 1 to {MOST:,}.")


def refuse_a_database_in_use() -> None:
    """Raise CommandError if the database has entries that are not sample data."""
    found = count_of_real_entries()
    if found:
        raise CommandError(
            f"This database has entries that are not sample data: {found:,}. make_entries is for an empty "
            "database: set STATE_DIR to an empty folder, or DATABASE_URL to an empty database, and run "
            "migrate. To add sample data here anyway, use --yes-add-sample-data."
        )
