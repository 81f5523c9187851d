"""`python -m tests.bench [--entries 100000] [--databases sqlite postgresql]`: see the package."""

import argparse
import contextlib
import os
import platform
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests import postgresql

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
SMALL = 1000


def main() -> None:
    options = read_options()
    parts = [
        f"Measured on {date.today():%d %B %Y}, {os.cpu_count()} cores, Python {platform.python_version()}.\n"
    ]
    for name in options.databases:
        with (
            tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
            database(name, folder) as variables,
        ):
            parts.append(f"### {name}\n")
            for entries in (SMALL, options.entries):
                parts.append(measure(variables, folder, entries))
                write("\n".join(parts))  # keeps what is measured if the rest is interrupted


def read_options():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument(
        "--databases", nargs="+", default=["SQLite", "PostgreSQL"], choices=["SQLite", "PostgreSQL"]
    )
    return parser.parse_args()


@contextlib.contextmanager
def database(name: str, folder: str):
    """Yield the environment variables that select a scratch database."""
    if name == "SQLite":
        yield {}
        return
    binaries = postgresql.find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL: no server found. On Debian: apt-get install postgresql. Or: --databases SQLite")
    with postgresql.cluster(binaries) as address:
        yield {"DATABASE_URL": address}


def measure(variables: dict, folder: str, entries: int) -> str:
    """Fill a database with this number of organisations, measure, and return the tables."""
    environment = {
        **os.environ,
        **variables,
        "STATE_DIR": str(Path(folder, str(entries))),
        "DJANGO_SETTINGS_MODULE": "tests.sample_data.settings",
    }
    run(environment, "migrate", "--verbosity", "0")
    run(environment, "flush", "--no-input", "--verbosity", "0")
    run(environment, "collectstatic", "--no-input", "--verbosity", "0")
    run(environment, "make_entries", str(entries))
    print(f"Measuring {entries:,} organisations …", flush=True)
    tables = [
        table(environment, module)
        for module in (
            "tests.bench.searching",
            "tests.bench.pages",
            "tests.bench.page_cache",
            "tests.bench.files",
            "tests.bench.importing",
        )
    ]
    return "\n".join([f"{entries:,} organisations with related data:\n", *tables])


def table(environment: dict, module: str) -> str:
    command = [sys.executable, "-m", module]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return done.stdout


def run(environment: dict, *command: str) -> None:
    print("manage.py", *command, flush=True)
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def write(measured: str) -> None:
    before, _start, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _old, _end, after = rest.partition(END)
    PAGE.write_text(f"{before}{START}\n{measured}\n{END}{after}", encoding="utf-8")
    print(f"Written to {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
