"""The form of a person in the back office."""

from django.contrib.auth.models import Group


def person_data(**values) -> dict:
    group = Group.objects.get(name="Editor")
    names = {"first_name": "Ana", "last_name": "Ilić", "username": "ana", "email": "Ana@Example.org"}
    return {**names, "groups": [group.pk], "is_active": "on", **values}
