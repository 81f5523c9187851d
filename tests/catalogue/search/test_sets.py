import pytest

from catalogue.search.sets import keys_of, newest, set_of


@pytest.mark.parametrize("keys", [[], [1], [0, 7, 8, 9, 1000], list(range(50, 70))])
def test_set_of_keys_has_these_keys(keys):
    assert keys_of(set_of(keys)) == keys


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 3), (2, 5), (4, 99), (50, 60)])
def test_newest_of_a_set_are_those_with_the_highest_keys(first, last):
    keys = [1, 7, 8, 9, 100, 1000]

    assert newest(set_of(keys), first, last) == sorted(keys, reverse=True)[first:last]
