"""Keeps a backup of this release, with the programme's entries, for the upgrade test of later releases."""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"DJANGO_SETTINGS_MODULE": "smartbalkans.settings", "DATABASE_URL": "", "MEDIA_STORAGE": ""}


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def main() -> None:
    file = Path(__file__).parent / f"{version()}.tar.gz"
    with tempfile.TemporaryDirectory(prefix="portal-release-") as state:
        for command in (["migrate", "--verbosity", "0"], ["seed"], ["rebuild_search"]):
            manage(state, *command)
        copy = Path(state, file.name)
        manage(state, "backup", str(copy))
        file.write_bytes(copy.read_bytes())
    print(f"Wrote {file.relative_to(ROOT)}, {file.stat().st_size:,} bytes.")


def manage(state: str, *command: str) -> None:
    environment = {**os.environ, **SETTINGS, "STATE_DIR": state}
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
