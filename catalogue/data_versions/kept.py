"""Values that a process keeps, each made by one thread."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class _Slot:
    def __init__(self):
        self.lock = threading.Lock()
        self.value: Any = None
        self.is_filled = False


class KeptValues:
    """At most `most` values by their names; the one that was not used for longest makes room.

    A name must contain all that its value depends on and that changes, such as the token of the data.
    """

    def __init__(self, most: int):
        self.most = most
        self._lock = threading.Lock()
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()

    def get(self, name: Hashable, compute: Callable[[], T]) -> T:
        """Return the value of a name. One thread computes it, and others that ask for it wait.

        If it raises an error, the next thread computes the value.
        """
        slot = self._slot(name)
        with slot.lock:
            if not slot.is_filled:
                slot.value = compute()
                slot.is_filled = True
        return slot.value

    def __contains__(self, name: Hashable) -> bool:
        return name in self._slots

    def _slot(self, name: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(name, _Slot())
            self._slots.move_to_end(name)
            while len(self._slots) > self.most:
                self._slots.popitem(last=False)
            return slot
