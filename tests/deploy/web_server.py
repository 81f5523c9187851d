"""nginx with the portal's configuration, and visitors who ask it for pages."""

import http.client
import os
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import cycle
from pathlib import Path

from tests.postgresql import free_port
from tests.writers import wait_until

PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH')}:/usr/sbin")
MISSING = "nginx is not installed. On Debian: apt-get install nginx-light"
DOMAIN = "portal.example.org"
REQUESTS_A_SECOND = 20
PAGES = ("/", "/organisations/", "/projects/?q=cyber", "/search/?q=tirana", "/about/", "/data/")
# As the web server in front with the certificate asks.
HEADERS = {"Host": DOMAIN, "Forwarded": "for=203.0.113.5;proto=https"}
CONFIGURATION = """
user {user};
daemon off;
pid {root}/run/nginx.pid;
error_log {root}/run/nginx.log;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types;
  client_body_temp_path {root}/run/body;
  proxy_temp_path {root}/run/proxy;
  fastcgi_temp_path {root}/run/fastcgi;
  uwsgi_temp_path {root}/run/uwsgi;
  scgi_temp_path {root}/run/scgi;
  include {root}/etc/nginx/conf.d/smartbalkans.conf;
  include {root}/etc/nginx/sites-available/smartbalkans;
}}
"""


class WebServer:
    """nginx with the configuration below a folder."""

    def __init__(self, root: Path):
        self.root = root
        self.port = free_port()
        self.process = None

    def start(self) -> None:
        user = "root" if os.geteuid() == 0 else "nobody"
        run = self.root / "run"
        run.mkdir(exist_ok=True)
        (run / "nginx.conf").write_text(CONFIGURATION.format(root=self.root, user=user))
        self.process = subprocess.Popen([PROGRAM, "-e", run / "nginx.log", "-c", run / "nginx.conf"])
        wait_until(lambda: self.get("/livez")[0] == 200)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text; 0 and the error if there is no answer."""
        try:
            response, body = self.ask("GET", path)
        except OSError as error:
            return 0, str(error)
        return response.status, body.decode(errors="replace")

    def ask(self, method: str, path: str, body: str | None = None, **headers: str):
        """Return the response and its body."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            client.request(method, path, body, {**HEADERS, **headers})
            response = client.getresponse()
            return response, response.read()
        finally:
            client.close()


@contextmanager
def load(server: WebServer, *paths: str) -> Iterator[Counter]:
    """Ask for pages, so many a second, during the block; yield the counted statuses."""
    statuses, ended, threads = Counter(), threading.Event(), []
    addresses = cycle([*PAGES, *paths])

    def ask(path: str) -> None:
        status, text = server.get(path)
        statuses[status if status == 200 else f"{status} {path} {text[:200]}"] += 1

    def ask_all() -> None:
        due = time.monotonic()
        while not ended.wait(max(0, due - time.monotonic())):
            due += 1 / REQUESTS_A_SECOND
            thread = threading.Thread(target=ask, args=(next(addresses),))
            threads.append(thread)
            thread.start()

    asking = threading.Thread(target=ask_all)
    asking.start()
    try:
        yield statuses
    finally:
        ended.set()
        asking.join()
        for thread in threads:
            thread.join()


def failures(statuses: Counter) -> dict:
    return {status: count for status, count in statuses.items() if status != 200}


@contextmanager
def machine(name: str, *, missing: str = "") -> Iterator[int]:
    """Start a server that answers with its name, the path and the header Forwarded, and yield its port.

    At the path `missing` it answers 404.
    """

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(404 if self.path == missing else 200)
            self.end_headers()
            self.wfile.write(f"{name} {self.path} {self.headers['Forwarded']}".encode())

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
