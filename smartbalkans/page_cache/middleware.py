"""Lets Django answer a request when the page cache found the database out of reach."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ERROR = "smartbalkans.database_error"  # in the environment of a request; no header has such a name


def database_error_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Raise the error that the page cache got, for the usual response (docs/decisions/0021).

    The view would have to wait for the database once more.
    """

    def middleware(request):
        if error := request.META.get(ERROR):
            raise error
        return get_response(request)

    return middleware
