"""Where a form came from, and who sent it, without a cookie and without keeping an address."""

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from smartbalkans.accounts.audit_log import client_address

SUBNET = 64  # bits of an IPv6 address that one subscriber has at least (RFC 6177)


def origin_of(request: HttpRequest) -> str:
    """Return the origin of the page that sent a form, empty if the browser does not state it."""
    if origin := request.headers.get("origin"):
        return origin
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "null"
    return f"{referrer.scheme}://{referrer.netloc}" if referrer.netloc else ""


def own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def sender_of(request: HttpRequest) -> str:
    """Return a keyed hash of the client's address, the same for all addresses of an IPv6 subnet."""
    address = network_of(client_address(request))
    return salted_hmac("smartbalkans.contact.sender", address, algorithm="sha256").hexdigest()


def network_of(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, SUBNET), strict=False))
    return str(found)


def lock_sender(sender: str) -> None:
    """Lock the reports of a sender until the end of the transaction.

    SQLite needs no lock: it has one writer at a time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sender[:15], 16)])
