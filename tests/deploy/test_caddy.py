"""The configuration of Caddy, with a stand-in for the instances."""

import http.client
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.web_server import machine
from tests.postgresql import free_port
from tests.writers import wait_until

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "caddy" / "Caddyfile"

pytestmark = pytest.mark.skipif(
    not shutil.which("caddy"), reason="Caddy is not installed. On Debian: apt-get install caddy"
)


@pytest.fixture
def instance():
    with machine("portal") as port:
        yield port


@pytest.fixture
def port(tmp_path, instance):
    """Start Caddy in front of an instance, and return its port."""
    port = free_port()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "before.css").write_text("of the release before")
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "DOMAIN": f"http://127.0.0.1:{port}",
        "UPSTREAMS": f"127.0.0.1:{instance}",
        "RELEASES": str(tmp_path),
    }
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", CONFIGURATION]
    caddy = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port))
        yield port
    finally:
        caddy.kill()
        caddy.wait()


def answers(port: int) -> bool:
    try:
        return get(port, "/")[0] == 200
    except OSError:
        return False


def get(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    finally:
        connection.close()


def test_files_of_both_releases_are_sent_by_caddy_and_others_by_the_portal(port):
    status, headers, text = get(port, "/static/before.css")

    assert (status, text) == (200, "of the release before")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(port, "/static/new.css")[2].startswith("portal /static/new.css")


def test_portal_is_told_the_client_by_caddy_alone(port):
    _status, _headers, text = get(port, "/about/", Forwarded="for=192.0.2.1")

    assert text == "portal /about/ for=127.0.0.1;proto=http"


def test_figures_are_not_public(port):
    assert get(port, "/metrics")[0] == 404
