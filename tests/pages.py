"""The texts and files of pages, and the addresses of the admin's."""

import re
from html.parser import HTMLParser

from django.urls import reverse

SILENT = {"script", "style", "head"}


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.words += data.split()


def text_of(response) -> str:
    """Return the text of a page's body, with white space normalised."""
    parser = _Text()
    parser.feed(response.content.decode())
    return " ".join(parser.words)


def files_of(page: str) -> set[str]:
    """Return the names of the static files that a page loads, and the addresses of what else it loads."""
    addresses = re.findall(r'<(?:link[^>]*rel="(?:icon|stylesheet)"[^>]*href|use href)="([^"#]+)', page)
    addresses += re.findall(r'<(?:script|img|source|iframe)[^>]*src(?:set)?="([^"]+)"', page)
    return {address.removeprefix("/static/") for address in addresses}


def messages_of(response) -> list[str]:
    """Return the messages that a page of the admin shows once."""
    return [str(message) for message in response.context["messages"]]


def admin_page(model, name: str, *args, **query) -> str:
    """Return the address of one of the admin's pages of a model."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args, query=query or None)


def entry_page(entry, name: str, *args, **query) -> str:
    """Return the address of one of the admin's pages of an entry."""
    return admin_page(entry, name, entry.pk, *args, **query)


def change_page(entry) -> str:
    return entry_page(entry, "change")
