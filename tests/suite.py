"""The whole suite: lint, and the tests on SQLite, on PostgreSQL and in a browser, if they are installed.

`python -m tests.suite` runs all of it, `… lint` the first part, and `… attack` the tests of races, kills,
leaks and wrong requests, some of them ATTACK_ROUNDS times, and `… rehearsal` those of operation. It ends with
a summary that lists everything left out. With REQUIRE_ALL=1 in the environment, anything left out is a
failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests import postgresql

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
LINT = {
    "format of Python": [*PYTHON, "ruff", "format", "--check", "."],
    "style of Python": [*PYTHON, "ruff", "check", "."],
    "direction of imports": [SCRIPTS / "lint-imports", "--no-cache"],
    "style of templates": [*PYTHON, "djlint", "templates", "--lint"],
    "system check": [*MANAGE, "check", "--fail-level", "WARNING"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
}
TESTS = ["-m", "not browser and not large and not rehearsal", "--numprocesses", "auto"]
# Races, kills, leaks and wrong requests, which the other tests include once.
ATTACKS = ["-m", "attack", "--numprocesses", "auto"]
ATTACK_ROUNDS = "20"
# On one database: they test the files, whose queries the other tests run on both.
LARGE_TESTS = ["-m", "large and not browser", "--numprocesses", "auto", "--dist", "loadgroup"]
REHEARSALS = ["-m", "rehearsal"]
# On one database: they take minutes, and test the pages, not the queries.
BROWSER_TESTS = ["-m", "browser", "--numprocesses", "auto"]
# Variables that a caller may have set for a portal of their own, which must not reach the tests.
PORTAL_VARIABLES = (
    *(
        "ADMINS",
        "ALLOWED_HOSTS",
        "CACHE_URL",
        "DATABASE_POOL",
        "DATABASE_URL",
        "DEBUG",
        "EMAIL_FROM",
        "EMAIL_URL",
        "HTTPS",
        "LOG_FORMAT",
    ),
    *("MEDIA_STORAGE", "METRICS_TOKEN", "MFA_REQUIRED", "SECRET_KEY", "SENTRY_DSN", "TRUSTED_PROXIES"),
    "DJANGO_SETTINGS_MODULE",
)
NO_POSTGRESQL = (
    f"PostgreSQL: no server of version {postgresql.OLDEST_VERSION} or later found. "
    "On Debian: apt-get install postgresql"
)


@dataclass
class Suite:
    """The steps so far, and which tests ran or were skipped in any of them."""

    folder: Path
    steps: list[tuple[str, float, bool]] = field(default_factory=list)
    ran: set[tuple] = field(default_factory=set)
    skipped: dict[tuple, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def step(self, name: str, command: list, **variables: str) -> None:
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        environ = {**os.environ, "TMPDIR": str(self.folder), **variables}
        done = subprocess.run(command, cwd=ROOT, env=environ, check=False)
        self.steps.append((name, time.monotonic() - start, done.returncode == 0))

    def lint(self) -> None:
        for name, command in LINT.items():
            self.step(name, command)

    def test(self, name: str, options: list, **variables: str) -> None:
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        self.step(name, [*PYTHON, "pytest", f"--junitxml={report}", *options], **variables)
        if report.exists():
            self.record(report)

    def test_on_postgresql(self, name: str, options: list) -> None:
        binaries = postgresql.find_binaries()
        if binaries is None:
            self.missing.append(NO_POSTGRESQL)
            return
        try:
            with postgresql.cluster(binaries) as address:
                self.test(name, options, DATABASE_URL=address)
        except postgresql.PostgreSQLError as error:
            print(error)
            self.steps.append(("PostgreSQL", 0, False))

    def record(self, report: Path) -> None:
        """Record which tests ran and which were skipped, from pytest's report in JUnit's format."""
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  (pytest wrote it just now)
            test = (case.get("classname"), case.get("name"))
            skip = case.find("skipped[@type='pytest.skip']")
            if skip is None:
                self.ran.add(test)
            else:
                self.skipped[test] = skip.get("message")

    def left_out(self) -> list[str]:
        """Return what ran nowhere: a test that one database skips and the other runs is not left out."""
        reasons = Counter(reason for test, reason in self.skipped.items() if test not in self.ran)
        return [*self.missing, *(f"{count} × {reason}" for reason, count in reasons.items())]

    def summary(self) -> int:
        """Print the results, and return the exit code."""
        print("\n== Summary")
        for name, seconds, passed in self.steps:
            print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
        left_out = self.left_out()
        for line in left_out:
            print(f"Left out: {line}")
        is_refused = bool(left_out) and os.environ.get("REQUIRE_ALL") == "1"
        if is_refused:
            print("FAILED  REQUIRE_ALL=1 is set, and something was left out.")
        return int(is_refused or not all(passed for _name, _seconds, passed in self.steps))


def unset_variables_of_the_caller(folder: str) -> None:
    for name in list(os.environ):
        if name in PORTAL_VARIABLES or name.startswith(("PG", "GRANIAN_")):
            del os.environ[name]
    os.environ["STATE_DIR"] = folder


def main(arguments: list[str]) -> int:
    # Terminated from outside, it still stops the PostgreSQL server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="portal-suite-", ignore_cleanup_errors=True) as folder:
        # A PostgreSQL server that tests start runs as another user than root, and passes through this folder.
        Path(folder).chmod(0o711)
        unset_variables_of_the_caller(folder)
        suite = Suite(Path(folder))
        if arguments == ["attack"]:
            os.environ.setdefault("ATTACK_ROUNDS", ATTACK_ROUNDS)
            suite.test("attacks on SQLite", ATTACKS)
            suite.test_on_postgresql("attacks on PostgreSQL", ATTACKS)
            return suite.summary()
        if arguments == ["rehearsal"]:
            suite.test("rehearsals", REHEARSALS)
            return suite.summary()
        suite.lint()
        if arguments != ["lint"]:
            suite.test("tests on SQLite", TESTS)
            suite.test_on_postgresql("tests on PostgreSQL", TESTS)
            suite.test("tests of 10,000 entries", LARGE_TESTS)
            suite.test("rehearsals", REHEARSALS)
            suite.test("tests in a browser", BROWSER_TESTS)
        return suite.summary()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
