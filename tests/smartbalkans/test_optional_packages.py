"""A setting whose package is missing is an error of the system check."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from smartbalkans.optional_packages import MODULES, check_packages

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("name", "module"), MODULES.items())
def test_check_names_the_missing_package(settings, monkeypatch, name, module):
    setattr(settings, name, "set")
    monkeypatch.setattr(sys, "path", [])  # nothing is installed there
    for imported in [known for known in sys.modules if known.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, imported)

    (error,) = check_packages(None)

    assert error.id == "smartbalkans.E001"
    assert error.msg == f"{name} is set, and the package {module} is not installed."
    assert error.hint == f"Install requirements/extras.txt with pip --require-hashes, or unset {name}."


def test_check_passes_without_these_settings():
    assert check_packages(None) == []


def test_servers_get_locked_packages_of_the_versions_that_are_tested():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    locked = versions("extras")

    assert {re.split(r"[\[>]", extras[name][0])[0] for name in ("sentry", "s3", "redis")} <= set(locked)
    assert {name: versions("base")[name] for name in versions("base")}.items() <= locked.items()
    assert {name: locked[name] for name in locked if name in versions("dev")}.items() <= versions(
        "dev"
    ).items()


def versions(file: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{file}.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
