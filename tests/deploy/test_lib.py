"""The functions of the scripts, in an empty folder in place of a machine."""

import os
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


class Machine:
    """A folder in place of a machine, and programs that do nothing in place of the portal's."""

    def __init__(self, root: Path):
        self.root = root
        self.unit = root / "etc/systemd/system/smartbalkans@.service"
        for folder in ("opt/smartbalkans", "var/backups/smartbalkans", "etc/smartbalkans"):
            (root / folder).mkdir(parents=True)

    def run(self, commands: str, **variables: str) -> str:
        done = subprocess.run(
            ["bash", "-c", f'. "{DEPLOY}/lib.sh"\n{commands}'],
            env={
                "PATH": f"{self.root}/bin:{os.environ['PATH']}",
                "ROOT": str(self.root),
                "VENV": str(self.root),
                "RESTART": str(self.root / "bin/restart"),
                "SECONDS_TO_START": "1",
                **variables,
            },
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def add_program(self, name: str, commands: str) -> None:
        program = self.root / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{commands}\n")
        program.chmod(0o755)

    def install(self, *names: str) -> None:
        """Make releases, each with a unit that contains its name. The last one serves, and is ready."""
        for name, link in zip(names, ("previous", "current")[-len(names) :], strict=True):
            release = self.root / "opt/smartbalkans/releases" / name
            unit = release / "deploy/systemd" / self.unit.name
            unit.parent.mkdir(parents=True)
            unit.write_text(f"{name}\n")
            (release / ".venv").symlink_to(self.root)
            (self.root / "opt/smartbalkans" / link).symlink_to(release)
        (self.root / "etc/smartbalkans/portal.env").touch()
        self.add_program("python", "")
        self.add_program("curl", """echo '{"status": "ready"}'""")
        self.add_program("restart", f'head -1 "{self.unit}" >>"{self.root}/restarts"')

    @property
    def restarts(self) -> list[str]:
        """Return what was restarted: of each instance the first line of its unit at that time."""
        return (self.root / "restarts").read_text().splitlines()

    def settings(self, text: str) -> dict[str, str]:
        """Return the variables that the scripts export from a file of settings."""
        file = self.root / "etc/smartbalkans/portal.env"
        file.write_text(text)
        before = dict(line.split("=", 1) for line in self.run("env -0").split("\0")[:-1])
        after = dict(line.split("=", 1) for line in self.run("load_settings; env -0").split("\0")[:-1])
        return {name: value for name, value in after.items() if before.get(name) != value}

    def enable(self, *instances: int) -> None:
        """Make the links that `systemctl enable` makes."""
        folder = self.root / "etc/systemd/system/multi-user.target.wants"
        folder.mkdir(parents=True)
        for instance in instances:
            (folder / f"smartbalkans@{instance}.service").symlink_to("../smartbalkans@.service")


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize(
    ("options", "variables", "instances"),
    [
        ("", {}, "1 2"),
        ("INSTANCES=1 2 3 4\n", {}, "1 2 3 4"),
        ("INSTANCES=1 2 3 4\n", {"INSTANCES": "1"}, "1"),
    ],
)
def test_instances_are_those_of_the_last_installation(machine, options, variables, instances):
    (machine.root / "opt/smartbalkans/options").write_text(options)

    assert machine.run('say "$INSTANCES"', **variables) == f"{instances}\n"


def test_instances_without_an_installation(machine):
    assert machine.run('say "$INSTANCES"') == "1 2\n"


def test_instances_that_are_no_longer_listed_are_stopped(machine):
    machine.enable(1, 2, 3, 12)

    output = machine.run('systemctl() { say "$*"; }; stop_other_instances', INSTANCES="1 2")

    assert output == "disable --quiet --now smartbalkans@12\ndisable --quiet --now smartbalkans@3\n"


def test_no_instance_is_stopped_on_a_new_machine(machine):
    assert machine.run('systemctl() { say "$*"; }; stop_other_instances') == ""


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("A=b\nC=d", {"A": "b", "C": "d"}),  # the last line does not end
        ("A=b=c=\n", {"A": "b=c="}),
        ("A=\n", {"A": ""}),
        ('A="b c"\n', {"A": "b c"}),
        ("A='b \"c\"'\n", {"A": 'b "c"'}),
        ("# A=b\n; C=d\n\n  # E=f\nG\n", {}),
        ("A=b # c\n", {"A": "b # c"}),
        (" A = b \r\n", {"A": "b"}),
        ("A=$(id) `id` $HOME\n", {"A": "$(id) `id` $HOME"}),
    ],
)
def test_settings_are_read_as_systemd_reads_them(machine, text, settings):
    assert machine.settings(text) == settings


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("DATABASE_URL=postgresql://portal@db1/portal\n", "yes"),
        ("DATABASE_URL='postgres://portal@db1/portal'", "yes"),
        ("DATABASE_URL=sqlite:////srv/portal.sqlite3\n", "no"),
        ("# DATABASE_URL=postgresql://user:password@host/name\n", "no"),
    ],
)
def test_settings_name_postgresql(machine, text, answer):
    (machine.root / "etc/smartbalkans/portal.env").write_text(text)

    assert machine.run("uses_postgresql && say yes || say no") == f"{answer}\n"


def test_new_machine_does_not_use_postgresql_yet(machine):
    assert machine.run("uses_postgresql && say yes || say no") == "no\n"


def test_restart_ends_at_an_instance_that_is_not_ready(machine):
    machine.add_program("curl", "exit 7")
    machine.add_program("restart", f'echo "$1" >>"{machine.root}/restarts"')

    with pytest.raises(subprocess.CalledProcessError) as error:
        machine.run(f'"{DEPLOY}/restart"')

    assert error.value.stdout == "Instance 1 is not ready after 1 seconds: no answer on port 8001\n"
    assert error.value.stderr.startswith("The instances after it were not restarted.")
    assert machine.restarts == ["1"]


def test_upgrade_installs_its_units_before_it_restarts(machine):
    machine.install("old")

    machine.run(f'"{DEPLOY}/upgrade"')

    assert machine.restarts == ["[Unit]", "[Unit]"]


def test_upgrade_that_does_not_start_puts_the_units_back(machine):
    machine.install("old")
    machine.add_program(
        "curl", f"""[ "$(head -1 "{machine.unit}")" = old ] && echo '{{"status": "ready"}}'"""
    )

    with pytest.raises(subprocess.CalledProcessError) as error:
        machine.run(f'"{DEPLOY}/upgrade"')

    assert error.value.stderr.startswith("Not upgraded.")
    assert machine.restarts == ["[Unit]", "old", "old"]


def test_rollback_puts_the_units_back(machine):
    machine.install("old", "new")

    machine.run(f'"{DEPLOY}/rollback"')

    assert machine.restarts == ["old", "old"]
