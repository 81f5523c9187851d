"""Names of people: nothing invisible in them, and no username that looks like another person's."""

import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Letters, marks and symbols that are drawn as nothing: fillers, a joiner, an empty braille pattern.
_EMPTY_CHARACTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def validate_without_invisible(text: str) -> None:
    """Raise ValidationError, with the character, if a text contains an invisible one other than a space."""
    hidden = (one for one in text if is_invisible(one) and unicodedata.category(one) != "Zs")
    if (found := next(hidden, None)) is not None:
        raise ValidationError(
            _("This contains the invisible character %(character)s. Delete it, or type the name again."),
            code="invisible",
            params={"character": describe_character(found)},
        )


def validate_one_script(username: str) -> None:
    """Raise ValidationError, with the scripts, if the letters of a username are of more than one."""
    scripts = sorted({script_of(character) for character in username if character.isalpha()})
    if len(scripts) > 1:
        raise ValidationError(
            _(
                "This mixes letters of several scripts (%(scripts)s), some of which look the same. "
                "Use only one."
            ),
            code="mixed_scripts",
            params={"scripts": ", ".join(scripts)},
        )


def validate_distinct(username: str, user: User) -> None:
    """Raise ValidationError, with the other username, if that of a user looks like another person's."""
    shape = shape_of(username)
    others = User.objects.exclude(pk=user.pk).exclude(username=username).order_by("pk")
    for other in others.values_list("username", flat=True).iterator():
        if shape_of(other) == shape:
            raise ValidationError(
                _("This looks like the username “%(other)s”, which another person has. Enter another one."),
                code="lookalike",
                params={"other": other},
            )


def script_of(letter: str) -> str:
    """Return the script of a letter, as its name in Unicode begins: "Latin"."""
    return unicodedata.name(letter, "?").partition(" ")[0].capitalize()


def shape_of(username: str) -> str:
    """Return the letters that a username seems to consist of: the same for Cyrillic "асе" and Latin "Ace"."""
    return unicodedata.normalize("NFKC", username).casefold().translate(lookalikes())


@cache
def lookalikes() -> dict[int, str]:
    """Return the plain Latin letter that each letter of another script, or digit, looks like."""
    lines = Path(__file__).with_name("lookalikes.txt").read_text(encoding="utf-8").splitlines()
    return {ord(other): line[0] for line in lines for other in line[2:].casefold()}


def is_invisible(character: str) -> bool:
    """Return whether a character shows nothing: a space, a control character, a joiner, a filler."""
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cn", "Zs", "Zl", "Zp")
        or character in _EMPTY_CHARACTERS
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    )


def describe_character(character: str) -> str:
    """Return the number and the name of a character in Unicode, such as "U+200B ZERO WIDTH SPACE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
