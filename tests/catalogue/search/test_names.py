from random import Random

import pytest

from catalogue.search.names import NameWords
from catalogue.similarity import find_similar


@pytest.mark.parametrize("cutoff", [50, 70, 90])
def test_words_that_are_left_out_are_not_similar(cutoff):
    random = Random(5)  # noqa: S311  (chance for a test keeps no secret)
    words = {"".join(random.choices("abcde", k=random.randint(1, 12))) for _word in range(500)}
    names = NameWords(None)
    names.is_wanted = True
    names.note(sorted(words)[:250])
    names.note([" ".join(sorted(words)[250:])])

    for word in random.sample(sorted(words), 50):
        maybe = names.maybe_similar(word, cutoff)
        similar = find_similar(word, sorted(words), cutoff=cutoff)
        assert {one.name for one in similar} <= set(maybe) <= words
