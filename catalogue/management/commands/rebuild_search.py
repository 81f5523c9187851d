from django.core.management.base import BaseCommand, CommandError

from catalogue.search import registry, sync


class Command(BaseCommand):
    help = (
        "Rebuilds the search index. The index updates itself, so this is only needed after loading data "
        "directly into the database. With --check, only reports whether the index is up to date."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="fail if the index is out of date, without changing it"
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
        outdated = {index: len(sync.outdated_keys(index)) for index in registry.all_indexes()}
        for index, count in outdated.items():
            self.stdout.write(f"{index.label}: {count} out of date")
        if any(outdated.values()):
            raise CommandError(
                "The search index is out of date. Searching updates it automatically; if this message stays, "
                "run manage.py rebuild_search and report it."
            )
