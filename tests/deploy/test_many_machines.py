"""Two web machines behind a balancer, with a database that is replicated, an object store and Redis."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests import object_store, postgresql, redis_server
from tests.deploy.web_server import DOMAIN, MISSING, PAGES, PROGRAM, WebServer, failures, load
from tests.postgresql import free_port
from tests.writers import wait_until

SOURCE = Path(__file__).resolve().parents[2]
BINARIES = postgresql.find_binaries()
PICTURE = "logos/0123456789abcdef0123456789abcdef-4x4.png"
SECONDS_TO_PROMOTE = 5
SECONDS_TO_RETURN = 3  # after the promotion, until uncached pages are back
TOPIC = "/admin/trainings/topic/add/"
LOG_IN = (
    "from django.contrib.auth import get_user_model as m; from django.test import Client; client = Client(); "
    "client.force_login(m().objects.create_superuser('vesna')); print(client.cookies['sessionid'].value)"
)

pytestmark = [
    pytest.mark.rehearsal,
    pytest.mark.skipif(PROGRAM is None, reason=MISSING),
    pytest.mark.skipif(BINARIES is None, reason="PostgreSQL is not installed"),
    pytest.mark.skipif(redis_server.PROGRAM is None, reason=redis_server.MISSING),
]


class Database:
    """A primary, and a replica to which every commit is written before it is acknowledged."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.account = postgresql.unprivileged_account(folder)
        self.ports = [free_port(), free_port()]
        for name in ("primary", "replica"):
            (folder / name).mkdir()
            if self.account:
                os.chown(folder / name, self.account["user"], self.account["group"])
        postgresql.make_cluster(BINARIES, folder / "primary", self.account)
        self.primary = self.start("primary", self.ports[0])
        self.copy()
        self.replica = self.start("replica", self.ports[1])
        with self.connection(0) as admin:
            # Not in the configuration that the replica has copied: nothing replicates it after its promotion.
            admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            admin.execute("SELECT pg_reload_conf()")

    def start(self, name: str, port: int) -> subprocess.Popen:
        settings = {**postgresql.OPTIONS, "synchronous_commit": "on", "port": port}
        return postgresql.start(BINARIES, self.folder / name, self.account, settings)

    def copy(self) -> None:
        command = [
            BINARIES / "pg_basebackup",
            "--pgdata",
            self.folder / "replica" / "data",
            "--checkpoint",
            "fast",
        ]
        command += ["--host", "127.0.0.1", "--port", str(self.ports[0]), "--username", "tests"]
        command += ["--write-recovery-conf", "--no-sync"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, **self.account)

    def connection(self, number: int) -> psycopg.Connection:
        address = f"postgresql://tests@127.0.0.1:{self.ports[number]}/postgres"
        return psycopg.connect(address, autocommit=True)

    @property
    def address(self) -> str:
        hosts, ports = "127.0.0.1,127.0.0.1", ",".join(map(str, self.ports))
        return f"postgresql:///postgres?user=tests&host={hosts}&port={ports}&target_session_attrs=read-write"

    def crash(self) -> None:
        """Kill all processes of the primary."""
        children = Path(f"/proc/{self.primary.pid}/task/{self.primary.pid}/children").read_text().split()
        for process in (self.primary.pid, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        self.primary.wait()

    def promote(self) -> None:
        with self.connection(1) as admin:
            admin.execute("SELECT pg_promote()")

    def stop(self) -> None:
        for process in (self.primary, self.replica):
            if process.poll() is None:
                postgresql.stop(process)


class WebMachine:
    """A machine with an instance of the portal and a folder of its own."""

    def __init__(self, folder: Path, environ: dict[str, str]):
        self.port = free_port()
        self.log = folder / "log"
        self.environ = {**environ, "STATE_DIR": str(folder), "FIRST_PORT": str(self.port - 1)}
        folder.mkdir()

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [SOURCE / "deploy" / "serve", "1"],
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, SOURCE / "manage.py", *arguments]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


class Site:
    """The machines, and the balancer in front of them."""

    def __init__(self, root: Path, database: Database, variables: dict[str, str]):
        self.database = database
        environ = {
            **os.environ,
            **variables,
            "ALLOWED_HOSTS": DOMAIN,
            "DATABASE_URL": database.address,
            "DJANGO_SETTINGS_MODULE": "smartbalkans.settings",
            "MEDIA_STORAGE": f"s3://{object_store.BUCKET}/portal",
            "MFA_REQUIRED": "0",
            "SECRET_KEY": "k" * 50,
            "STATIC_DIR": str(root / "opt/smartbalkans/static"),
            "TRUSTED_PROXIES": "2",
        }
        self.machines = [WebMachine(root / name, environ) for name in ("web1", "web2")]
        self.balancer = WebServer(root)

    def start(self) -> None:
        first = self.machines[0]
        first.manage("migrate", "--no-input", "--verbosity", "0")
        first.manage("seed")
        first.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.session = first.manage("shell", "--no-imports", "--command", LOG_IN).strip()
        for machine in self.machines:
            machine.start()
        fill(self.balancer, [machine.port for machine in self.machines])
        self.balancer.start()
        wait_until(lambda: all(self.is_ready(machine) for machine in self.machines))

    def is_ready(self, machine: WebMachine) -> bool:
        return asked_directly(machine, "/readyz") == 200

    def visit_all_pages(self) -> None:
        """Let each machine have the pages in its cache."""
        for machine in self.machines:
            for path in PAGES:
                assert asked_directly(machine, path) == 200

    def stop(self) -> None:
        self.balancer.stop()
        for machine in self.machines:
            machine.kill()


