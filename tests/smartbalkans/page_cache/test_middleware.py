"""A request for which the page cache found no database gets the response of that error."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse

from smartbalkans.page_cache.middleware import ERROR, database_error_middleware


def test_error_of_the_page_cache_is_raised_without_asking_the_view(rf):
    asked = []
    handle = database_error_middleware(asked.append)

    with pytest.raises(OperationalError, match="away"):
        handle(rf.get("/", **{ERROR: OperationalError("away")}))

    assert asked == []


def test_view_is_asked_without_such_an_error(rf):
    response = HttpResponse("page")

    assert database_error_middleware(lambda request: response)(rf.get("/")) is response
