"""The client's address and scheme behind a proxy."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings as portal_settings
from django.http import HttpResponse
from django.test import RequestFactory

from smartbalkans.forwarded import forwarded_middleware
from tests.postgresql import free_port
from tests.writers import wait_until

OF_CONNECTION = "127.0.0.1 http"
OF_PROXY = "198.51.100.1 https"
BY_PROXY = "for=198.51.100.1;proto=https"


@pytest.fixture
def shown(settings):
    """Return a function that returns the address and the scheme that the portal knows."""
    settings.TRUSTED_PROXIES = 1
    show = forwarded_middleware(
        lambda request: HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")
    )
    return lambda **headers: show(RequestFactory().get("/", **headers)).content.decode()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (BY_PROXY, OF_PROXY),
        ("For=198.51.100.1:4711; PROTO=https; host=portal.example.org", OF_PROXY),
        ('proto="https";for="198.51.100.1:_port"', OF_PROXY),
        ('for="[2001:db8::1]:4711";proto=https', "2001:db8::1 https"),
        ("for=2001:db8::1;proto=http", "2001:db8::1 http"),
        ("for=unknown;proto=https", "127.0.0.1 https"),
        ("for=_hidden", OF_CONNECTION),
        ("for=999.1.1.1;proto=ftp", OF_CONNECTION),
        ("", OF_CONNECTION),
    ],
)
def test_address_and_scheme_are_those_that_the_proxy_states(shown, header, expected):
    assert shown(HTTP_FORWARDED=header) == expected


@pytest.mark.parametrize(
    "forged", ["for=203.0.113.5;proto=http", 'for="a, for=b"', "proto=http,for=203.0.113.5"]
)
def test_what_the_client_sends_is_ignored(shown, forged):
    assert shown(HTTP_FORWARDED=f"{forged}, {BY_PROXY}") == OF_PROXY


@pytest.mark.parametrize("forged", ['for="', 'for="a\\', "for=a;", "=", "for", 'for="[', "for=a b", "\ud800"])
def test_nothing_of_a_malformed_header_is_used(shown, forged):
    assert shown(HTTP_FORWARDED=f'{forged}, for="[2001:db8::1]";proto=https') == OF_CONNECTION


def test_client_behind_two_proxies_is_the_one_that_the_outer_states(shown, settings):
    settings.TRUSTED_PROXIES = 2
    by_both = f"{BY_PROXY}, for=192.0.2.1;proto=http"

    assert shown(HTTP_FORWARDED=f"for=203.0.113.5, {by_both}") == OF_PROXY
    assert shown(HTTP_FORWARDED="for=192.0.2.1;proto=https") == OF_CONNECTION


def test_header_is_not_used_without_a_proxy(shown, settings):
    settings.TRUSTED_PROXIES = 0

    assert shown(HTTP_FORWARDED=BY_PROXY) == OF_CONNECTION


@pytest.fixture
def server(tmp_path):
    """The server of production, behind one proxy; returns a function that sends it lines of headers."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "smartbalkans.settings",
        "HTTPS": "1",
        "STATE_DIR": str(tmp_path),
        "TRUSTED_PROXIES": "1",
    }
    process = subprocess.Popen(
        [*command, "--workers-kill-timeout", "1", "tests.forwarded_app:application"],
        cwd=portal_settings.BASE_DIR,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_open(port))
        yield lambda *lines: answer(port, lines)
    finally:
        process.terminate()
        process.wait(timeout=30)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answer(port: int, lines: tuple[str, ...]) -> str:
    """Return the status and the last line of the response to a request with these lines of headers."""
    first = ("GET /connection HTTP/1.1", "Host: localhost", "Connection: close")
    request = "\r\n".join([*first, *lines, "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        response = connection.makefile("rb").read().decode()
    return f"{response.split()[1]} {response.splitlines()[-1]}".strip()


FORGED = (
    *("X_Forwarded_For: 203.0.113.5", "X_Forwarded_Proto: https", "X-Forwarded-For: 203.0.113.5"),
    *("X-Forwarded-Proto: https", "X-Forwarded_Proto: https", "X_Forwarded_Host: example.org"),
)


def test_server_ignores_every_spelling_of_other_headers(server):
    by_proxy = f"Forwarded: {BY_PROXY}"

    assert server(by_proxy) == f"200 {OF_PROXY}"
    assert server(by_proxy, *FORGED) == f"200 {OF_PROXY}"
    assert server(*FORGED, by_proxy) == f"200 {OF_PROXY}"
    assert server(*FORGED) == "301"
    assert server("Forwarded: for=203.0.113.5;proto=http", by_proxy) == f"200 {OF_PROXY}"
