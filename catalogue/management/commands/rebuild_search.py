from django.core.management.base import BaseCommand, CommandError

from catalogue.search import registry, sync


class Command(BaseCommand):
    help = (
        "Rebuilds the search index. The index updates itself, so this is only needed after loading data "
        "directly into the database. With --check, only reports how much is waiting to be processed, and "
        "fails if a document is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="fail if the index is wrong, without changing it"
        )

    def handle(self, *, check, **options):
        try:
            if check:
                self.check_all()
            else:
                sync.rebuild(self.stdout.write)
        except sync.IndexVersionError as error:
            raise CommandError(str(error)) from error

    def check_all(self):
        sync.require_stored_versions()
        wrong = 0
        for index in registry.all_indexes():
            count, waiting = len(sync.wrong_keys(index)), len(sync.waiting_keys(index))
            self.stdout.write(f"{index.label}: {waiting:,} waiting to be processed, {count:,} wrong")
            wrong += count
        if wrong:
            raise CommandError(
                "The search index is wrong: documents differ from their entries, and nothing is queued that "
                "would update them. Run manage.py rebuild_search, and report it if this happens again."
            )
