"""Marks the words of a search in a text, and chooses the passage to show."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from catalogue.folding import COMPOUND, SEPARATORS, fold, join
from catalogue.invisible import INVISIBLE, class_of
from catalogue.search.clock import DataState
from catalogue.search.documents import SearchIndex
from catalogue.search.kept import kept_by_key
from catalogue.search.questions import Question
from catalogue.search.selection import FetchedSlice

T = TypeVar("T")  # a dataclass with a field `snippet`
_WITHIN = class_of(f"'’ʼ`´{INVISIBLE}")
_WORD = re.compile(rf"[^\W_]+(?:{_WITHIN}+[^\W_]+)*")
BEFORE, LENGTH = 60, 240  # characters of a snippet: before its first hit, and in all
MOST_KEPT = 10_000  # characters of an entry whose lines a process keeps


class Piece(NamedTuple):
    text: str
    is_hit: bool


fold_word = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True)
class Snippet:
    pieces: list[Piece]
    is_cut_before: bool = False
    is_cut_after: bool = False


def marked(text: str, question: Question) -> list[Piece]:
    """Return a text in pieces, with the words of a question as hits."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in hits(text, question):
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:], False))
    return pieces


def lines_of(entry, index: SearchIndex) -> tuple[str, ...]:
    """Return the texts of an entry that was fetched `with_texts()`, then its names, each in one line."""
    texts = [*index.texts(entry), " · ".join(filter(None, index.names(entry)))]
    return tuple(line for text in texts if (line := " ".join((text or "").split())))


def snippets_of(
    entries: FetchedSlice, index: SearchIndex, question: Question, state: DataState
) -> dict[int, Snippet]:
    """Return the snippet of each entry, by key. The queryset of the entries fetches them `with_texts()`."""
    lines = kept_by_key("lines", entries, state, partial(lines_of, index=index), _are_short)
    return {key: snippet_of(texts, question) for key, texts in lines.items()}


def with_snippets(shown: Mapping[int, T], snippets: Mapping[int, Snippet]) -> list[T]:
    """Return what is shown of each entry, such as its card, with its snippet, if there is one."""
    return [replace(one, snippet=snippets.get(key)) for key, one in shown.items()]


def _are_short(lines: tuple[str, ...]) -> bool:
    return sum(map(len, lines)) <= MOST_KEPT


def snippet_of(lines: Iterable[str], question: Question) -> Snippet:
    """Return the passage of an entry's lines with the most words of a question.

    It is taken from the first line with as many of them as any has, without any match from the beginning.
    """
    best = best_line(lines, question)
    found = hits(best, question)
    start = max(0, found[0][0] - BEFORE) if found else 0
    start = best.find(" ", start) + 1 if start else 0
    stop = start + LENGTH
    if stop < len(best):
        stop = best.rfind(" ", start, stop) if " " in best[start:stop] else stop
    return Snippet(marked(best[start:stop], question), start > 0, stop < len(best))


def best_line(lines: Iterable[str], question: Question) -> str:
    """Return the first of the lines with the most words of a question."""
    best, most = "", -1
    for line in lines:
        number = sum(map(bool, places_of(line, question)))
        if number > most:
            best, most = line, number
        if most == len(question.wanted):
            break
    return best


def hits(text: str, question: Question) -> list[tuple[int, int]]:
    """Return the positions of the words of a question in a text, as pairs of start and end."""
    found = (place for places in places_of(text, question) for place in places)
    return list(_merged(sorted(found, key=lambda place: (place[0], -place[1]))))


def places_of(text: str, question: Question) -> list[list[tuple[int, int]]]:
    """Return the positions for each wanted term."""
    sought = _sought(question)
    found: list[list[tuple[int, int]]] = [[] for _term in question.wanted]
    end_of_compound = 0
    for match in _WORD.finditer(text):
        terms, phrases = sought.by(match.group())
        for number in terms:
            found[number].append(match.span())
        for number, following, is_whole in phrases:
            found[number] += _phrase_at(match, following, is_whole)
        is_within = match.start() < end_of_compound or not text.startswith(SEPARATORS, match.end())
        if compound := None if is_within else COMPOUND.match(text, match.start()):
            end_of_compound = compound.end()
            for number in sought.terms_of(join(fold_word(compound.group()).split())):
                found[number].append(compound.span())
    return found


class _Sought:
    """The words and phrases of a question, prepared for many texts."""

    def __init__(self, question: Question):
        self.whole: dict[str, set[int]] = {}
        self.begun: dict[str, set[int]] = {}
        self.phrases: dict[str, list[tuple[int, tuple[str, ...], bool]]] = {}
        self.by = lru_cache(maxsize=4000)(self._by)
        for number, term in enumerate(question.wanted):
            for form in term.forms:
                first, *following = form.words
                if following:
                    self.phrases.setdefault(first, []).append((number, tuple(following), form.is_phrase))
                else:
                    words = self.whole if form.is_phrase else self.begun
                    words.setdefault(first, set()).add(number)

    def terms_of(self, word: str) -> set[int]:
        """Return the numbers of the terms that a folded word matches."""
        begun = (terms for begin, terms in self.begun.items() if word.startswith(begin))
        return self.whole.get(word, set()).union(*begun)

    def _by(self, written: str) -> tuple[set[int], list[tuple[int, tuple[str, ...], bool]]]:
        """Return the terms that a word of a text matches, and the phrases that may begin with it."""
        words = fold_word(written).split()
        terms = {number for word in words for number in self.terms_of(word)}
        return terms, self.phrases.get(words[-1], []) if words else []


_sought = lru_cache(maxsize=20)(_Sought)


def _phrase_at(first: re.Match, following: tuple[str, ...], is_whole: bool) -> list[tuple[int, int]]:
    """Return the positions of the words of a phrase if they follow its first word, else an empty list."""
    spans = [first.span()]
    rest = _WORD.finditer(first.string, first.end())
    for place, asked in enumerate(following, start=1):
        match = next(rest, None)
        word = fold_word(match.group()) if match else ""
        is_last = place == len(following)
        if not (word.startswith(asked) if is_last and not is_whole else word == asked):
            return []
        spans.append(match.span())
    return spans


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans, sorted by start and then the longest first, without those inside others."""
    end = 0
    for start, stop in spans:
        if stop > end:
            yield max(start, end), stop
            end = stop
