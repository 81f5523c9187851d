"""The functions of the scripts, in an empty folder in place of a machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX = ("http.conf", "https.conf", "portal.conf", "upstream.conf")
SYSTEMCTL = 'systemctl() { say "systemctl $*"; }\n'
# What lets root read all files is taken away; others do not have it.
AS_OTHERS = "setpriv --bounding-set=-dac_override,-dac_read_search" if os.getuid() == 0 else ""


class Machine:
    """A folder in place of a machine, and programs that do nothing in place of the portal's."""

    def __init__(self, root: Path):
        self.root = root
        self.unit = root / "etc/systemd/system/smartbalkans@.service"
        self.web_server = root / "etc/nginx/smartbalkans-portal.conf"
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
            for place in (f"systemd/{self.unit.name}", *(f"nginx/{file}" for file in NGINX)):
                template = release / "deploy" / place
                template.parent.mkdir(parents=True, exist_ok=True)
                template.write_text(f"{name}\n")
            (release / ".venv").symlink_to(self.root)
            (self.root / "opt/smartbalkans" / link).symlink_to(release)
        (self.root / "etc/smartbalkans/portal.env").touch()
        self.add_program("python", "")
        self.add_program("curl", """echo '{"status": "ready"}'""")
        self.add_program("restart", f'head -1 "{self.unit}" >>"{self.root}/restarts"')

    def configure_web_server(self) -> None:
        """Write nginx's configuration as the installation of the serving release did."""
        (self.root / "opt/smartbalkans/options").write_text("DOMAIN=portal.example.org\nTLS=none\n")
        self.run('write_web_server "$HOME_DIR/current" "$NGINX"')

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

    output = machine.run(f"{SYSTEMCTL} stop_other_instances", INSTANCES="1 2")

    assert output.splitlines() == [
        "systemctl disable --quiet --now smartbalkans@12",
        "systemctl disable --quiet --now smartbalkans@3",
    ]


def test_no_instance_is_stopped_on_a_new_machine(machine):
    assert machine.run(f"{SYSTEMCTL} stop_other_instances") == ""


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


def test_only_timers_that_the_other_release_does_not_have_are_started_and_stopped(machine):
    machine.install("old", "new")
    for release, name in (("old", "a"), ("new", "a"), ("new", "b")):
        (machine.root / f"opt/smartbalkans/releases/{release}/deploy/systemd/{name}.timer").touch()
    releases = '"$HOME_DIR/current" "$HOME_DIR/previous"'

    output = machine.run(f"{SYSTEMCTL} set_new_timers enable {releases}; set_new_timers disable {releases}")

    assert output.splitlines() == [
        "systemctl enable --quiet --now b.timer",
        "systemctl disable --quiet --now b.timer",
    ]


def test_first_installation_starts_all_timers(machine):
    output = machine.run(f'{SYSTEMCTL} set_new_timers enable "$HERE" ""')

    assert [line.split()[-1] for line in output.splitlines()] == [
        "smartbalkans-backup.timer",
        "smartbalkans-daily.timer",
        "smartbalkans-mail.timer",
    ]


def test_upgrade_and_rollback_renew_the_configuration_of_the_web_server(machine):
    machine.install("old")
    machine.configure_web_server()

    machine.run(f'"{DEPLOY}/upgrade"')

    assert "smartbalkans_client" in (machine.root / "etc/nginx/conf.d/smartbalkans.conf").read_text()
    machine.run(f'"{DEPLOY}/rollback"')
    assert machine.web_server.read_text() == "old\n"


def test_configuration_of_the_web_server_that_was_edited_is_kept(machine):
    machine.install("old", "new")
    machine.configure_web_server()
    machine.web_server.write_text("edited\n")

    output = machine.run(f'"{DEPLOY}/rollback"')

    assert machine.web_server.read_text() == "edited\n"
    assert output.startswith("nginx's configuration was edited on this machine. It was kept; ")


