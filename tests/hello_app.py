"""A WSGI application that sends a stored answer, to measure what the server itself costs."""

import json
import os
from pathlib import Path

stored = json.loads(Path(os.environ["STORED_ANSWER"]).read_text(encoding="utf-8"))
HEADERS = [tuple(pair) for pair in stored["headers"]]
BODY = bytes.fromhex(stored["body"])


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return (BODY,)
