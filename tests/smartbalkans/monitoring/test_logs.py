"""Log lines in JSON."""

import json
import logging
import re
from pathlib import Path

import pytest
from django.urls import reverse

from smartbalkans.monitoring.logs import JSONFormatter, request_id, without_keys

OPERATING = Path(__file__).resolve().parents[3] / "docs" / "operating.md"


def line_of(**fields) -> dict:
    record = logging.makeLogRecord({"name": "portal", "levelname": "ERROR", "created": 0, **fields})
    return json.loads(JSONFormatter().format(record))


def test_line_has_time_level_logger_and_message():
    assert line_of(msg="Saved %s\nin two lines", args=("Šabac",)) == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "ERROR",
        "logger": "portal",
        "message": "Saved Šabac\nin two lines",
    }


def test_line_has_the_identifier_of_the_request():
    token = request_id.set("abc")
    try:
        assert line_of(msg="x")["request_id"] == "abc"
    finally:
        request_id.reset(token)


def test_line_has_the_traceback_and_is_one_line():
    error = ValueError("wrong")
    record = logging.makeLogRecord({"msg": "x", "exc_info": (ValueError, error, None)})

    line = JSONFormatter().format(record)

    assert json.loads(line)["exception"] == "ValueError: wrong"
    assert line.count("\n") == 0


def test_docs_list_the_fields_of_a_line():
    request = {"method": "GET", "path": "/", "status": 200, "duration_ms": 1.5, "cache": "miss"}
    token = request_id.set("abc")
    line = line_of(msg="x", exc_info=(ValueError, ValueError("wrong"), None), **request)
    request_id.reset(token)

    (listed,) = re.findall(r"that are known: (.+?)\.\s", OPERATING.read_text(encoding="utf-8"), re.DOTALL)

    assert {name: line[name] for name in request} == request
    assert re.findall("`([a-z_]+)`", re.sub(r"\(.+?\)", "", listed, flags=re.DOTALL)) == list(line)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("preview", ["signed:key"], "/preview/…/"),
        ("invitation", ["signed:key"], "/admin/account/invitation/…/"),
        ("account_reset_password_from_key", ["1", "abc-key"], "/admin/account/reset/…/"),
        ("account_reset_password_done", [], "/admin/account/reset/sent/"),
        ("account_reset_password", [], "/admin/account/reset/"),
    ],
)
def test_addresses_that_are_keys_are_shortened(name, arguments, expected):
    address = reverse(name, args=arguments)

    assert without_keys(f"Failed: https://portal{address}?q=1 twice {address}") == (
        f"Failed: https://portal{expected}?q=1 twice {expected}"
    )
