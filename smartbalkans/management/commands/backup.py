from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from smartbalkans.backups.archives import DATABASE, BackupError
from smartbalkans.backups.backup import back_up
from smartbalkans.backups.places import written_to


class Command(BaseCommand):
    help = (
        "Writes the database and the uploads to one file, while the portal runs: on this machine or in an "
        "object store. With a name that ends in .gz it is compressed. The file contains everything, also "
        "passwords' hashes and visitors' addresses."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="name of the new file, such as portal.tar or s3://bucket/folder/portal.tar.gz"
        )

    def handle(self, *, file, **options):
        try:
            with written_to(file) as path:
                files = back_up(path)
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = filesizeformat(files[DATABASE]["bytes"])
        self.stdout.write(f"Backed up the database ({size}) and {len(files) - 1:,} uploads to {file}.")
