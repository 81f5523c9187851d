"""Words and names with the same meaning: those of `synonyms.toml`, and those that staff add.

A search is widened by them, so no document depends on them, and a change needs no rebuild. Each process keeps
them by the version of the data, which a database trigger renews with every change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from catalogue.data_versions.kept import KeptValues
from catalogue.data_versions.models import DataVersion
from catalogue.folding import fold
from catalogue.search.models import SearchSynonym
from catalogue.search.variants import FILLERS, Words, is_same, number_forms
from catalogue.tables import load_table

Group = Sequence[str]

_LISTS = load_table(Path(__file__).with_suffix(".toml"))
_MONTHS = [months[0] for months in _LISTS["months"]]
LISTED_GROUPS: list[Group] = [group for groups in _LISTS.values() for group in groups]
# As written, in capitals: these are not searched as the beginning of another word.
ABBREVIATIONS = frozenset(
    text for texts in _LISTS["abbreviations"] for text in texts if text.isalpha() and text[-1].isupper()
)
KIND = SearchSynonym._meta.label_lower  # of the version of the data


class Synonyms:
    """Groups of words with the same meaning. `version` is that of the groups of staff."""

    def __init__(self, groups: Iterable[Group], version: str = ""):
        self.version = version
        self.by_first_word: dict[str, list[tuple[Words, list[Words]]]] = defaultdict(list)
        for group in groups:
            forms = [words for words in dict.fromkeys(tuple(fold(text).split()) for text in group) if words]
            for words in forms:
                key = tuple(word for word in words if word not in FILLERS) or words
                self.by_first_word[key[0]].append((key, [other for other in forms if other != words]))

    def of(self, words: Sequence[str]) -> list[tuple[int, int, Words]]:
        """Return the other forms of some of the words, each with the range of words that it stands for.

        Fillers are ignored, and so is the difference between singular and plural.
        """
        places = [place for place, word in enumerate(words) if word not in FILLERS]
        found = []
        for start, place in enumerate(places):
            for key, others in self._beginning_with(words[place]):
                there = places[start : start + len(key)]
                if len(there) == len(key) and all(
                    is_same(words[at], one) for at, one in zip(there, key, strict=True)
                ):
                    found += [(place, there[-1] + 1, other) for other in others]
        return found

    def _beginning_with(self, word: str) -> Iterable[tuple[Words, list[Words]]]:
        for form in dict.fromkeys((word, f"{word}s", word.removesuffix("s"), *number_forms(word))):
            yield from self.by_first_word.get(form, ())


LISTED = Synonyms(LISTED_GROUPS)
_kept = KeptValues(2)


def current() -> Synonyms:
    """Return the synonyms of the list and of staff. Costs one query if none has changed."""
    versions = DataVersion.objects.filter(kind=KIND).with_current()
    version = versions.values_list("current", flat=True).first()
    return _read("") if version is None else _kept.get(version, lambda: _read(version))


def _read(version: str) -> Synonyms:
    return Synonyms([*(row.forms for row in SearchSynonym.objects.all()), *LISTED_GROUPS], version)


def date_words(day: date | None) -> str:
    """Return a day as it is indexed: in words, and as digits. Months in other languages are synonyms."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} {day.isoformat()}" if day else ""
