"""Sets of entries as integers with the bits of their keys, and the keys of a few."""

from collections.abc import Iterable, Sequence

Having = int | tuple[int, ...]  # the set of the entries that have a value, or the keys of a few
FEW_KEYS = 64  # of a value, of which no set is kept


def set_of(keys: Iterable[int]) -> int:
    """Return the set of the entries with these keys."""
    keys = list(keys)
    digits = bytearray(b"0") * (max(keys, default=0) + 1)  # of the number in base two, the lowest first
    one = ord("1")
    for key in keys:
        digits[key] = one
    return int(digits[::-1], 2)


def without(keys: tuple[int, ...], gone: set[int]) -> tuple[int, ...]:
    return keys if gone.isdisjoint(keys) else tuple(key for key in keys if key not in gone)


def united(entries: Having, keys: Sequence[int]) -> Having:
    """Return some entries with others: their keys as long as they are few, and a set of them from then on."""
    if isinstance(entries, int):
        return entries | set_of(keys)
    together = (*entries, *keys)
    return together if len(together) <= FEW_KEYS else set_of(together)


def sets_by_number(sets: list[int]) -> list[int]:
    """Return the entries that are in at least one, two and so on of some sets, by that number; 0 has none."""
    found = [0] * (len(sets) + 1)
    for entries in sets:
        for number in range(len(sets), 1, -1):
            found[number] |= found[number - 1] & entries
        found[1] |= entries
    return found


class Flags:
    """A set of entries for fast `in`, one key after the other."""

    def __init__(self, entries: int):
        self.bytes = entries.to_bytes(entries.bit_length() // 8 + 1, "little")
        self.end = len(self.bytes) * 8

    def __contains__(self, key: int) -> bool:
        return key < self.end and bool(self.bytes[key >> 3] >> (key & 7) & 1)


def keys_of(entries: int) -> list[int]:
    """Return the keys of a set of entries, in order."""
    keys = []
    for byte, value in enumerate(entries.to_bytes((entries.bit_length() + 7) // 8, "little")):
        while value:
            low = value & -value
            keys.append(byte * 8 + low.bit_length() - 1)
            value ^= low
    return keys


def newest(entries: int, first: int, last: int) -> list[int]:
    """Return the keys of a set from position `first` to before `last`, counted from the newest."""
    keys: list[int] = []
    passed = 0
    for byte, value in zip(*_bytes_from_the_top(entries), strict=True):
        count = value.bit_count()
        if count and passed + count > first:
            here = [byte * 8 + bit for bit in range(7, -1, -1) if value >> bit & 1]
            keys += here[max(0, first - passed) : last - passed]
        passed += count
        if passed >= last:
            break
    return keys


def _bytes_from_the_top(entries: int) -> tuple[Iterable[int], bytes]:
    found = entries.to_bytes((entries.bit_length() + 7) // 8, "big")
    return range(len(found) - 1, -1, -1), found
