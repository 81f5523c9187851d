"""Names of people: nothing invisible in them, and no username that looks like another person's."""

import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.invisible import CONTROLS, INVISIBLE, LINE_ENDS

_HIDDEN = frozenset(INVISIBLE + CONTROLS + LINE_ENDS + "\t")


def validate_username(username: str, user: User | None = None) -> None:
    """Raise ValidationError if a username of a user, None for a new one, misleads those who read it."""
    validate_without_invisible(username)
    validate_one_script(username)
    validate_distinct(username, user or User())


def validate_without_invisible(text: str) -> None:
    """Raise ValidationError, with the character, if a text contains an invisible one other than a space."""
    if (found := next((character for character in text if character in _HIDDEN), None)) is not None:
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


def describe_character(character: str) -> str:
    """Return the number and the name of a character in Unicode, such as "U+200B ZERO WIDTH SPACE"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
