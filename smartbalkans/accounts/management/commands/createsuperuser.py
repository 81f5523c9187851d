"""Creates a superuser, with a username by the rules of the back office."""

from copy import copy

from django.contrib.auth.management.commands import createsuperuser

from smartbalkans.accounts.usernames import validate_username


class Command(createsuperuser.Command):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A copy: in forms, a username that a person already has stays valid.
        self.username_field = copy(self.username_field)
        self.username_field.validators = [*self.username_field.validators, validate_username]
