"""Which entries have one of many names, and which have similar ones: all names are read once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import chain

from django.db.models import Model

from catalogue.duplicates.names import names_in
from catalogue.folding import fold
from catalogue.similarity import word_similarity

SIMILAR = 88
MOST_SIMILAR = 5
MOST_OF_ONE_NAME = 20
MOST_OF_ONE_WORD = 2000


def name_key(name: str) -> str:
    """Return what stays the same of a name however its words are spelt and separated."""
    return fold(name).replace(" ", "")


class KnownNames:
    """The entries of a model that have one of the wanted names, and those that have a similar one.

    `paths` are the lookup paths to the names of an entry. Names are read in batches, and only what fits is
    kept.
    """

    def __init__(self, model: type[Model], paths: Sequence[str], wanted: Iterable[str]):
        self.exact: dict[str, set[int]] = defaultdict(set)
        self.similar: dict[str, dict[int, float]] = defaultdict(dict)
        self.wanted = {key: fold(name) for name in wanted if (key := name_key(name))}
        self.by_word: dict[str, set[str]] = defaultdict(set)
        self.hits: Counter[str] = Counter()
        for key, folded in self.wanted.items():
            for word in filter(lambda word: len(word) > 4, folded.split()):
                self.by_word[word].add(key)
        if self.wanted:
            for entry, name in names_in(model.objects.all(), paths):
                self.compare(entry, name)
        found = chain.from_iterable([*self.exact.values(), *self.similar.values()])
        self.entries = model.objects.in_bulk(sorted(set(found)))

    def compare(self, entry: int, name: str) -> None:
        folded = fold(name)
        key = folded.replace(" ", "")
        if key in self.wanted and len(self.exact[key]) < MOST_OF_ONE_NAME:
            self.exact[key].add(entry)
        near = {wanted for word in folded.split() for wanted in self.having_word(word)}
        for wanted in near - {key}:
            score = word_similarity(folded, self.wanted[wanted], score_cutoff=SIMILAR)
            if score > self.similar[wanted].get(entry, 0):
                self.keep_similar(wanted, entry, score)

    def having_word(self, word: str) -> set[str]:
        """Return the wanted names with a word; none once the word has proved too common."""
        if word not in self.by_word:
            return set()
        self.hits[word] += 1
        return self.by_word[word] if self.hits[word] <= MOST_OF_ONE_WORD else self.by_word.pop(word)

    def keep_similar(self, wanted: str, entry: int, score: float) -> None:
        """Keep the few that are most similar, however many there are."""
        scores = {**self.similar[wanted], entry: score}
        best = nlargest(MOST_SIMILAR, scores, key=lambda one: (scores[one], -one))
        self.similar[wanted] = {one: scores[one] for one in best}

    def having(self, names: Iterable[str]) -> list[Model]:
        found = {entry for name in names for entry in self.exact.get(name_key(name), ())}
        return [self.entries[entry] for entry in sorted(found)]

    def like(self, names: Iterable[str]) -> list[Model]:
        """Return the entries with a name similar to one of these, the most similar first."""
        found = [pair for name in names for pair in self.similar.get(name_key(name), {}).items()]
        ordered = dict.fromkeys(
            entry for entry, _score in sorted(found, key=lambda pair: (-pair[1], pair[0]))
        )
        return [self.entries[entry] for entry in list(ordered)[:MOST_SIMILAR]]
