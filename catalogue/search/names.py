"""The words of the names of public entries, of which a search finds the similar ones fast.

A process reads them once. What is changed later is added and nothing removed: a word may be of a name that is
not public any more, which only the index of the database knows.
"""

import threading
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models

from catalogue.search.sets import keys_of, set_of, sets_by_number

CHUNK = 5000


class NameWords:
    """Words by their letters and by their lengths, each with the set of the words' positions in a list.

    `by_letter` has the first "a" of words apart from their second one, and so on.
    """

    def __init__(self, document: type[models.Model]):
        self.document = document
        self.lock = threading.Lock()
        self.is_wanted = False
        self.is_read = False
        self.changed: deque[str] = deque()  # titles whose words have not been added yet
        self.words: list[str] = []
        self.known: set[str] = set()
        self.by_letter: dict[tuple[str, int], int] = defaultdict(int)
        self.by_length: dict[int, int] = defaultdict(int)

    def note(self, titles: Iterable[str]) -> None:
        """Remember the titles of documents that were written. Waits for nobody."""
        if self.is_wanted:
            self.changed.extend(titles)

    def maybe_similar(self, word: str, cutoff: int) -> list[str]:
        """Return the words that may be similar to one by `letter_similarity`, without missing any.

        Of their letters and those of the word together, so many of a hundred have to be in both.
        """
        with self.lock:
            self._update()
            fewest = {length: -(-cutoff * (len(word) + length) // 200) for length in self.by_length}
            lengths = [length for length, number in fewest.items() if number <= min(length, len(word))]
            if not lengths:
                return []
            shared = sets_by_number([self.by_letter.get(letter, 0) for letter in letters_of(word)])
            found = reduce(or_, (self.by_length[length] & shared[fewest[length]] for length in lengths))
            return [self.words[place] for place in keys_of(found)]

    def _update(self) -> None:
        if not self.is_read:
            self.is_wanted = True  # from now on changes are noted
            self._add(self.document.objects.values_list("title", flat=True).iterator(CHUNK))
            self.is_read = True
        self._add([self.changed.popleft() for _title in range(len(self.changed))])

    def _add(self, titles: Iterable[str]) -> None:
        new = {word for title in titles for word in title.split()} - self.known
        first = len(self.words)
        by_letter: dict[tuple[str, int], array] = defaultdict(lambda: array("q"))
        by_length: dict[int, array] = defaultdict(lambda: array("q"))
        for place, word in enumerate(new):
            by_length[len(word)].append(place)
            for letter in letters_of(word):
                by_letter[letter].append(place)
        for sets, added in ((self.by_letter, by_letter), (self.by_length, by_length)):
            for name, places in added.items():
                sets[name] |= set_of(places) << first
        self.words += new
        self.known |= new


def letters_of(word: str) -> list[tuple[str, int]]:
    """Return the letters of a word, each with how often it has come before."""
    before: Counter[str] = Counter()
    letters = []
    for letter in word:
        letters.append((letter, before[letter]))
        before[letter] += 1
    return letters
