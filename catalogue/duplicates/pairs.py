"""All pairs of possible duplicates of a kind of entry, without comparing every name with every other.

Two names are compared only if they share a rare prefix of a word or two prefixes, or if they
are neighbours when all names are sorted, forwards or backwards.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from django.db.models import Model

from catalogue.duplicates.names import names_in
from catalogue.duplicates.similarity import Name, name_similarity, ratio_of, read_name

PREFIX = 5  # letters of a word by which names are grouped
RAREST = 3  # prefixes of a name by which it is grouped
MAX_GROUP = 40  # names in a group; a larger group says too little about similarity
NEIGHBOURS = 3  # sorted names on either side that are compared
MAX_PAIRS = 5000  # pairs that are kept, the most similar


class Pair(NamedTuple):
    """Two entries with their most similar names and the score of the similarity."""

    first: int
    second: int
    score: float
    first_name: str
    second_name: str

    @property
    def keys(self) -> tuple[int, int]:
        return self.first, self.second


class KnownName(NamedTuple):
    """A name of an entry."""

    key: int
    text: str
    name: Name


def pairs_of(model: type[Model], paths: Sequence[str]) -> list[Pair]:
    """Return the pairs of possible duplicates, the most similar first."""
    read = ((key, text, read_name(text)) for key, text in names_in(model.objects.all(), paths))
    known = [KnownName(key, text, name) for key, text, name in read if name]
    best: dict[tuple[int, int], Pair] = {}
    for one, other in similar_at_first_sight(known):
        score = name_similarity(one.name, other.name)
        if not score:
            continue
        first, second = sorted((one, other))
        keys = (first.key, second.key)
        if keys not in best or best[keys].score < score:
            best[keys] = Pair(*keys, score, first.text, second.text)
    return sorted(best.values(), key=lambda pair: (-pair.score, pair.first_name, pair.keys))[:MAX_PAIRS]


def similar_at_first_sight(known: Sequence[KnownName]) -> Iterator[tuple[KnownName, KnownName]]:
    """Yield the pairs of names of different entries that pass a quick comparison."""
    for place, other in positions_to_compare(known):
        one, two = known[place], known[other]
        if one.key != two.key and may_be_similar(one.name, two.name):
            yield one, two


def may_be_similar(one: Name, other: Name) -> bool:
    return bool(
        ratio_of(one.words, other.words)
        or ratio_of(one.letters, other.letters)
        or (one.aside != other.aside and ratio_of(one.written, other.written))
    )


def positions_to_compare(known: Sequence[KnownName]) -> Iterator[tuple[int, int]]:
    """Yield the positions of two names that are in one group or neighbours."""
    for places in groups(known):
        yield from combinations(places, 2)
    for letters in ([one.name.letters for one in known], [one.name.letters[::-1] for one in known]):
        order = sorted(range(len(known)), key=letters.__getitem__)
        for step in range(1, NEIGHBOURS + 1):
            yield from zip(order, order[step:], strict=False)


def groups(known: Sequence[KnownName]) -> Iterable[array]:
    """Return the groups of positions of names that share a rare key.

    Most groups have one name. They are counted first, by hash, so that only the others are kept in memory.
    """
    frequency = Counter(prefix for one in known for prefix in prefixes_of(one))
    sizes = Counter(key for one in known for key in group_keys(one, frequency))
    shared = {key for key, size in sizes.items() if 1 < size <= MAX_GROUP}
    del sizes
    groups_by_key: dict[int, array] = defaultdict(lambda: array("L"))
    for place, one in enumerate(known):
        for key in group_keys(one, frequency):
            if key in shared:
                groups_by_key[key].append(place)
    return groups_by_key.values()


def prefixes_of(known: KnownName) -> set[str]:
    return {word[:PREFIX] for word in known.name.words.split()}


def group_keys(known: KnownName, frequency: Mapping[str, int]) -> Iterator[int]:
    """Yield the hashes of the rarest prefixes of a name, and of each two of them."""
    prefixes = prefixes_of(known)
    rarest = sorted(prefixes, key=lambda prefix: (frequency[prefix], prefix))[:RAREST]
    yield from map(hash, rarest)
    yield from map(hash, combinations(sorted(rarest), 2))
