"""Every request is counted and logged with its identifier."""

import logging
import re

import pytest

from smartbalkans.monitoring import requests
from smartbalkans.monitoring.counters import RequestCounters
from smartbalkans.monitoring.requests import monitored
from smartbalkans.page_cache.wrapper import OUTCOME


@pytest.fixture
def counters(monkeypatch):
    counters = RequestCounters()
    monkeypatch.setattr(requests, "REQUESTS", counters)
    return counters


def ask(application=None, **environ) -> list:
    """Return the status and headers that a monitored application sends."""
    sent = []
    application = application or answer
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/about/", **environ}
    list(monitored(application)(environ, lambda status, headers, *exc_info: sent.append((status, headers))))
    return sent


def answer(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def id_in(sent: list) -> str:
    ((_status, headers),) = sent
    return dict(headers)["X-Request-ID"]


def test_identifier_of_the_web_server_is_returned(counters):
    assert id_in(ask(HTTP_X_REQUEST_ID="a1.B2_c-3")) == "a1.B2_c-3"


@pytest.mark.parametrize("sent", ["", "a b", "a\r\nSet-Cookie: x=1", "č", "a" * 65])
def test_identifier_that_is_not_well_formed_is_replaced(counters, sent):
    assert re.fullmatch(r"[0-9a-f]{16}", id_in(ask(HTTP_X_REQUEST_ID=sent)))


def test_requests_have_different_identifiers(counters):
    assert id_in(ask()) != id_in(ask())


def test_requests_are_counted_by_method_and_class_of_status(counters):
    ask()
    ask(REQUEST_METHOD="HEAD")
    ask(REQUEST_METHOD="PROPFIND")

    assert counters.read()[0] == {("GET", "2xx"): 1, ("HEAD", "2xx"): 1, ("other", "2xx"): 1}


def test_request_that_fails_is_counted_as_an_error(counters):
    def fail(environ, start_response):
        raise LookupError

    with pytest.raises(LookupError):
        ask(fail)

    assert counters.read()[0] == {("GET", "5xx"): 1}


def test_request_is_logged_with_its_cache_hit_and_without_its_query(counters, caplog):
    caplog.set_level(logging.INFO, "smartbalkans.requests")

    ask(**{OUTCOME: "hit", "QUERY_STRING": "q=secret"})

    (record,) = caplog.records
    assert (record.method, record.path, record.status, record.cache) == ("GET", "/about/", 200, "hit")
    assert record.getMessage() == "GET /about/ 200"
    assert record.duration_ms >= 0


def test_key_of_a_preview_is_not_logged(counters, caplog):
    caplog.set_level(logging.INFO, "smartbalkans.requests")

    ask(PATH_INFO="/preview/signed:key/")

    assert [record.path for record in caplog.records] == ["/preview/…/"]


def test_request_is_not_logged_as_text(counters, caplog):
    ask()

    assert caplog.records == []
