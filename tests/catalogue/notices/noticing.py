"""Notices for a person."""

from catalogue.notices.models import Notice


def give(person, **values) -> Notice:
    return Notice.objects.create(recipient=person, **{"title": "Something", **values})
