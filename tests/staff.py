"""People of the staff: of the groups that the portal's migration creates, or with single permissions."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

PASSWORD = "long enough for a test"  # noqa: S105  (of nobody)
make_groups = import_module("smartbalkans.migrations.0001_groups_of_staff").make_groups


def person_of(group: str, name: str = "", **values) -> User:
    """Create a member of a group, and the groups, whose table tests with real transactions empty."""
    make_groups(apps, None)
    person = User.objects.create_user(name or group.lower(), password=PASSWORD, is_staff=True, **values)
    person.groups.add(Group.objects.get(name=group))
    return person


def person_with(*codenames: str, name: str = "colleague") -> User:
    """Create a member of staff with just these permissions."""
    person = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


def confirm_identity(client, password: str = PASSWORD) -> None:
    """Have the person who is logged in confirm their identity, as before changes of users and groups."""
    client.post(reverse("account_reauthenticate"), {"password": password})


def log_in(client, group: str, name: str = "") -> User:
    """Create a member of a group, and log them in."""
    person = person_of(group, name)
    client.force_login(person)
    return person