def test_every_configuration_that_an_installation_replaces_is_copied(machine):
    machine.install("old", "new")
    machine.configure_web_server()
    (machine.root / "etc/nginx/conf.d/smartbalkans.conf").unlink()

    for text in ("first\n", "second\n"):
        machine.web_server.write_text(text)
        machine.run('copy_web_server "$HOME_DIR/previous"')

    copies = sorted(machine.web_server.parent.glob(f"{machine.web_server.name}.old*"))
    assert [copy.read_text() for copy in copies] == ["second\n", "first\n"]


def test_configuration_that_the_web_server_does_not_accept_is_put_back(machine):
    machine.install("old", "new")
    machine.configure_web_server()

    output = machine.run(
        'nginx() { return 1; }; renew_web_server "$HOME_DIR/current" "$HOME_DIR/previous"',
    )

    assert machine.web_server.read_text() == "new\n"
    assert output.startswith("nginx does not accept this release's configuration. It was kept; ")


def test_release_without_one_of_the_templates_has_no_edited_configuration(machine):
    machine.install("old", "new")
    releases = machine.root / "opt/smartbalkans/releases"
    (releases / "old/deploy/nginx/upstream.conf").unlink()
    machine.configure_web_server()

    machine.run(f'"{DEPLOY}/rollback"')

    upstream = machine.root / "etc/nginx/conf.d/smartbalkans.conf"
    assert (machine.web_server.read_text(), upstream.read_text()) == ("old\n", "new\n")
    assert machine.run('is_web_server_of "$HOME_DIR/current" && say same') == "same\n"


def test_configuration_is_kept_after_a_release_without_templates(machine):
    machine.install("old", "new")
    machine.configure_web_server()
    shutil.rmtree(machine.root / "opt/smartbalkans/releases/new/deploy/nginx")

    machine.run(f'"{DEPLOY}/rollback"')

    assert machine.web_server.read_text() == "new\n"


def test_configuration_is_not_compared_without_a_temporary_folder(machine):
    machine.install("old")
    commands = (
        'mktemp() { return 1; }; fill() { say "$2"; }; is_web_server_of "$HOME_DIR/current" || say "$?"'
    )

    assert machine.run(commands) == "1\n"


def test_upgrade_of_an_earlier_installation_keeps_the_configuration_of_the_web_server(machine):
    machine.install("old")
    (machine.root / "opt/smartbalkans/options").write_text("INSTANCES=1 2\n")

    output = machine.run(f'"{DEPLOY}/upgrade"')

    assert not machine.web_server.exists()
    assert "Run deploy/install with the same options as before once" in output


def test_web_server_that_does_not_run_is_not_reloaded(machine):
    assert machine.run("systemctl() { return 3; }; nginx() { return 1; }; reload_web_server; say $?") == "0\n"


@pytest.mark.parametrize(
    ("settings", "variables", "port"),
    [
        ("", {}, "8000"),
        ("FIRST_PORT=9000\n", {}, "9000"),
        ("FIRST_PORT=9000\n", {"FIRST_PORT": "7000"}, "7000"),
    ],
)
def test_first_port_is_that_of_the_settings(machine, settings, variables, port):
    (machine.root / "etc/smartbalkans/portal.env").write_text(settings)

    assert machine.run('say "$FIRST_PORT"', **variables) == f"{port}\n"


def test_settings_that_may_not_be_read_do_not_end_a_script(machine):
    for name in ("etc/smartbalkans/portal.env", "opt/smartbalkans/options"):
        (machine.root / name).write_text("FIRST_PORT=9000\nINSTANCES=7\n")
        (machine.root / name).chmod(0)

    output = machine.run(f"""{AS_OTHERS} bash -c '. "{DEPLOY}/lib.sh"; say "$FIRST_PORT $INSTANCES"'""")

    assert output == "8000 1 2\n"
