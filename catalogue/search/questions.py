"""Parses the text of a search box."""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.errors import AddressError
from catalogue.folding import COMPOUND, fold, join
from catalogue.search import synonyms, variants
from catalogue.search.synonyms import Synonyms

LONGEST = 300  # characters of a search that are used
MOST_TERMS = 16
MOST_ALTERNATIVES = 40  # of one term
ALONE = 4  # letters of a part of a compound that is searched as a separate word
ABBREVIATED = 5  # letters of an abbreviation at most; it is not searched as the beginning of other words
_PARTS = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
_MARKS = ".,;:!?()[]"  # beside a word


@dataclass(frozen=True)
class Term:
    """Words that are searched in their order, the last by its beginning; as a phrase, all as whole words.

    Each of the `alternatives` matches too. They follow from the words and from the words beside them.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    alternatives: tuple["Term", ...] = field(default=(), compare=False)

    @property
    def forms(self) -> tuple["Term", ...]:
        """Return the term and its alternatives."""
        return (self, *self.alternatives)

    @property
    def searched_forms(self) -> list["Term"]:
        """Return the forms without those whose every match is one of another form."""
        forms = list(dict.fromkeys(self.forms))
        return [one for one in forms if not any(other != one and other.covers(one) for other in forms)]

    def covers(self, other: "Term") -> bool:
        """Return whether whatever matches another term matches this one, which begins it."""
        *before, last = self.words
        beginning = other.words[: len(self.words)]
        if self.is_phrase:
            ends_here = beginning == other.words and not other.is_phrase
            return beginning == self.words and not ends_here
        return (
            len(beginning) == len(self.words)
            and [*beginning[:-1]] == before
            and beginning[-1].startswith(last)
        )


class Unit(NamedTuple):
    """A folded word, or the words of a compound that only mean something together."""

    words: tuple[str, ...]
    is_whole: bool = False  # not searched as a beginning


@dataclass(frozen=True)
class Question:
    """A search: all terms of `wanted`, and none of `unwanted`.

    Their alternatives depend on `version`, that of the synonyms with which it was read.
    """

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    version: str = ""
    is_cut: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def shortest(self) -> int:
        """Return the length of the shortest wanted word."""
        return min((len(word) for term in self.wanted for word in term.words), default=0)


def ask(typed: str) -> Question:
    """Return the question in a text, with the synonyms of staff. Costs one query, if anything was typed."""
    return read_question(typed, synonyms.current()) if typed.strip() else read_question("")


def read_question(typed: str, known: Synonyms = synonyms.LISTED) -> Question:
    """Return the question in a text, with these synonyms. No text is an error.

    Words are searched by their beginnings, in any order; words in quotes in that order; a word or a phrase
    after a minus is unwanted. Fillers such as "of" are only wanted if there are no other words. A quotation
    mark that is not closed is ignored. Only the beginning of a long text is used.
    """
    text = " ".join(typed[:LONGEST].translate(_QUOTES).split())
    asked: list[Unit | Term | None] = []  # None in the place of an unwanted term
    unwanted: dict[Term, None] = {}
    for part in _PARTS.finditer(text):
        if part["phrase"] is not None:
            words = tuple(fold(part["phrase"]).split())
            found = [Term(words, is_phrase=True)] if words else []
        else:
            found = _units(part["word"])
        if part["minus"]:
            asked.append(None)
            unwanted |= dict.fromkeys(_unwanted(found))
        else:
            asked += found
    question = Question(text, version=known.version, is_cut=len(typed.strip()) > LONGEST)
    return _limited(question, _wanted(asked, known), list(unwanted))


def errors_of(typed: str, question: Question) -> list[AddressError]:
    """Return what is wrong with a search that was shortened or is empty."""
    if question.is_cut:
        return [
            AddressError(
                _("The search is longer than {number} characters.").format(number=LONGEST),
                _("Only the first {number} were used.").format(number=LONGEST),
            )
        ]
    if typed.strip() and not question:
        text = _("“{typed}” contains no letters or digits to search for.")
        return [AddressError(text.format(typed=typed.strip()[:60]))]
    return []


def _limited(question: Question, wanted: list[Term], unwanted: list[Term]) -> Question:
    unwanted = unwanted[:MOST_TERMS]
    required = [one for one in wanted if one.is_phrase or one.words[0] not in variants.FILLERS]
    wanted = required if required or unwanted else wanted
    return replace(question, wanted=tuple(wanted[: MOST_TERMS - len(unwanted)]), unwanted=tuple(unwanted))


def _units(typed: str) -> list[Unit]:
    """Return the words of a text without spaces.

    "Fushë-Arrëz" is two words; "e" and "governance" only mean something together.
    """
    if (bare := typed.strip(_MARKS)) in synonyms.ABBREVIATIONS:
        return [Unit((fold(bare),), is_whole=True)]
    units: list[Unit] = []
    end = 0
    for compound in COMPOUND.finditer(typed):
        units += [Unit((word,)) for word in fold(typed[end : compound.start()]).split()]
        words = tuple(fold(compound.group()).split())
        is_one = min(map(len, words), default=0) < ALONE
        units += [Unit(words)] if words and is_one else [Unit((word,)) for word in words]
        end = compound.end()
    return units + [Unit((word,)) for word in fold(typed[end:]).split()]


def _unwanted(found: list[Unit | Term]) -> list[Term]:
    if len(found) > 1:  # written as one word, it is unwanted as one
        words = tuple(word for unit in found for word in unit.words)
        return [Term(words, is_phrase=True, alternatives=(Term((join(words),)),))]
    return [one if isinstance(one, Term) else _term(one) for one in found]


def _wanted(asked: list[Unit | Term | None], known: Synonyms) -> list[Term]:
    """Return the terms in their order, each once, with all their alternatives."""
    terms: list[Term] = []
    for is_run, group in groupby(asked, key=lambda one: isinstance(one, Unit)):
        together = list(group)
        terms += _terms_of_run(together, known) if is_run else [one for one in together if one]
    found: dict[Term, dict[Term, None]] = {}
    for term in terms:
        found.setdefault(term, {}).update(dict.fromkeys(term.alternatives))
    return [
        replace(term, alternatives=tuple(alternatives)[:MOST_ALTERNATIVES])
        for term, alternatives in found.items()
    ]


def _terms_of_run(units: list[Unit], known: Synonyms) -> list[Term]:
    """Return the terms of consecutive words, which may be a compound or have synonyms together.

    Each of the words then has it as an alternative, so a text that has it matches all of them.
    """
    alternatives = [list(_term(unit).alternatives) for unit in units]
    owners = [place for place, unit in enumerate(units) for _word in unit.words]
    words = [word for unit in units for word in unit.words]
    for first, end, other in known.of(words):
        among = owners[first:end]
        if among[0] not in owners[:first] and among[-1] not in owners[end:]:
            for place in dict.fromkeys(among):
                alternatives[place] += _in_full_or_short(other)
    for place, (unit, following) in enumerate(pairwise(units)):
        both = unit.words + following.words
        if len(both) == 2 and not variants.FILLERS.intersection(both):
            together = _in_any_number((join(both),))
            alternatives[place] += together
            alternatives[place + 1] += together
    return [
        replace(_term(unit), alternatives=tuple(others))
        for unit, others in zip(units, alternatives, strict=True)
    ]


def _term(unit: Unit) -> Term:
    """Return the term of a single word or compound."""
    words = unit.words
    if unit.is_whole:
        term, *others = _in_full_or_short(words)
    elif len(words) == 1:
        apart = variants.parts(words[0])
        term, *others = [*_in_any_number(words), *(_in_any_number(apart) if apart else [])]
    else:
        term, *others = [*_in_any_number((join(words),)), *_in_any_number(words)]
        if len(term.words[0]) < ALONE:
            term = replace(term, is_phrase=True)
    return replace(term, alternatives=tuple(others))


def _in_any_number(words: tuple[str, ...]) -> list[Term]:
    """Return the words with the last by its beginning, and with the last in singular or plural."""
    *before, last = words
    is_whole = len(before) > 0 and len(last) < ALONE and not last.isdigit()
    others = [Term((*before, other), is_phrase=True) for other in variants.number_forms(last)]
    return [Term(words, is_phrase=is_whole), *others]


def _in_full_or_short(words: tuple[str, ...]) -> list[Term]:
    if len(words) == 1 and len(words[0]) <= ABBREVIATED:
        return [Term(words, is_phrase=True), Term((f"{words[0]}s",), is_phrase=True)]
    return _in_any_number(words)
