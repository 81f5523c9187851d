"""Installed into an empty folder, upgraded and killed under load behind nginx, destroyed and restored."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.deploy.web_server import DOMAIN, MISSING, PROGRAM, WebServer, failures, load
from tests.postgresql import free_port
from tests.writers import wait_until

SOURCE = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "tests", "docs")
DIGESTS = (
    "import django, json; django.setup(); from smartbalkans.backups.digests import digests; "
    "print(json.dumps(digests()))"
)

pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(PROGRAM is None, reason=MISSING),
]


class Machine:
    """A folder into which the portal is installed, and its processes."""

    def __init__(self, root: Path):
        self.root = root
        self.web_server = WebServer(root)
        self.environ = {
            **os.environ,
            "ROOT": str(root),
            "VENV": sys.prefix,
            "FIRST_PORT": str(two_free_ports()),
            "HTTP_PORT": str(self.web_server.port),
            "RESTART": str(Path(__file__).with_name("keep.sh")),
            "DJANGO_SETTINGS_MODULE": "smartbalkans.settings",
        }
        for name in ("DATABASE_URL", "STATE_DIR", "ALLOWED_HOSTS", "SECRET_KEY"):
            self.environ.pop(name, None)

    def run(self, command: Path | str, *arguments: str) -> str:
        done = subprocess.run(
            [command, *arguments], env=self.environ, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}\n{self.logs()}"
        return done.stdout

    def logs(self) -> str:
        return "\n".join(path.read_text()[-3000:] for path in (self.root / "run").glob("log.*"))

    def get(self, path: str) -> tuple[int, str]:
        return self.web_server.get(path)

    def process(self, instance: int) -> int:
        return int((self.root / "run" / f"instance.{instance}").read_text())

    def workers(self, instance: int) -> list[int]:
        parent = self.process(instance)
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(child) for child in children if is_worker(int(child))]

    def is_ready(self, instance: int) -> bool:
        client = http.client.HTTPConnection(
            "127.0.0.1", int(self.environ["FIRST_PORT"]) + instance, timeout=5
        )
        try:
            client.request("GET", "/readyz")
            return client.getresponse().status == 200
        except OSError:
            return False
        finally:
            client.close()

    def stop_instances(self) -> None:
        for loop in (self.root / "run").glob("loop.[0-9]"):
            with suppress(ProcessLookupError):  # it has ended
                os.killpg(int(loop.read_text()), signal.SIGKILL)
            loop.unlink()

    def stop(self) -> None:
        self.stop_instances()
        self.web_server.stop()

    def portal(self, *arguments: str) -> str:
        return self.run(self.root / "opt/smartbalkans/current/deploy/portal", *arguments)

    def digests(self) -> dict:
        output = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            cwd=self.root / "opt/smartbalkans/current",
            env={**self.environ, "STATE_DIR": str(self.root / "var/lib/smartbalkans")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return json.loads(output)


def two_free_ports() -> int:
    """Return the port before two free ones."""
    return next(
        port for port in (free_port() for _try in count()) if port < 65000 and are_free(port + 1, port + 2)
    )


def are_free(*ports: int) -> bool:
    opened = {
        line.split()[1].rpartition(":")[2] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
    }
    return not any(f"{port:04X}" in opened for port in ports)


def is_worker(process: int) -> bool:
    """Return whether it is a server process, and not the tracker of Python's resources."""
    command = Path(f"/proc/{process}/cmdline").read_bytes()
    return b"spawn_main" in command or b"granian" in command


def stylesheets(page: str) -> list[str]:
    return re.findall(r'href="(/static/[^"]+\.css)"', page)


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("machine"))
    try:
        yield machine
    finally:
        machine.stop()


@pytest.fixture(scope="module")
def installed(machine):
    """A machine on which the portal serves the programme's entries."""
    machine.output = machine.run(
        SOURCE / "deploy/install", "--domain", DOMAIN, "--tls", "none", "--seed", "--email", "web@example.org"
    )
    machine.web_server.start()
    return machine


def test_installed_portal_serves_pages_through_the_web_server(installed):
    status, page = installed.get("/organisations/")

    assert status == 200
    assert [installed.get(path)[0] for path in stylesheets(page)] == [200] * len(stylesheets(page))
    assert stylesheets(page) != []
    assert installed.get("/metrics")[0] == 404


