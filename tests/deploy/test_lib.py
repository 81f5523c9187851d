"""The functions of the scripts, in an empty folder in place of a machine."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.postgresql import free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


class Machine:
    """A folder in place of a machine; programs of Debian are functions of the shell."""

    def __init__(self, root: Path):
        self.root = root
        (root / "opt/smartbalkans").mkdir(parents=True)

    def run(self, commands: str, **variables: str) -> str:
        done = subprocess.run(
            ["bash", "-c", f'. "{DEPLOY}/lib.sh"\n{commands}'],
            env={"PATH": os.environ["PATH"], "ROOT": str(self.root), **variables},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def settings(self, text: str) -> dict[str, str]:
        """Return the variables that the scripts export from a file of settings."""
        file = self.root / "etc/smartbalkans/portal.env"
        file.parent.mkdir(parents=True)
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


def test_restart_ends_at_an_instance_that_is_not_ready(machine, tmp_path):
    program = tmp_path / "restarted"
    program.write_text('#!/bin/sh\necho "$1" >>"$0.log"\n')
    program.chmod(0o755)
    port = free_port()

    with pytest.raises(subprocess.CalledProcessError) as error:
        machine.run(
            f'"{DEPLOY}/restart"', RESTART=str(program), FIRST_PORT=str(port - 1), SECONDS_TO_START="1"
        )

    assert error.value.stdout == f"Instance 1 is not ready after 1 seconds: no answer on port {port}\n"
    assert error.value.stderr.startswith("The instances after it were not restarted.")
    assert (tmp_path / "restarted.log").read_text() == "1\n"
