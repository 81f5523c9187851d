"""The reset of a password by mail: a link for a new one. The second factor is still needed to log in."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404


def with_mail(view: Callable) -> Callable:
    """Wrap a page that needs a mail server: without one, it does not exist."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        if not settings.SENDS_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return inner
