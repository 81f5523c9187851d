from django.core.management.base import BaseCommand

from catalogue.pictures.unused import unused_files


class Command(BaseCommand):
    help = "Deletes picture files that no entry and no earlier version of an entry uses."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list the files without deleting them")

    def handle(self, *, dry_run, **options):
        count = 0
        for storage, name in unused_files():
            count += 1
            if dry_run or options["verbosity"] > 1:
                self.stdout.write(name)
            if not dry_run:
                storage.delete(name)
        self.stdout.write(f"Unused files {'found' if dry_run else 'deleted'}: {count}")
