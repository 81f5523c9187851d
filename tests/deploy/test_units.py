"""The files that the installation copies: hardened units, and scripts without mistakes."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
SCRIPTS = [
    DEPLOY / name for name in ("install", "upgrade", "rollback", "restart", "serve", "portal", "lib.sh")
]
DAILY = ["clearsessions", "delete_report_emails", "clean_pictures"]
MOST_EXPOSED = 2.0

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"),
    reason="systemd-analyze is not installed. On Debian: apt-get install systemd",
)


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_service_is_hardened(unit):
    output = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", unit], capture_output=True, text=True, check=True
    ).stdout

    (level,) = re.findall(r"Overall exposure level for \S+: ([\d.]+)", output)
    assert float(level) <= MOST_EXPOSED


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_services_are_hardened_in_the_same_way(unit):
    def hardening(path: Path) -> str:
        return re.search(r"^AmbientCapabilities=.*?^UMask=\d+$", path.read_text(), re.MULTILINE | re.DOTALL)[
            0
        ]

    assert hardening(unit) == hardening(DEPLOY / "systemd" / "smartbalkans@.service")


def test_daily_commands_run_also_if_one_fails(tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$2" >>ran\n[ "$2" != "$FAILING" ]\n')
    python.chmod(0o755)
    unit = (DEPLOY / "systemd" / "smartbalkans-daily.service").read_text()
    (command,) = re.findall(r"^ExecStart=/bin/sh -c '(.+)'$", unit, re.MULTILINE)

    codes = [
        subprocess.run(
            ["/bin/sh", "-c", command.replace("$$", "$")], cwd=tmp_path, env={"FAILING": name}, check=False
        ).returncode
        for name in ("clearsessions", "clean_pictures", "")
    ]

    assert codes == [1, 1, 0]
    assert (tmp_path / "ran").read_text().split() == DAILY * 3


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script_has_no_mistake_of_syntax(script):
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(
    not shutil.which("shellcheck"),
    reason="shellcheck is not installed. On Debian: apt-get install shellcheck",
)
def test_scripts_pass_shellcheck():
    done = subprocess.run(["shellcheck", "-x", *SCRIPTS], capture_output=True, text=True, check=False)

    assert done.stdout == ""


@pytest.mark.skipif(
    not shutil.which("caddy"), reason="Caddy is not installed. On Debian: apt-get install caddy"
)
def test_caddy_accepts_its_configuration(tmp_path):
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "caddy" / "Caddyfile"]
    environment = {**os.environ, "DOMAIN": "portal.example.org", "HOME": str(tmp_path)}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, "Valid configuration" in done.stdout + done.stderr) == (0, True)


@pytest.mark.parametrize("option", ["--domain", "--email", "--tls"])
def test_installation_names_a_wrong_option(option, tmp_path):
    done = subprocess.run(
        [
            DEPLOY / "install",
            "--domain",
            "a.example",
            "--tls",
            "none",
            "--email",
            "a@b.example",
            option,
            "not/valid",
        ],
        env={"ROOT": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, option in done.stderr, list(tmp_path.iterdir())) == (1, True, [])
