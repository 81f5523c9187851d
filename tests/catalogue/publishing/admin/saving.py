"""Saving the form of an entry with one of its buttons."""

from tests.forms import open_form
from tests.pages import change_page


def save(client, entry, **values):
    data = open_form(client, change_page(entry))
    return client.post(change_page(entry), data | values)
