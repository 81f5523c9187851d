"""Validators of passwords: words that an attacker tries first, and characters in a row.

Those of Django have texts that state what to enter, also for whoever sets the password of somebody else.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalogue.folding import fold

LEAST_OTHER_CHARACTERS = 8
NAMES_OF_USER = ("username", "first_name", "last_name", "email")
# Digits and signs that people write for letters: "5m4rtB4lk4n5". One and "!" stand for i or for l.
LOOKALIKES = [str.maketrans("013457@$!", f"o{one}eastas{one}") for one in "il"]
# Characters next to each other in these follow each other, in either direction.
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
)
NEIGHBOURS = {pair for row in ROWS for line in (row, row[::-1]) for pair in pairwise(line)}


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Use at least %(min_length)d characters.") % {"min_length": self.min_length}

    def get_help_text(self) -> str:
        return _("The password needs at least %(min_length)d characters.") % {"min_length": self.min_length}


class SimilarToNameValidator(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This password is similar to the %(verbose_name)s. Use other words.")

    def get_help_text(self) -> str:
        return _("The password can’t be similar to the person's name or email address.")


class KnownPasswordValidator(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password is one of those that attackers try first. Use several words.")

    def get_help_text(self) -> str:
        return _("The password can’t be one that attackers try first, such as “password1234”.")


class DigitsValidator(NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("This password has only digits. Use several words.")

    def get_help_text(self) -> str:
        return _("The password can’t consist of digits alone.")


class GuessableWordsValidator:
    """Refuses a password that is little more than words of the programme, the person's names and digits."""

    def validate(self, password: str, user=None) -> None:
        words = sorted({*programme_words(), *names_of(user)}, key=len, reverse=True)
        if any(is_guessable(letters, words) for letters in readings(password)):
            raise ValidationError(
                _(
                    "This password is easy to guess: apart from words of the programme and your own name, it "
                    "has fewer than %(least)d letters. Add other words."
                ),
                code="guessable_words",
                params={"least": LEAST_OTHER_CHARACTERS},
            )

    def get_help_text(self) -> str:
        return _(
            "Apart from words of the programme, such as “Balkans”, and your own name, the password needs at "
            "least %(least)d letters."
        ) % {"least": LEAST_OTHER_CHARACTERS}


class RepeatedCharactersValidator:
    """Refuses a password of repeated characters, or of characters in the order of alphabet or keyboard."""

    def validate(self, password: str, user=None) -> None:
        if count_unexpected(password) < LEAST_OTHER_CHARACTERS:
            raise ValidationError(
                _(
                    "This password is easy to guess: it repeats characters, or has characters in a row such "
                    "as “abcdef” or “123456”. Use several words."
                ),
                code="repeated_characters",
            )

    def get_help_text(self) -> str:
        return _(
            "The password can’t consist of repeated characters, or of characters in a row such as “123456”."
        )


@cache
def programme_words() -> frozenset[str]:
    path = Path(__file__).with_name("programme_words.txt")
    return frozenset(map(letters_of, path.read_text(encoding="utf-8").split()))


def names_of(user) -> Iterator[str]:
    """Yield the words of a person's names in Latin letters, from three letters on."""
    for name in NAMES_OF_USER:
        for word in fold(getattr(user, name, "").partition("@")[0]).split():
            if len(letters_of(word)) > 2:
                yield letters_of(word)


def letters_of(text: str) -> str:
    """Return the letters of a text, in a to z whatever its script."""
    return "".join(filter(str.isalpha, fold(text)))


def readings(password: str) -> Iterator[str]:
    """Yield the letters of a password as it is, and with digits and signs read as letters."""
    yield letters_of(password)
    for table in LOOKALIKES:
        yield letters_of(password.casefold().translate(table))


def is_guessable(letters: str, words: list[str]) -> bool:
    """Return whether the letters contain one of the words, longest first, and few others."""
    rest = letters
    for word in words:
        rest = rest.replace(word, "")
    return rest != letters and len(rest) < LEAST_OTHER_CHARACTERS


def count_unexpected(password: str) -> int:
    """Return the number of characters that neither repeat what comes before nor follow it in a row."""
    text = password.casefold()
    text = text[: period_of(text)]
    return 1 + sum(one != two and (one, two) not in NEIGHBOURS for one, two in pairwise(text))


def period_of(text: str) -> int:
    """Return after how many characters a text begins again: 3 for "abcabcab", its length if it does not."""
    periods = (size for size in range(1, len(text) // 2 + 1) if text[size:] == text[:-size])
    return next(periods, len(text))
