from django.core.management.base import BaseCommand, CommandError

from smartbalkans.backups.archives import BackupError
from smartbalkans.backups.places import read_from
from smartbalkans.backups.restore import restore


class Command(BaseCommand):
    help = (
        "Restores the database and the uploads from a file that manage.py backup has written, migrates them "
        "and checks the search index. Stop the portal first. Uploads that the file does not have stay; "
        "manage.py clean_pictures deletes those that nothing uses."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "file",
            help="a file that manage.py backup has written, such as portal.tar or s3://bucket/portal.tar",
        )
        parser.add_argument("--replace", action="store_true", help="replace a database that is not empty")

    def handle(self, *, file, replace, **options):
        try:
            with read_from(file) as path:
                restore(path, replaces=replace, report=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {file}.")