def fill(balancer: WebServer, ports: list[int]) -> None:
    """Write the configuration of deploy/nginx as deploy/install does, with several machines."""
    values = {
        "@SERVERS@": "\n".join(f"  server 127.0.0.1:{port} max_fails=0;" for port in ports),
        "@ROOT@": str(balancer.root),
        "@PORT@": str(balancer.port),
        "@DOMAIN@": DOMAIN,
        "@STATED@": "$http_forwarded",
        "@FORWARDED@": "$http_forwarded, for=$remote_addr;proto=$scheme",
    }
    places = {
        "upstream.conf": "etc/nginx/conf.d/smartbalkans.conf",
        "http.conf": "etc/nginx/sites-available/smartbalkans",
        "portal.conf": "etc/nginx/smartbalkans-portal.conf",
    }
    for name, place in places.items():
        text = (SOURCE / "deploy" / "nginx" / name).read_text()
        for variable, value in values.items():
            text = text.replace(variable, value)
        path = balancer.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (balancer.root / "var/log/nginx").mkdir(parents=True)


def asked_directly(machine: WebMachine, path: str) -> int:
    server = WebServer(Path())
    server.port = machine.port
    try:
        forwarded = "for=203.0.113.5;proto=https, for=127.0.0.1;proto=http"
        return server.ask("GET", path, Forwarded=forwarded)[0].status
    except OSError:
        return 0


class Editor:
    """Adds topics one after the other, and remembers those whose saving was acknowledged."""

    def __init__(self, site: Site):
        self.balancer = site.balancer
        response, body = self.balancer.ask("GET", TOPIC, Cookie=f"sessionid={site.session}")
        assert response.status == 200, body.decode()
        (self.token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', body.decode()))
        (cookie,) = re.findall(r"csrftoken=\w+", response.getheader("Set-Cookie"))
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={site.session}; {cookie}",
            "Referer": f"https://{DOMAIN}{TOPIC}",
        }
        self.saved: list[str] = []

    def add(self, number: int) -> None:
        name = f"topic-{number}"
        form = {"csrfmiddlewaretoken": self.token, "name": name, "slug": name}
        response, _body = self.balancer.ask("POST", TOPIC, urlencode(form), **self.headers)
        if response.status == 302:
            self.saved.append(name)


@contextmanager
def repeated(act, seconds: float) -> Iterator[None]:
    """Call a function with a number, again and again in a thread, during the block."""
    ended, failed = threading.Event(), []

    def act_all() -> None:
        number = 0
        while not ended.wait(seconds):
            number += 1
            try:
                act(number)
            except Exception as error:  # noqa: BLE001  (it fails the test)
                failed.append(error)
                return

    thread = threading.Thread(target=act_all)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert failed == []


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-machines-")))
        folder.chmod(0o755)
        (folder / "database").mkdir()
        database = Database(folder / "database")
        stack.callback(database.stop)
        variables = stack.enter_context(object_store.running_store())
        variables["CACHE_URL"] = stack.enter_context(redis_server.running_redis())
        site = Site(tmp_path_factory.mktemp("site"), database, variables)
        stack.callback(site.stop)
        with pytest.MonkeyPatch.context() as patch:
            object_store.set_variables(patch, {**variables})
            object_store.bucket().put_object(Key=f"portal/{PICTURE}", Body=b"picture")
        site.start()
        yield site


def test_picture_comes_from_the_object_store_through_the_balancer(site):
    response, body = site.balancer.ask("GET", f"/media/{PICTURE}")

    assert (response.status, body) == (200, b"picture")
    assert (
        response.getheader("Content-Security-Policy") == "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    assert response.getheader("Cache-Control") == "public, max-age=31536000, immutable"


def test_requests_are_limited_for_each_client_behind_the_balancer(site):
    def status(client: str) -> int:
        return site.balancer.ask("GET", "/static/none", Forwarded=f"for={client};proto=https")[0].status

    statuses = {status("203.0.113.7") for _time in range(1000)}

    assert statuses == {404, 429}
    assert status("203.0.113.8") == 404


def test_web_machine_that_is_killed_is_not_noticed(site):
    with load(site.balancer) as statuses:
        time.sleep(1)
        site.machines[1].kill()
        time.sleep(3)
        site.machines[1].start()
        wait_until(lambda: site.is_ready(site.machines[1]))

    assert failures(statuses) == {}
    assert statuses[200] > 40


def test_crash_of_the_primary_loses_no_page_and_no_acknowledged_save(site):
    site.visit_all_pages()
    editor, uncached = Editor(site), []

    def ask_uncached(number: int) -> None:
        asked_at = time.monotonic()
        uncached.append((asked_at, site.balancer.get(f"/organisations/?q=word{number}")[0]))

    with load(site.balancer) as statuses, repeated(ask_uncached, 0.3), repeated(editor.add, 0.1):
        time.sleep(3)
        site.database.crash()
        crashed_at, saved_before = time.monotonic(), len(editor.saved)
        time.sleep(SECONDS_TO_PROMOTE)
        site.database.promote()
        promoted_at = time.monotonic()
        time.sleep(SECONDS_TO_RETURN + 4)

    with site.database.connection(1) as reader:
        kept = {name for (name,) in reader.execute("SELECT name FROM trainings_topic")}
    later = {status for asked_at, status in uncached if asked_at > promoted_at + SECONDS_TO_RETURN}
    between = {status for asked_at, status in uncached if crashed_at < asked_at < promoted_at}
    assert failures(statuses) == {}
    assert (later, between - {200, 503}) == ({200}, set())
    assert 0 < saved_before < len(editor.saved)
    assert set(editor.saved) - kept == set()
