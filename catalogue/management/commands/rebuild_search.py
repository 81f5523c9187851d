from django.core.management.base import BaseCommand, CommandError

from catalogue.search import registry, sync


class Command(BaseCommand):
    help = (
        "Makes the search index anew. It keeps itself up to date, so this is for after a bulk load, or "
        "in doubt; with --check it only tells whether anything lags behind."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if anything lags behind"
        )

    def handle(self, *, check, **options):
        if check:
            self.check_all()
        else:
            sync.rebuild(self.stdout.write)

    def check_all(self):
        behind = {index: len(sync.lagging(index)) for index in registry.all_indexes()}
        for index, count in behind.items():
            self.stdout.write(f"{index.label}: {count} behind")
        if any(behind.values()):
            raise CommandError(
                "The search index lags behind. A search brings what was noted up to date by itself; if this "
                "stays, run manage.py rebuild_search and report it."
            )
