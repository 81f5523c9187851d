"""The pages of a process stay within their space, and each is made by one thread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from smartbalkans.page_cache.pages import Page
from smartbalkans.page_cache.store import Store


def page_of(version: str = "a", size: int = 1000, hours: int = 1) -> Page:
    return Page("200 OK", [], b"x" * size, version, timezone.now() + timedelta(hours=hours))


def test_pages_that_were_not_used_for_longest_make_room():
    space = page_of().bytes * 20
    store = Store(space)
    for number in range(20):
        store.keep(number, page_of())
    store.get(0)

    for number in range(20, 30):
        store.keep(number, page_of())

    assert [number for number in range(30) if store.get(number)] == [0, *range(11, 30)]
    assert store.bytes == space


def test_space_is_bounded_however_many_queries_come():
    store = Store(1_000_000)
    pages = [page_of(size=size) for size in range(0, 5000, 10)]

    for number in range(100_000):
        store.keep(("/organisations/", f"q={number}"), pages[number % len(pages)])

    assert store.bytes <= 1_000_000
    assert store.bytes == sum(page.bytes for page in store._pages.values())
    assert len(store) > 50


def test_new_page_of_a_key_replaces_the_old_one():
    store = Store(1_000_000)

    for size in (100, 5000, 300):
        last = page_of(size=size)
        store.keep("key", last)

    assert (len(store), store.bytes, store.get("key")) == (1, last.bytes, last)


def test_large_page_does_not_displace_all_others():
    store = Store(400_000)
    store.keep("small", page_of())
    store.keep("grown", page_of())

    store.keep("grown", page_of(size=60_000))

    assert (store.get("grown"), len(store)) == (None, 1)


@pytest.mark.parametrize(
    ("page", "is_right"), [(page_of(), True), (page_of("b"), False), (page_of(hours=-1), False)]
)
def test_page_that_was_made_meanwhile_is_not_made_again(page, is_right):
    store = Store(1_000_000)
    store.keep("key", page)

    making, is_first = store.join("key", "a")

    assert (making.page is page, making.ended.is_set(), is_first) == (is_right, is_right, not is_right)


def test_one_makes_a_page_of_a_version_at_a_time():
    store = Store(1_000_000)

    first, second, newer = store.join("key", "a"), store.join("key", "a"), store.join("key", "b")
    store.finish("key", "a")
    next_one = store.join("key", "a")

    assert [is_first for _making, is_first in (first, second, newer, next_one)] == [True, False, True, True]
    assert first[0] is second[0]
    assert first[0].ended.is_set()
    assert not newer[0].ended.is_set()
