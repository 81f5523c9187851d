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
        {"dsn": DSN, "send_default_pii": False, "max_request_body_size": "never"},
    ]


def test_nothing_is_imported_without_an_address(package):
    sentry.start()

    assert "sentry_sdk" not in sys.modules
