"""The configuration of nginx as it is installed: with a certificate as certbot keeps it, and without."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.deploy.web_server import DOMAIN, MISSING, PROGRAM
from tests.postgresql import free_port
from tests.writers import wait_until

SIZE, PIECE = 20_000_000, 100_000  # bytes of a download that no buffer of a connection holds
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
FILL = """
. "$DEPLOY/lib.sh"
trust_front
fill "$DEPLOY/nginx/$SITE" "$ROOT/etc/nginx/sites-available/smartbalkans"
fill "$DEPLOY/nginx/portal.conf" "$ROOT/etc/nginx/smartbalkans-portal.conf"
fill "$DEPLOY/nginx/upstream.conf" "$ROOT/etc/nginx/conf.d/smartbalkans.conf"
"""
CONFIGURATION = """
user {user};
daemon off;
pid {root}/nginx.pid;
error_log {root}/error.log;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {root}/body;
  proxy_temp_path {root}/proxy;
  fastcgi_temp_path {root}/fastcgi;
  uwsgi_temp_path {root}/uwsgi;
  scgi_temp_path {root}/scgi;
  include {root}/etc/nginx/conf.d/smartbalkans.conf;
  include {root}/etc/nginx/sites-available/smartbalkans;
}}
"""

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason=MISSING),
    pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed"),
]


class Nginx:
    """nginx with the files that the installation fills; nobody answers behind it."""

    def __init__(self, root: Path):
        self.root = root
        self.http, self.https, self.portal = free_port(), free_port(), free_port()
        (root / "var" / "log" / "nginx").mkdir(parents=True)
        user = "root" if os.geteuid() == 0 else "nobody"
        (root / "nginx.conf").write_text(CONFIGURATION.format(root=root, user=user))
        self.command = [PROGRAM, "-e", root / "error.log", "-c", root / "nginx.conf"]

    def fill(self, *, tls: str) -> None:
        site = "http.conf" if tls == "none" else "https.conf"
        environ = {
            "PATH": os.environ["PATH"],
            **{"ROOT": str(self.root), "DEPLOY": str(DEPLOY), "SITE": site},
            **{"DOMAIN": DOMAIN, "TLS": tls, "HTTP_PORT": str(self.http)},
            **{"INSTANCES": "0", "FIRST_PORT": str(self.portal)},
        }
        subprocess.run(["bash", "-c", FILL], env=environ, check=True, timeout=30)
        file = self.root / "etc" / "nginx" / "sites-available" / "smartbalkans"
        text = file.read_text().replace("/etc/letsencrypt", f"{self.root}/etc/letsencrypt")
        text = re.sub(r"(listen (?:\[::\]:)?)80;", rf"\g<1>{self.http};", text)
        file.write_text(re.sub(r"(listen (?:\[::\]:)?)443 ", rf"\g<1>{self.https} ", text))

    @property
    def certificate(self) -> Path:
        return self.root / "etc" / "letsencrypt" / "live" / DOMAIN / "fullchain.pem"

    def make_certificate(self) -> None:
        self.certificate.parent.mkdir(parents=True)
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
                *("-nodes", "-days", "2", "-subj", f"/CN={DOMAIN}"),
                *("-keyout", self.certificate.with_name("privkey.pem"), "-out", self.certificate),
            ],
            check=True,
            capture_output=True,
            timeout=30,
        )

    def test(self) -> str:
        done = subprocess.run([*self.command, "-t"], capture_output=True, text=True, check=False, timeout=30)
        return done.stderr

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen]:
        process = subprocess.Popen(self.command)
        try:
            wait_until(lambda: self.status("/")[0])
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)

    def status(self, path: str, *, tls: bool = False) -> tuple[int, str]:
        """Return the status and where it leads to; 0 if there is no answer."""
        context = ssl.create_default_context(cafile=self.certificate)
        context.check_hostname = False
        client = (
            http.client.HTTPSConnection("127.0.0.1", self.https, timeout=5, context=context)
            if tls
            else http.client.HTTPConnection("127.0.0.1", self.http, timeout=5)
        )
        try:
            client.request("GET", path, headers={"Host": DOMAIN})
            response = client.getresponse()
            return response.status, response.getheader("Location", "")
        except OSError:
            return 0, ""
        finally:
            client.close()


@pytest.fixture
def nginx(tmp_path):
    nginx = Nginx(tmp_path)
    nginx.make_certificate()
    return nginx


@pytest.mark.parametrize("tls", ["none", "certbot"])
def test_nginx_accepts_its_configuration(nginx, tls):
    nginx.fill(tls=tls)

    assert "test is successful" in nginx.test()


def test_portal_gets_a_certificate_without_a_restart_of_nginx(nginx):
    nginx.fill(tls="none")
    with nginx.started() as process:
        before = nginx.status("/")

        nginx.fill(tls="certbot")
        process.send_signal(signal.SIGHUP)

        # The processes with the old configuration still take a request or two.
        wait_until(lambda: nginx.status("/a?b=c") == (301, f"https://{DOMAIN}/a?b=c"))
        assert before == (502, "")
        assert nginx.status("/", tls=True) == (502, "")
        assert nginx.status("/metrics", tls=True) == (404, "")
        assert "[emerg]" not in (nginx.root / "error.log").read_text()


def test_slow_visitor_does_not_hold_a_thread_of_the_portal(nginx):
    sent = threading.Event()

    class Download(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            for _ in range(SIZE // PIECE):
                self.wfile.write(b"x" * PIECE)
            sent.set()

        def log_message(self, *arguments):
            pass

    nginx.fill(tls="none")
    with (
        nginx.started(),
        HTTPServer(("127.0.0.1", nginx.portal), Download) as portal,
        closing(socket.socket()) as visitor,
    ):
        threading.Thread(target=portal.serve_forever, daemon=True).start()
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        visitor.connect(("127.0.0.1", nginx.http))
        visitor.sendall(f"GET /organisations/data.csv HTTP/1.0\r\nHost: {DOMAIN}\r\n\r\n".encode())

        assert sent.wait(timeout=30)
        portal.shutdown()
