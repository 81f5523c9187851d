"""Addresses made from names, whatever letters the names are written in."""

import unicodedata

from django.utils.text import slugify

from catalogue.letters import LETTERS

_TABLE = str.maketrans(LETTERS)


def slug_from(text: str, max_length: int) -> str:
    """Return the slug of a text in Latin or Cyrillic script; empty if it has no letters.

    `static/js/slugs.js` is the same rule for the browser, with the letters of this module.
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_TABLE)
    return slugify(letters)[:max_length].strip("-_")
