"""All pairs of entries of a kind that may be the same one, without comparing each with each.

Two names are compared only if they share something rare: a word's beginning, two of these together, or a
place beside each other in the order of their letters, read from either end.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from django.db.models import Model

from catalogue.duplicates.names import names_in
from catalogue.duplicates.similarity import Name, name_similarity, ratio_of, read_name

BEGINNING = 5  # letters of a word by which it is filed
FILED_UNDER = 3  # of the words of a name, the rarest
FEW = 40  # names under one heading that are compared, each with each; a heading with more tells too little
BESIDE = 3  # names on either side that are compared in an order
MOST = 5000  # pairs that are kept, the strongest


class Pair(NamedTuple):
    """Two entries, how much alike their nearest names are, and these names."""

    first: int
    second: int
    score: float
    first_name: str
    second_name: str

    @property
    def keys(self) -> tuple[int, int]:
        return self.first, self.second


class Known(NamedTuple):
    """A name of an entry."""

    key: int
    text: str
    name: Name


def pairs_of(model: type[Model], paths: Sequence[str]) -> list[Pair]:
    """Give the pairs of entries of the model that may be the same, the strongest first."""
    read = ((key, text, read_name(text)) for key, text in names_in(model.objects.all(), paths))
    known = [Known(key, text, name) for key, text, name in read if name]
    best: dict[tuple[int, int], Pair] = {}
    for one, other in compared(known):
        score = name_similarity(one.name, other.name)
        if not score:
            continue
        first, second = sorted((one, other))
        keys = (first.key, second.key)
        if keys not in best or best[keys].score < score:
            best[keys] = Pair(*keys, score, first.text, second.text)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.first_name, pair.keys))[:MOST]


def compared(known: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Give the pairs of names of different entries that are near at first sight."""
    for place, other in first_sight(known):
        one, two = known[place], known[other]
        if one.key != two.key and is_near_at_first_sight(one.name, two.name):
            yield one, two


def is_near_at_first_sight(one: Name, other: Name) -> bool:
    return bool(
        ratio_of(one.words, other.words)
        or ratio_of(one.letters, other.letters)
        or (one.aside != other.aside and ratio_of(one.written, other.written))
    )


def first_sight(known: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Give the places of the names that are filed together or stand beside each other."""
    for places in headings(known):
        yield from combinations(places, 2)
    for letters in ([one.name.letters for one in known], [one.name.letters[::-1] for one in known]):
        order = sorted(range(len(known)), key=letters.__getitem__)
        for step in range(1, BESIDE + 1):
            yield from zip(order, order[step:], strict=False)


def headings(known: Sequence[Known]) -> Iterable[array]:
    """File the places of the names under what is rare in them, give the headings with few of them.

    Most headings have one name: they are counted first, by a number for each, so that only the others are
    kept.
    """
    frequency = Counter(beginning for one in known for beginning in beginnings_of(one))
    sizes = Counter(heading for one in known for heading in headings_of(one, frequency))
    shared = {heading for heading, size in sizes.items() if 1 < size <= FEW}
    del sizes
    filed: dict[int, array] = defaultdict(lambda: array("L"))
    for place, one in enumerate(known):
        for heading in headings_of(one, frequency):
            if heading in shared:
                filed[heading].append(place)
    return filed.values()


def beginnings_of(known: Known) -> set[str]:
    return {word[:BEGINNING] for word in known.name.words.split()}


def headings_of(known: Known, frequency: Mapping[str, int]) -> Iterator[int]:
    """Give what a name is filed under, as numbers: each of its rarest beginnings, and each two of them."""
    beginnings = beginnings_of(known)
    rarest = sorted(beginnings, key=lambda beginning: (frequency[beginning], beginning))[:FILED_UNDER]
    yield from map(hash, rarest)
    yield from map(hash, combinations(sorted(rarest), 2))
