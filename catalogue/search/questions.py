"""Reads what a visitor typed into a search box."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogue.folding import fold

LONGEST = 300  # characters of a search that are read
MOST_TERMS = 16
_PARTS = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))


@dataclass(frozen=True)
class Term:
    """A word that is asked for by its beginning, or a phrase of whole words in their order."""

    words: tuple[str, ...]
    is_phrase: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked: every term of `wanted`, and none of `unwanted`."""

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    is_cut: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def shortest(self) -> int:
        """Give the length of the shortest word that is wanted."""
        return min((len(word) for term in self.wanted for word in term.words), default=0)


def read_question(typed: str) -> Question:
    """Take what was typed, whatever it is, give what is asked; nothing is ever an error.

    Words are wanted by their beginnings, in any order; words in quotes in that order; a word or a phrase
    behind a minus is unwanted. A quote left open is no quote. Of a long text only the beginning is read.
    """
    text = " ".join(typed[:LONGEST].translate(_QUOTES).split())
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for part in _PARTS.finditer(text):
        terms = unwanted if part["minus"] else wanted
        for term in _terms(part):
            if len(wanted) + len(unwanted) < MOST_TERMS:
                terms.setdefault(term)
    return Question(text, tuple(wanted), tuple(unwanted), is_cut=len(typed.strip()) > LONGEST)


def notices_of(typed: str, question: Question) -> list[str]:
    """Give what a visitor should be told of how their search was read."""
    if question.is_cut:
        notice = _("The search was longer than {number} characters; only the beginning was used.")
        return [notice.format(number=LONGEST)]
    if typed.strip() and not question:
        return [_("“{typed}” has no letters or digits to search for.").format(typed=typed.strip()[:60])]
    return []


def _terms(part: re.Match) -> list[Term]:
    if part["phrase"] is not None:
        words = tuple(fold(part["phrase"]).split())
        return [Term(words, is_phrase=True)] if words else []
    words = fold(part["word"]).split()
    # Fushe-Arrez, typed as one word, is two that stand side by side; unwanted, it is unwanted as one.
    if part["minus"] and len(words) > 1:
        return [Term(tuple(words), is_phrase=True)]
    return [Term((word,)) for word in words]
