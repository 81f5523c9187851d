"""Log lines in JSON, each with the identifier of its request."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What the log of requests adds to a record.
FIELDS = ("method", "path", "status", "duration_ms", "cache")
# Whoever has one of these addresses may see a draft, or set a password.
KEY = re.compile(r"(/preview/|/admin/account/invitation/|/admin/account/reset/(?=\w+-))[^/?#\s]+")


def without_keys(text: str) -> str:
    """Return a text with addresses that are keys shortened."""
    return KEY.sub(r"\1…", text)


class JSONFormatter(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            **{name: getattr(record, name, None) for name in FIELDS},
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(
            {name: value for name, value in line.items() if value not in (None, "")}, ensure_ascii=False
        )
