"""What trusted proxies state about the client's connection, in the header `Forwarded` (RFC 7239).

WSGI cannot distinguish `X-Forwarded-For` from `X_Forwarded_For`, which a client may send through a proxy. The
name of this header has only one spelling, so what the proxy sets or appends is its last value.
"""

import ipaddress
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Besides what the standard allows, an IPv6 address without the quotation marks, as nginx writes it.
VALUE = r"""(?:[\w!#$%&'*+.^`|~:\[\]-]+|"(?:[^"\\]|\\.)*")"""
PAIR = rf"[\w!#$%&'*+.^`|~-]+={VALUE}"
ELEMENT = rf"{PAIR}(?:[ \t]*;[ \t]*{PAIR})*"
HEADER = re.compile(rf"[ \t]*{ELEMENT}(?:[ \t]*,[ \t]*{ELEMENT})*[ \t]*", re.ASCII)
SCHEMES = ("http", "https")
NODE = re.compile(r"\[(?P<v6>[^]]+)\](?::\w+)?|(?P<v4>[\d.]+)(?::\w+)?|(?P<bare>.*)", re.ASCII)


def forwarded_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Set the address and the scheme of a request to those that the outermost trusted proxy states."""

    def middleware(request):
        apply(stated_by_proxy(request.META), request.META)
        return get_response(request)

    return middleware


def stated_by_proxy(environ: dict) -> dict[str, str]:
    """Return what the outermost trusted proxy states; nothing without one, or without its statement."""
    header = environ.get("HTTP_FORWARDED")
    if not header or not settings.TRUSTED_PROXIES:
        return {}
    stated = elements(header)
    return stated[-settings.TRUSTED_PROXIES] if len(stated) >= settings.TRUSTED_PROXIES else {}


def scheme_of(environ: dict) -> str:
    """Return the scheme of a request as Django sees it behind trusted proxies."""
    stated = stated_by_proxy(environ).get("proto")
    return stated if stated in SCHEMES else environ["wsgi.url_scheme"]


def elements(header: str) -> list[dict[str, str]]:
    """Return what each proxy states, the nearest one last. Nothing of a malformed header is used."""
    if not HEADER.fullmatch(header):
        return []
    return [
        {
            name.lower(): unquoted(value)
            for name, value in (pair.split("=", 1) for pair in re.findall(PAIR, element, re.ASCII))
        }
        for element in re.findall(ELEMENT, header, re.ASCII)
    ]


def unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value


def apply(stated: dict[str, str], environ: dict) -> None:
    """Write the client's address and the scheme into the environment of a request."""
    if address := address_of(stated.get("for", "")):
        environ["REMOTE_ADDR"] = address
    if stated.get("proto") in SCHEMES:
        environ["wsgi.url_scheme"] = stated["proto"]


def address_of(node: str) -> str:
    """Return the address in a node such as "[2001:db8::1]:4711"; empty if it is hidden or unknown."""
    try:
        return str(ipaddress.ip_address(next(filter(None, NODE.fullmatch(node).groups()), "")))
    except ValueError:
        return ""
