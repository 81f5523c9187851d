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
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.deploy.web_server import DOMAIN, MISSING, PROGRAM, machine
from tests.postgresql import free_port
from tests.writers import wait_until

SIZE, PIECE = 20_000_000, 100_000  # bytes of a download that no buffer of a connection holds
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
# Addresses that let whoever has them see a draft, or set a password, with what may be logged of them.
KEYS = {
    "/preview/secret/": "/preview/",
    "/admin/account/invitation/secret/": "/admin/account/invitation/",
    "/admin/account/reset/1a-secret/": "/admin/account/reset/",
}
FILL = """
. "$SOURCE/deploy/lib.sh"
write_web_server "$SOURCE" "$NGINX"
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
        options = self.root / "opt" / "smartbalkans" / "options"
        options.parent.mkdir(parents=True, exist_ok=True)
        options.write_text(f"INSTANCES=0\nDOMAIN={DOMAIN}\nTLS={tls}\n")
        environ = {
            "PATH": os.environ["PATH"],
            **{"ROOT": str(self.root), "SOURCE": str(DEPLOY.parent)},
            **{"HTTP_PORT": str(self.http), "FIRST_PORT": str(self.portal)},
        }
        subprocess.run(["bash", "-c", FILL], env=environ, check=True, timeout=30)
        self.site.write_text(self.moved(self.site.read_text()))

    def fill_balancer(self, *machines: int) -> None:
        """Install the configuration of a balancer for two machines, with their ports."""
        self.site.parent.mkdir(parents=True)
        text = (DEPLOY / "nginx" / "balancer.conf").read_text()
        for number, port in enumerate(machines, 1):
            text = text.replace(f"web{number}:80", f"127.0.0.1:{port}")
        self.site.write_text(self.moved(text))
        self.upstream.parent.mkdir()
        self.upstream.touch()

    def moved(self, text: str) -> str:
        """Return a configuration with the folders and ports of this test."""
        text = re.sub(r"/etc/letsencrypt|/var/log(?=/nginx/balancer)", rf"{self.root}\g<0>", text)
        text = re.sub(r"(listen (?:\[::\]:)?)80;", rf"\g<1>{self.http};", text)
        return re.sub(r"(listen (?:\[::\]:)?)443 ", rf"\g<1>{self.https} ", text)

    @property
    def site(self) -> Path:
        return self.root / "etc" / "nginx" / "sites-available" / "smartbalkans"

    @property
    def upstream(self) -> Path:
        return self.root / "etc" / "nginx" / "conf.d" / "smartbalkans.conf"

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
        try:
            response, _body = self.ask("GET", path, tls=tls)
        except OSError:
            return 0, ""
        return response.status, response.getheader("Location", "")

    def ask(self, method: str, path: str, *, tls: bool = False, **headers: str):
        """Return the response and its body."""
        context = ssl.create_default_context(cafile=self.certificate)
        context.check_hostname = False
        client = (
            http.client.HTTPSConnection("127.0.0.1", self.https, timeout=5, context=context)
            if tls
            else http.client.HTTPConnection("127.0.0.1", self.http, timeout=5)
        )
        try:
            client.request(method, path, headers={"Host": DOMAIN, **headers})
            response = client.getresponse()
            return response, response.read().decode()
        finally:
            client.close()


@contextmanager
def machine_that_is_off() -> Iterator[int]:
    """A port that does not answer whoever connects to it: others wait there, and none is accepted."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _connection in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        yield server.getsockname()[1]


@pytest.fixture
def nginx(tmp_path):
    nginx = Nginx(tmp_path)
    nginx.make_certificate()
    return nginx


@pytest.mark.parametrize("tls", ["none", "certbot"])
def test_nginx_accepts_its_configuration(nginx, tls):
    nginx.fill(tls=tls)

    assert "test is successful" in nginx.test()


def test_nginx_accepts_the_configuration_of_a_balancer(nginx):
    nginx.fill_balancer(free_port(), free_port())

    assert "test is successful" in nginx.test()


def test_instance_that_does_not_answer_is_passed_over(nginx):
    nginx.fill(tls="none")
    with machine("a") as port, machine_that_is_off() as off:
        server = f"  server 127.0.0.1:{nginx.portal} max_fails=0;\n"
        servers = server.replace(str(nginx.portal), str(port)) + server.replace(str(nginx.portal), str(off))
        nginx.upstream.write_text(nginx.upstream.read_text().replace(server, servers))
        with nginx.started():
            statuses = [nginx.status("/") for _request in range(2)]

    assert statuses == [(200, "")] * 2


def test_balancer_passes_over_a_machine_that_is_off(nginx):
    with machine("a") as port, machine_that_is_off() as off:
        nginx.fill_balancer(off, port)
        with nginx.started():
            statuses = [nginx.status("/", tls=True) for _request in range(4)]

    assert statuses == [(200, "")] * 4


def test_balancer_finds_the_static_files_of_either_machine(nginx):
    with machine("a", missing="/static/b.css") as a, machine("b", missing="/static/a.css") as b:
        nginx.fill_balancer(a, b)
        with nginx.started():
            statuses = [
                nginx.status(path, tls=True)[0]
                for path in ("/static/a.css", "/static/b.css")
                for _time in "12"
            ]

    assert statuses == [200] * 4


def test_balancer_states_the_client_in_place_of_the_client_itself(nginx):
    with machine("a") as a, machine("a") as b:
        nginx.fill_balancer(a, b)
        with nginx.started():
            response, body = nginx.ask("GET", "/", tls=True, Forwarded="for=203.0.113.5;proto=https")
            redirect = nginx.status("/a?b=c")

    assert (response.status, body) == (200, "a / for=127.0.0.1;proto=https")
    assert redirect == (301, f"https://{DOMAIN}/a?b=c")


def test_addresses_that_are_keys_are_not_logged(nginx):
    nginx.fill(tls="none")
    with nginx.started():
        for address in KEYS:
            nginx.status(address)

    assert logged(nginx, "smartbalkans") == [f"{start}..." for start in KEYS.values()]


def test_balancer_does_not_log_them_either(nginx):
    with machine("a") as a, machine("b") as b:
        nginx.fill_balancer(a, b)
        with nginx.started():
            for address in KEYS:
                nginx.status(address, tls=True)

    assert logged(nginx, "balancer") == [f"{start}..." for start in KEYS.values()]


def logged(nginx, name: str) -> list[str]:
    """Return the paths that a log names, without the home page, which is asked for until nginx answers."""
    log = (nginx.root / f"var/log/nginx/{name}.log").read_text(encoding="utf-8")
    return [path for path in re.findall(r'"GET (\S+)"', log) if path != "/"]


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
