from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from catalogue.mail.outbox import portal_link
from smartbalkans.accounts.invitations import invite, path_of


class Command(BaseCommand):
    help = (
        "Prints a link with which a person sets a password. Creates an administrator if nobody has this name."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--email", default="", help="address of a new administrator")

    def handle(self, *, username, email, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            person = User(username=username, email=email.lower(), is_staff=True, is_superuser=True)
            person.set_unusable_password()
            try:
                person.full_clean()
            except ValidationError as error:
                raise CommandError("; ".join(error.messages)) from error
            person.save()
        self.stdout.write(portal_link(path_of(invite(person))))