def test_settings_are_secret_and_the_first_administrator_has_an_invitation(installed):
    settings = installed.root / "etc/smartbalkans/portal.env"

    assert settings.stat().st_mode & 0o777 == 0o640
    assert re.search(r"^SECRET_KEY=\S{60,}$", settings.read_text(), re.MULTILINE)
    assert re.search(r"^  https://\S+/admin/account/invitation/\S+/$", installed.output, re.MULTILINE)


def test_second_installation_keeps_settings_and_administrator(installed):
    settings = installed.root / "etc/smartbalkans/portal.env"
    before = settings.read_text()
    web_server = installed.root / "etc/nginx/smartbalkans-portal.conf"
    configuration = web_server.read_text()
    web_server.write_text(f"{configuration}# edited\n")

    output = installed.run(
        SOURCE / "deploy/install", "--domain", DOMAIN, "--tls", "none", "--email", "other@example.org"
    )

    assert settings.read_text() == before
    assert (installed.root / "opt/smartbalkans/options").read_text() == (
        f"INSTANCES=1 2\nDOMAIN={DOMAIN}\nTLS=none\n"
    )
    assert "invitation" not in output
    assert web_server.read_text() == configuration
    assert web_server.with_name(f"{web_server.name}.old").read_text() == f"{configuration}# edited\n"


def test_restart_under_load_loses_no_request(installed):
    before = [installed.process(instance) for instance in (1, 2)]

    with load(installed.web_server) as statuses:
        installed.run(installed.root / "opt/smartbalkans/current/deploy/restart")

    assert failures(statuses) == {}
    assert not set(before) & {installed.process(instance) for instance in (1, 2)}


def test_upgrade_and_rollback_under_load_lose_no_request(installed, tmp_path):
    old_page = installed.get("/about/")[1]
    following = tmp_path / "next"
    shutil.copytree(SOURCE, following, ignore=LEFT_OUT)
    for style in (following / "static" / "css").rglob("*.css"):
        style.write_text(style.read_text() + "\n:root { --release: next }\n")

    with load(installed.web_server, *stylesheets(old_page)) as statuses:
        installed.run(following / "deploy/upgrade")
        new_page = installed.get("/about/")[1]
        assets = {*stylesheets(old_page), *stylesheets(new_page)}
        assert {path: installed.get(path)[0] for path in assets} == dict.fromkeys(assets, 200)
        installed.run(installed.root / "opt/smartbalkans/current/deploy/rollback")

    assert failures(statuses) == {}
    assert set(stylesheets(old_page)).isdisjoint(stylesheets(new_page))
    assert stylesheets(installed.get("/about/")[1]) == stylesheets(old_page)
    assert len(list((installed.root / "opt/smartbalkans/releases").iterdir())) == 2
    assert len(list((installed.root / "var/backups/smartbalkans").glob("before-*.tar.gz"))) == 1


def test_release_that_does_not_start_is_not_served(installed, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(SOURCE, broken, ignore=LEFT_OUT)
    (broken / "smartbalkans" / "wsgi.py").write_text("raise LookupError\n")
    serving = os.readlink(installed.root / "opt/smartbalkans/current")
    environ = {**installed.environ, "SECONDS_TO_START": "8"}

    with load(installed.web_server) as statuses:
        done = subprocess.run(
            [broken / "deploy/upgrade"], env=environ, capture_output=True, text=True, check=False
        )

    assert (done.returncode, failures(statuses)) == (1, {})
    assert "The new release does not start. The old one is started again." in done.stdout
    assert os.readlink(installed.root / "opt/smartbalkans/current") == serving


def test_killed_worker_and_instance_lose_no_request(installed):
    with load(installed.web_server) as statuses:
        os.kill(installed.workers(1)[0], signal.SIGKILL)
        time.sleep(2)
        wait_until(lambda: installed.is_ready(1))
        doomed = [installed.process(2), *installed.workers(2)]
        for process in doomed:
            os.kill(process, signal.SIGKILL)
        time.sleep(2)
        wait_until(lambda: installed.is_ready(2))

    assert failures(statuses) == {}
    assert [installed.is_ready(instance) for instance in (1, 2)] == [True, True]


def test_destroyed_portal_is_restored(installed, tmp_path):
    state = installed.root / "var/lib/smartbalkans"
    before = installed.digests()
    installed.portal("backup", str(tmp_path / "portal.tar.gz"))
    installed.stop_instances()
    for path in state.glob("portal.sqlite3*"):
        path.unlink()
    shutil.rmtree(state / "media")

    output = installed.portal("restore", str(tmp_path / "portal.tar.gz"))

    assert output.splitlines()[-1] == f"Restored {tmp_path / 'portal.tar.gz'}."
    assert installed.digests() == before
