import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.batches import batched, batches_by_key
from organisations.models import Theme
from tests.factories import ThemeFactory


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


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "sizes"), [(0, []), (1, [1]), (3, [2, 1]), (4, [2, 2])])
def test_batches_by_key_have_every_row_once(rows, sizes):
    themes = ThemeFactory.create_batch(rows)

    batches = list(batches_by_key(Theme.objects.order_by("-pk"), 2))

    assert [len(batch) for batch in batches] == sizes
    assert [one for batch in batches for one in batch] == themes


@pytest.mark.django_db
def test_first_batch_by_key_reads_no_others():
    ThemeFactory.create_batch(5)

    with CaptureQueriesContext(connection) as queries:
        next(batches_by_key(Theme.objects.all(), 2))

    assert [query["sql"].endswith("LIMIT 2") for query in queries] == [True]
