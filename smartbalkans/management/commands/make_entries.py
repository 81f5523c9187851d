import time

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from catalogue.search import sync
from smartbalkans.made_up.entries import count_of_real_entries, make_entries

MOST = 1_000_000
SECONDS_BETWEEN_LINES = 3


class Command(BaseCommand):
    help = (
        "Fills a scratch database with made-up entries of every kind, to see how the portal copes with many."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "organisations", type=int, metavar="N", help=f"how many organisations, up to {MOST}"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="another number makes other entries (default: 1)"
        )
        parser.add_argument(
            "--yes-add-made-up-entries",
            action="store_true",
            help="go on where there are entries that are not made-up",
        )

    def handle(self, *, organisations, seed, yes_add_made_up_entries, **options):
        refuse_a_number_out_of_range(organisations)
        if not yes_add_made_up_entries:
            refuse_a_database_in_use()
        made = make_entries(organisations, seed=seed, tell=self.teller(organisations))
        sync.rebuild(self.stdout.write)
        counts = ", ".join(counted(model, number) for model, number in made.items())
        self.stdout.write(f"Made {counts}, with their rows.")

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
        raise CommandError(
            f"make_entries cannot make {organisations:,} organisations. Give a number from 1 to {MOST:,}."
        )


def refuse_a_database_in_use() -> None:
    """Keep made-up entries out of a real portal, unless somebody says that they are meant."""
    found = count_of_real_entries()
    if found:
        raise CommandError(
            f"This database holds entries that are not made-up: {found:,}. make_entries is for a scratch "
            "database: set STATE_DIR to an empty folder, or DATABASE_URL to an empty database, and migrate. "
            "To add made-up entries here all the same, run it with --yes-add-made-up-entries."
        )
