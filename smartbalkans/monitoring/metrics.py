"""The figures of this process and of the portal in the text format of Prometheus.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import ipaddress
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from catalogue.mail.models import OutboxMessage
from catalogue.search.models import StaleEntry
from smartbalkans.contact.models import Report
from smartbalkans.database_errors import find_unavailable
from smartbalkans.monitoring.counters import BOUNDS, REQUESTS
from smartbalkans.page_cache import counters

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BY_A_PROXY = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_VIA")
POOL = {
    "pool_size": ("gauge", "Connections to the database, used and free."),
    "pool_available": ("gauge", "Free connections to the database."),
    "requests_waiting": ("gauge", "Requests that wait for a connection to the database."),
    "requests_errors": ("counter", "Requests that did not get a connection to the database in time."),
    "connections_errors": ("counter", "Connections to the database that failed."),
}

Labels = Mapping[str, str]


class Metric(NamedTuple):
    """A figure with its samples: the end of their name, their labels, their value."""

    name: str
    kind: str
    help: str
    samples: Iterable[tuple[str, Labels, float]]


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return all figures to a program on this machine, or with the token."""
    if not is_allowed(request):
        text = "Ask from the machine itself, or set METRICS_TOKEN and send: Authorization: Bearer <token>\n"
        response = HttpResponse(text, status=401, content_type="text/plain")
        response["WWW-Authenticate"] = "Bearer"
        return response
    lines = [line for metric in all_metrics() for line in lines_of(metric)]
    return HttpResponse("\n".join([*lines, ""]), content_type=CONTENT_TYPE)


def is_allowed(request: HttpRequest) -> bool:
    """Return whether the token was sent or, without one, whether no proxy connects from this machine."""
    if settings.METRICS_TOKEN:
        scheme, _blank, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        return scheme.lower() == "bearer" and constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    is_direct = not any(name in request.META for name in BY_A_PROXY)
    return is_direct and is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def all_metrics() -> Iterator[Metric]:
    yield from request_metrics()
    yield page_cache_metric()
    yield from pool_metrics()
    yield from database_metrics()


def request_metrics() -> Iterator[Metric]:
    """Yield the figures of this process, which its number distinguishes from those of other workers."""
    requests, times, seconds = REQUESTS.read()
    own = labels_of_process()
    counts = [
        ("", {"method": method, "status": status, **own}, count)
        for (method, status), count in sorted(requests.items())
    ]
    yield Metric("portal_requests_total", "counter", "Requests by method and class of status.", counts)
    bounds = [*map(str, BOUNDS), "+Inf"]
    samples = [
        *(("_bucket", {"le": le, **own}, count) for le, count in zip(bounds, times, strict=True)),
        ("_sum", own, seconds),
        ("_count", own, times[-1]),
    ]
    yield Metric("portal_request_seconds", "histogram", "Time until the response begins.", samples)


def labels_of_process() -> Labels:
    return {"process": str(os.getpid())}


def page_cache_metric() -> Metric:
    own = labels_of_process()
    samples = [("", {"outcome": outcome, **own}, number) for outcome, number in counters().items()]
    text = "Pages sent from the cache, made, sent while the database was away, and removed for space."
    return Metric("portal_page_cache_total", "counter", text, samples)


def pool_metrics() -> Iterator[Metric]:
    pool = getattr(connection, "pool", None)
    if pool is None:
        return
    stats = pool.get_stats()
    own = labels_of_process()
    for name, (kind, text) in POOL.items():
        end = "_total" if kind == "counter" else ""
        yield Metric(f"portal_database_{name}{end}", kind, text, [("", own, stats.get(name, 0))])


def database_metrics() -> Iterator[Metric]:
    """Yield whether the database could be read, and if so the figures that all processes share.

    It is not asked while requests wait for a connection: /metrics would wait behind them.
    """
    shared = [] if has_requests_waiting() else shared_metrics()
    text = "1 if the database was read for these figures, 0 if it is away or its connections are all in use."
    yield Metric("portal_database_up", "gauge", text, [("", labels_of_process(), int(bool(shared)))])
    yield from shared


def has_requests_waiting() -> bool:
    pool = getattr(connection, "pool", None)
    return pool is not None and pool.get_stats()["requests_waiting"] > 0


def shared_metrics() -> list[Metric]:
    """Return the figures from the database, none while it cannot be used."""
    try:
        stale, reports = StaleEntry.objects.count(), Report.objects.open().count()
        waiting, failed = OutboxMessage.objects.waiting().count(), OutboxMessage.objects.failed().count()
    except Error as error:
        if not find_unavailable(error):
            raise
        return []
    mail = [("", {"status": "waiting"}, waiting), ("", {"status": "failed"}, failed)]
    text = "Messages that wait for the mail server, and those that it refused for a week."
    return [
        gauge("portal_search_waiting", "Changes that the search index does not have yet.", stale),
        gauge("portal_reports_open", "Reports of mistakes that are not closed.", reports),
        Metric("portal_mail", "gauge", text, mail),
    ]


def gauge(name: str, text: str, value: int) -> Metric:
    return Metric(name, "gauge", text, [("", {}, value)])


def lines_of(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for end, labels, value in metric.samples:
        described = ",".join(f'{name}="{text}"' for name, text in labels.items())
        yield f"{metric.name}{end}{{{described}}} {value}" if labels else f"{metric.name}{end} {value}"
