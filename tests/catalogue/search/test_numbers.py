from random import Random

import pytest

from catalogue.search.numbers import EntryNumbers
from catalogue.search.sets import set_of


@pytest.mark.parametrize("most", [1, 2**40])
def test_sums_are_those_of_the_numbers(most):
    random = Random(most)  # noqa: S311  (chance for a test keeps no secret)
    numbers = {key: random.randint(0, most) for key in random.sample(range(1, 2000), 500)}
    chosen = set(random.sample(range(1, 2000), 700))

    read = EntryNumbers(numbers.items())

    assert read.sum(set_of(chosen)) == sum(number for key, number in numbers.items() if key in chosen)
    assert read.count(set_of(chosen)) == len(chosen & numbers.keys())


def test_nothing_has_no_sum():
    read = EntryNumbers([])

    assert (read.sum(-1), read.count(-1)) == (0, 0)


@pytest.mark.parametrize("most", [1, 255, 10**12 - 1])
def test_renewed_numbers_are_those_of_all_entries(most):
    random = Random(most)  # noqa: S311  (chance for a test keeps no secret)
    before, after = (
        {key: random.randrange(most + 1) for key in random.sample(range(100), 60)} for _time in range(2)
    )
    changed = {key for key in range(100) if before.get(key) != after.get(key)} | {3}
    others = EntryNumbers((key, number) for key, number in after.items() if key in changed)

    found, expected = (
        EntryNumbers(before.items()).renewed(set_of(changed), others),
        EntryNumbers(after.items()),
    )

    sets = [set_of(random.sample(range(100), 30)) for _set in range(20)]
    assert found.entries == expected.entries
    assert [found.sum(one) for one in sets] == [expected.sum(one) for one in sets]
