"""Query strings of files, feeds and standards, which are refused where a page would ignore a part of them.

A file cannot show that a filter was ignored: it would look like the answer to another question.
"""

import re
from collections.abc import Callable, Iterable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

from catalogue.errors import AddressError, propose
from catalogue.similarity import find_most_similar

# Parameters that newsletters and social networks add to the links that they pass on.
TRACKING = re.compile(r"utm_\w+|(?:fb|g|dc|ms|y|tw|ttc|wbra|gbra)cl?id|mc_[ce]id|_ga|_gl|igshid", re.ASCII)
MOST_SHOWN = 60  # characters of a value that a message repeats
MOST_ERRORS = 20  # that a message lists
CLOSE = 70  # of 100: a known name that is so similar is proposed


def shortened(value: str) -> str:
    return value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"


def unknown_parameters(query: Iterable[str], known: Iterable[str]) -> list[AddressError]:
    """Return an error for each parameter that is not known and is not for tracking."""
    known = list(known)
    return [_unknown(name, known) for name in query if name not in known and not TRACKING.fullmatch(name)]


def _unknown(name: str, known: list[str]) -> AddressError:
    text = _("The parameter “{name}” is not known.").format(name=shortened(name))
    if similar := find_most_similar(name.lower(), known, cutoff=CLOSE):
        text += " " + propose(similar)
    elif not known:
        text += " " + _("This address takes no parameters.")
    return AddressError(text, _("It was ignored."))


def refusal(errors: Iterable[AddressError]) -> HttpResponse:
    """Return a response with status 400 that lists the errors of an address (RFC 9110, 15.5.1)."""
    errors = list(errors)
    lines = [
        _("This address contains errors, so no file was created:"),
        *(f"- {error.text}" for error in errors[:MOST_ERRORS]),
        _("Correct the address, or remove these parts."),
        "",
    ]
    return HttpResponseBadRequest("\n".join(lines), content_type="text/plain; charset=utf-8")


def without_parameters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a query string that the decorated view would not read."""

    @wraps(view, assigned=())
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        errors = unknown_parameters(request.GET, ())
        return refusal(errors) if errors else view(request, *args, **kwargs)

    return checked
