"""Addresses made from names, whatever letters the names are written in."""

import unicodedata
from itertools import count

from django.db.models import QuerySet
from django.utils.text import slugify

from catalogue.publishing.addresses import holder_of

# Letters that Unicode does not take apart into a plain one and its mark. The Cyrillic ones become what the
# Latin letters of Serbian and Macedonian become without their marks: đ and ђ both give d, ž and ж both z.
LETTERS = {
    **{"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"},
    **{"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "ѓ": "gj", "е": "e", "ж": "z", "з": "z"},
    **{"ѕ": "dz", "и": "i", "й": "j", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n"},
    **{"њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "ќ": "kj", "у": "u"},
    **{"ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s"},
}
_TABLE = str.maketrans(LETTERS)


def slug_from(text: str, max_length: int) -> str:
    """Take a text in the Latin or Cyrillic script, give the address it makes; empty if it has no letters.

    `static/js/slugs.js` is the same rule for the browser, with the letters of this module.
    """
    letters = unicodedata.normalize("NFC", text).lower().translate(_TABLE)
    return slugify(letters)[:max_length].strip("-_")


def free_slug(slug: str, others: QuerySet, max_length: int) -> str:
    """Give the address, with -2, -3 and so on at its end if one of the others has it, or had it once.

    An address that one of them had while it was public still leads on to it.
    """
    if not others.filter(slug=slug).exists() and holder_of(slug, others) is None:
        return slug
    stem = slug[: max_length - 5].rstrip("-")
    taken = set(others.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(free for free in numbered if free not in taken and holder_of(free, others) is None)
