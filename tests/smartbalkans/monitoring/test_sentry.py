"""Sentry is used only where its address is set and its package installed."""

import sys
from types import ModuleType

import pytest

from smartbalkans.monitoring import sentry

DSN = "https://key@sentry.example.org/1"


@pytest.fixture
def package(monkeypatch, tmp_path):
    """A package that records how it is started, in place of Sentry's."""
    (tmp_path / "sentry_sdk.py").write_text(
        "started = []\ndef init(**options):\n    started.append(options)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sentry_sdk", raising=False)
    yield
    sys.modules.pop("sentry_sdk", None)


def test_errors_are_reported_without_personal_data(settings, package):
    settings.SENTRY_DSN = DSN

    sentry.start()

    started: ModuleType = sys.modules["sentry_sdk"]
    assert started.started == [
        {
            "dsn": DSN,
            "send_default_pii": False,
            "max_request_body_size": "never",
            "include_local_variables": False,
            "before_send": sentry.without_visitor,
        },
    ]


def test_event_has_nothing_of_the_visitor_and_no_key():
    address = "https://portal.example.org/preview/signed:key/"
    event = {
        "message": "Internal Server Error: /preview/signed:key/",
        "breadcrumbs": {"values": [{"message": "GET /preview/signed:key/ 500"}]},
        "request": {
            "url": address,
            "method": "GET",
            "query_string": "email=visitor@example.org",
            "headers": {
                "Cookie": "[Filtered]",
                "Forwarded": "for=203.0.113.9",
                "Referer": address,
                "User-Agent": "Firefox",
                "X-Request-Id": "abc",
            },
            "env": {"REMOTE_ADDR": "203.0.113.9"},
        },
    }

    assert sentry.without_visitor(event, {}) == {
        "message": "Internal Server Error: /preview/…/",
        "breadcrumbs": {"values": [{"message": "GET /preview/…/ 500"}]},
        "request": {
            "url": "https://portal.example.org/preview/…/",
            "method": "GET",
            "headers": {"User-Agent": "Firefox", "X-Request-Id": "abc"},
        },
    }


def test_event_without_a_request_stays_as_it_is():
    event = {"level": "error", "exception": {"values": [{"type": "LookupError", "value": "wrong"}]}}

    assert sentry.without_visitor(event, {}) == event


def test_nothing_is_imported_without_an_address(package):
    sentry.start()

    assert "sentry_sdk" not in sys.modules
