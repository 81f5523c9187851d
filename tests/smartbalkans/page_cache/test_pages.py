"""A kept page is sent as it is, compressed, without its body, or as "not modified"."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from smartbalkans.page_cache.pages import Page
from tests.wsgi import request

BODY = b"<p>Quiet shore</p>" * 100
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(BODY))),
    ("ETag", '"abc"'),
    ("Vary", "Accept-Encoding, Cookie"),
    ("Last-Modified", "Thu, 26 Nov 2026 08:00:00 GMT"),
    ("Content-Security-Policy", "default-src 'none'"),
]


def page_of(body: bytes = BODY, headers=HEADERS, status: str = "200 OK") -> Page:
    return Page(status, headers, body, "a", timezone.now() + timedelta(hours=1))


def ask(page: Page, method: str = "GET", **headers):
    return request(page.send, "/", method, **headers)


def test_page_is_sent_as_it_is_or_compressed():
    page = page_of()

    whole, packed = ask(page), ask(page, accept_encoding="br, gzip")

    assert (whole.status, whole.body, whole.headers["Content-Length"]) == (200, BODY, str(len(BODY)))
    assert gzip.decompress(packed.body) == BODY
    assert packed.headers["Content-Length"] == str(len(packed.body))
    assert packed.headers.pop("Content-Encoding") == "gzip"
    assert whole.headers | {"Content-Length": ""} == packed.headers | {"Content-Length": ""}
    assert whole.headers["Vary"] == "Accept-Encoding"
    assert whole.headers["ETag"] == 'W/"abc"'


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5, br", True),
        ("x-gzip", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("gzip;q=0.001", True),
    ],
)
def test_compressed_page_is_sent_to_those_who_accept_it(accepted, is_packed):
    received = ask(page_of(), accept_encoding=accepted)

    assert ("Content-Encoding" in received.headers) is is_packed
    assert received.content == BODY


def test_page_that_does_not_vary_is_not_compressed():
    received = ask(page_of(headers=[("Content-Type", "image/png")]), accept_encoding="gzip")

    assert (received.body, set(received.headers)) == (BODY, {"Content-Type", "Content-Length", "ETag"})


@pytest.mark.parametrize("body", [b"", b"short", bytes(range(200))])
def test_page_that_would_not_be_smaller_is_not_compressed(body):
    received = ask(page_of(body), accept_encoding="gzip")

    assert (received.body, received.headers["Content-Length"]) == (body, str(len(body)))
    assert "Content-Encoding" not in received.headers


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_head_has_the_headers_of_the_page(encoding):
    page = page_of()

    head, whole = ask(page, "HEAD", accept_encoding=encoding), ask(page, accept_encoding=encoding)

    assert (head.status, head.body, head.headers) == (200, b"", whole.headers)


@pytest.mark.parametrize(
    "known",
    [
        {"if_none_match": 'W/"abc"'},
        {"if_none_match": '"abc"'},
        {"if_none_match": '"x", W/"abc"'},
        {"if_none_match": "*"},
        {"if_modified_since": "Thu, 26 Nov 2026 08:00:00 GMT"},
        {"if_none_match": 'W/"abc"', "if_modified_since": "Thu, 26 Nov 2020 08:00:00 GMT"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_known_page_is_not_sent_again(known, method):
    received = ask(page_of(), method, accept_encoding="gzip", **known)

    assert (received.status, received.body) == (304, b"")
    assert received.headers == {
        "ETag": 'W/"abc"',
        "Vary": "Accept-Encoding",
        "Last-Modified": "Thu, 26 Nov 2026 08:00:00 GMT",
        "Content-Security-Policy": "default-src 'none'",
    }


@pytest.mark.parametrize(
    "known",
    [
        {"if_none_match": '"x"'},
        {"if_none_match": "nonsense"},
        {"if_none_match": '"x"', "if_modified_since": "Thu, 26 Nov 2026 08:00:00 GMT"},
        {"if_modified_since": "Thu, 26 Nov 2026 07:59:59 GMT"},
        {"if_modified_since": "yesterday"},
    ],
)
def test_changed_page_is_sent(known):
    assert (ask(page_of(), **known).status, ask(page_of(), **known).body) == (200, BODY)


def test_error_page_is_sent_even_to_those_who_know_it():
    received = ask(page_of(status="404 Not Found"), if_none_match='W/"abc"')

    assert (received.status, received.body) == (404, BODY)


def test_page_without_a_tag_gets_one_of_its_body():
    plain = [("Content-Type", "text/plain")]

    tags = [ask(page_of(body, plain)).headers["ETag"] for body in (b"one", b"two", b"one")]

    assert (tags[0] == tags[2], tags[0] == tags[1], tags[0][:3]) == (True, False, 'W/"')


def test_other_headers_that_the_page_depends_on_are_stated():
    headers = [("Vary", "Cookie, Accept-Language, Accept-Encoding")]

    assert ask(page_of(headers=headers)).headers["Vary"] == "Accept-Language, Accept-Encoding"
