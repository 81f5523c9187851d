"""`manage.py demo` from an empty folder to a member of staff who is logged in."""

import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.postgresql import free_port

MANAGE = [sys.executable, "manage.py"]
DEMO = [*MANAGE, "demo"]
PRINT_LINK = "from catalogue.mail import outbox; print(outbox.portal_link('/admin/'))"
# As `make demo ENTRIES=5` runs it.
MAKE_ENTRIES = ["make_entries", "5", "--settings", "tests.sample_data.settings"]


@pytest.fixture
def database_url():
    """Return the DATABASE_URL of a new database where the tests run on PostgreSQL; None on SQLite."""
    if connection.vendor != "postgresql":
        yield None
        return
    server = os.environ["DATABASE_URL"]
    name = f"demo_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        database.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environ(tmp_path, database_url):
    """The environment of somebody who has set nothing but a folder of their own."""
    unset = (
        *("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "HTTPS", "MFA_REQUIRED"),
        *("SECRET_KEY", "TRUSTED_PROXIES"),
    )
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    environ |= {"STATE_DIR": str(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}
    return environ | ({"DATABASE_URL": database_url} if database_url else {})


@pytest.fixture
def manage(environ):
    """Return a function that runs a command of the portal to its end."""

    def manage(*arguments, **variables):
        return subprocess.run(
            [*MANAGE, *arguments],
            cwd=settings.BASE_DIR,
            env=environ | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return manage


@pytest.fixture
def run(manage):
    """Return a function that runs the demo to its end."""
    return functools.partial(manage, "demo")


@pytest.fixture
def demo(environ, tmp_path):
    """The demo as it serves; gives its port, its process and what it has said."""
    port = free_port()
    output = tmp_path / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            [*DEMO, "--port", str(port)],
            cwd=settings.BASE_DIR,
            env=environ,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        wait_for_server(process, port, output)
        yield port, process, output.read_text()
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for_server(process, port, output):
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        try:
            build_opener().open(f"http://127.0.0.1:{port}/healthz", timeout=10).close()
        except URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The demo does not serve. It says:\n{output.read_text()}")


class Visitor:
    """A browser's worth of cookies; every request is a connection of its own, so it meets any worker."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path, data=None):
        with self.opener.open(self.address + path, data, timeout=30) as response:
            return response.url.removeprefix(self.address), response.read().decode()

    def log_in(self, name, password):
        path, form = self.get("/admin/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        values = {"csrfmiddlewaretoken": token, "login": name, "password": password}
        return self.get(path, urlencode(values).encode())


def press_ctrl_c(process):
    """Interrupt the process and all its workers, as a terminal does."""
    os.killpg(process.pid, signal.SIGINT)


def printed(name, output):
    return re.search(rf"^{name}: +(\S+)$", output, re.MULTILINE)[1]


def test_demo_serves_the_portal_to_its_staff(demo):
    port, process, output = demo
    visitor = Visitor(port)

    assert printed("Portal", output) == f"http://127.0.0.1:{port}/"
    assert "MFA_REQUIRED is off in the demo: the password is enough." in output
    assert "Organisations: 0 loaded" not in output
    path, page = visitor.log_in(printed("Username", output), printed("Password", output))
    assert path == "/admin/"

    stylesheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[1]
    assert "{" in visitor.get(stylesheet)[1]
    assert [visitor.get("/admin/")[0] for _ in range(20)] == ["/admin/"] * 20

    press_ctrl_c(process)
    assert process.wait(timeout=30) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_links_in_mail_lead_to_the_port_of_the_demo(demo, environ):
    port, process, _output = demo
    variables = Path(f"/proc/{process.pid}/environ").read_text().split("\0")
    served = dict(variable.split("=", 1) for variable in variables if variable)

    link = subprocess.run(
        [*MANAGE, "shell", "--no-imports", "--command", PRINT_LINK],
        cwd=settings.BASE_DIR,
        env=environ | {"DEMO_PORT": served["DEMO_PORT"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert link == f"http://localhost:{port}/admin/\n"


def test_demo_sets_a_new_password_each_time_and_seeds_once(run):
    first = run("--no-serve")
    second = run("--no-serve")

    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stderr) == (0, "")
    assert printed("Password", first.stdout) != printed("Password", second.stdout)
    assert re.findall(r"[1-9]\d* loaded", second.stdout) == []


def test_sample_data_is_for_a_database_without_the_entries_of_the_demo(run, manage):
    manage("migrate", "--verbosity", "0")
    first = manage(*MAKE_ENTRIES)
    shown = run("--no-serve")
    second = manage(*MAKE_ENTRIES)

    assert (first.returncode, first.stderr) == (0, "")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert re.findall(r"^Organisations: [1-9]\d* loaded", shown.stdout, re.MULTILINE) != []
    assert second.returncode == 1
    assert second.stderr.startswith("CommandError: This database has entries that are not sample data: ")


def test_make_demo_creates_sample_data_with_the_command_of_the_tests():
    makefile = (settings.BASE_DIR / "Makefile").read_text()

    assert f"manage.py {' '.join(MAKE_ENTRIES).replace('5', '$(ENTRIES)', 1)})" in makefile


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["demo"], ["base"]),
        (["demo", "ENTRIES=5"], ["base", "dev"]),
        (["test"], ["base", "dev"]),
        (["install"], ["base", "dev"]),
    ],
)
def test_make_installs_the_packages_of_the_tests_only_where_they_are_needed(tmp_path, arguments, expected):
    for name in ("Makefile", "pyproject.toml", "requirements/base.txt", "requirements/dev.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(settings.BASE_DIR / name, tmp_path / name)

    shown = subprocess.run(
        ["make", "--dry-run", *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert re.findall(r"pip install .*requirements/(\w+)\.txt", shown.stdout) == expected


def test_demo_can_show_the_second_factor(run):
    shown = run("--no-serve", MFA_REQUIRED="1")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "the back office will ask you to set up a second factor" in shown.stdout


def test_demo_states_what_to_do_if_the_port_is_in_use(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = run("--port", str(port))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"CommandError: Cannot use port {port}: ")
    assert "make demo PORT=" in refused.stderr


@pytest.mark.parametrize(
    "variables", [{"ALLOWED_HOSTS": "portal.example.org", "SECRET_KEY": "k" * 50}, {"HTTPS": "1"}]
)
def test_demo_refuses_a_portal_for_the_public(run, variables):
    refused = run("--no-serve", **variables)

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "CommandError: demo creates a staff account and is only for your own machine"
    )


def test_demo_names_the_variables_of_a_database_it_cannot_use(run, tmp_path):
    refused = run("--no-serve", DATABASE_URL=f"sqlite:///{tmp_path}/missing/portal.sqlite3")

    assert refused.returncode == 1
    assert refused.stderr == (
        "CommandError: Cannot use the database: unable to open database file. "
        "Check DATABASE_URL and STATE_DIR.\n"
    )
