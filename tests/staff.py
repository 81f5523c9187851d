"""People of the groups that the portal's migration makes."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, User

PASSWORD = "long enough for a test"  # noqa: S105  (of nobody)
make_groups = import_module("smartbalkans.migrations.0001_groups_of_staff").make_groups


def person_of(group: str, name: str = "", **values) -> User:
    """Make somebody of a group. Tests with transactions of their own have emptied the table of groups."""
    make_groups(apps, None)
    person = User.objects.create_user(name or group.lower(), password=PASSWORD, is_staff=True, **values)
    person.groups.add(Group.objects.get(name=group))
    return person
