import pytest

from catalogue.batches import batched


@pytest.mark.parametrize(
    ("items", "batches"),
    [
        ([], []),
        ([1, 2], [[1, 2]]),
        ([1, 2, 3, 4], [[1, 2], [3, 4]]),
        ([1, 2, 3, 4, 5], [[1, 2], [3, 4], [5]]),
    ],
)
def test_batches_are_lists_of_the_size_and_the_rest(items, batches):
    assert list(batched(items, 2)) == batches


def test_batches_are_made_of_an_iterator_as_they_are_asked_for():
    items = iter(range(5))

    first = next(batched(items, 2))

    assert (first, list(items)) == ([0, 1], [2, 3, 4])
