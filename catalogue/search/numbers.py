"""Whole numbers of entries, which are summed over any set of entries in microseconds."""

import sys
from array import array
from collections.abc import Iterable
from itertools import zip_longest

from catalogue.search.sets import set_of

BYTES = 8  # of a number
# For each place of a binary digit in a byte: the digit of every byte, as the character 0 or 1.
DIGITS = [bytes(ord("0") + (byte >> place & 1) for byte in range(256)) for place in range(8)]


class EntryNumbers:
    """A whole number, not below zero and below 2**64, for each of some entries.

    Each binary digit is kept as the set of the entries whose number has it (see `facets`). So the sum over a
    set of entries is one `&` and one `bit_count()` for each digit, however many entries there are.
    """

    def __init__(self, numbers: Iterable[tuple[int, int]]):
        """Read pairs of the key of an entry and its number; each entry has one number at most."""
        number_by_key = dict(numbers)
        length = max(number_by_key.values(), default=0).bit_length()
        self.entries = set_of(number_by_key)
        packed = array("Q", bytes(BYTES * self.entries.bit_length()))
        for key, number in number_by_key.items():
            packed[key] = number
        if sys.byteorder == "big":
            packed.byteswap()
        data = packed.tobytes()
        self.digits = [
            int(data[place // 8 :: BYTES].translate(DIGITS[place % 8])[::-1], 2) for place in range(length)
        ]

    def renewed(self, changed: int, others: "EntryNumbers") -> "EntryNumbers":
        """Return these numbers, but of a set of entries those of `others`, which has no other entries."""
        found = EntryNumbers(())
        found.entries = self.entries & ~changed | others.entries
        digits = zip_longest(self.digits, others.digits, fillvalue=0)
        found.digits = [before & ~changed | now for before, now in digits]
        return found

    def count(self, entries: int) -> int:
        """Return how many of a set of entries have a number."""
        return (self.entries & entries).bit_count()

    def sum(self, entries: int) -> int:
        """Return the sum of the numbers of a set of entries."""
        return sum((entries & digit).bit_count() << place for place, digit in enumerate(self.digits))
