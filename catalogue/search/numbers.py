"""Whole numbers of entries, which are summed over any set of entries in microseconds."""

from collections.abc import Iterable

from catalogue.search.facets import set_of


class EntryNumbers:
    """A whole number, not below zero, for each of some entries.

    Each binary digit is kept as the set of the entries whose number has it (see `facets`). So the sum over a
    set of entries is one `&` and one `bit_count()` for each digit, however many entries there are.
    """

    def __init__(self, numbers: Iterable[tuple[int, int]]):
        """Read pairs of the key of an entry and its number; each entry has one number at most."""
        numbers = list(numbers)
        length = max((number for _key, number in numbers), default=0).bit_length()
        keys: list[list[int]] = [[] for _place in range(length)]
        for key, number in numbers:
            while number:
                low = number & -number
                keys[low.bit_length() - 1].append(key)
                number ^= low
        self.entries = set_of(key for key, _number in numbers)
        self.digits = [set_of(found) for found in keys]

    def count(self, entries: int) -> int:
        """Return how many of a set of entries have a number."""
        return (self.entries & entries).bit_count()

    def sum(self, entries: int) -> int:
        """Return the sum of the numbers of a set of entries."""
        return sum((entries & digit).bit_count() << place for place, digit in enumerate(self.digits))
