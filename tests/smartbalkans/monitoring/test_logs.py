"""Log lines in JSON."""

import json
import logging

from smartbalkans.monitoring.logs import JSONFormatter, request_id


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
