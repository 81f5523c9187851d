"""Which requests the page cache may answer, what distinguishes their answers, and what Django is asked."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from catalogue.exports.parameters import TRACKING
from smartbalkans.first_view import is_first_view
from smartbalkans.forwarded import scheme_of

METHODS = ("GET", "HEAD")
# The back office with its login, what only a link shows, and the form with a time stamp.
NEVER = ("/admin/", "/preview/", "/report/")
# What is not a page, and neither streamed nor large.
FILES = ("/feed.atom", "/robots.txt", "/sitemap.xml", "/data/datapackage.json")
SITEMAPS = "/sitemap-"
PERSONAL = {
    *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_ACCEPT_ENCODING"),
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
}
# Each click on a shared link has another value, and no page reads it.
TRACKED = re.compile(rf"(?:^|&)(?:{TRACKING.pattern})=[^&]*", re.ASCII)

Key = tuple[str, str, str, str, str, bool]


def may_be_kept(environ: dict) -> bool:
    """Return whether the answer to a request may come from the cache."""
    path = environ["PATH_INFO"]
    return (
        environ["REQUEST_METHOD"] in METHODS
        and not path.startswith(NEVER)
        and (path.endswith("/") or path in FILES or path.startswith(SITEMAPS))
        # Their answer is neither the page nor "not modified" (RFC 9110, 13.1).
        and "HTTP_IF_MATCH" not in environ
        and "HTTP_IF_UNMODIFIED_SINCE" not in environ
    )


def key_of(environ: dict) -> Key:
    """Return what a public page depends on, apart from the data. Pages repeat the query, in its order."""
    return (
        environ["PATH_INFO"],
        untracked(environ.get("QUERY_STRING", "")),
        environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}",
        scheme_of(environ),
        language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        is_first_view(environ),
    )


def key_of_other_view(key: Key) -> Key:
    """Return the key of the same page for later views if the key is that for first ones, and vice versa."""
    return (*key[:-1], not key[-1])


@lru_cache(maxsize=1000)
def language_of(accepted: str) -> str:
    """Return the first accepted language that the portal has, as Django chooses it."""
    for code, _quality in parse_accept_lang_header(accepted.lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def untracked(query: str) -> str:
    """Return a query string without the parameters that newsletters and social networks add."""
    return TRACKED.sub("", query).removeprefix("&") if query else ""


def impersonal(environ: dict) -> dict:
    """Return the request for the whole page as everybody gets it."""
    kept = {name: value for name, value in environ.items() if name not in PERSONAL}
    return kept | {"REQUEST_METHOD": "GET", "QUERY_STRING": untracked(environ.get("QUERY_STRING", ""))}
