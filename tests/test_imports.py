"""Test modules import helpers, but nothing from each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def imported_tests(source: str) -> list[str]:
    """Return the test modules that a module imports, or imports from."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [node.module or "", *(f"{node.module or ''}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.rpartition(".")[2].startswith("test_") and "tests." in f"{name}."]


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import tests.catalogue.test_slugs", ["tests.catalogue.test_slugs"]),
        ("from tests.catalogue import test_slugs", ["tests.catalogue.test_slugs"]),
        ("from tests.catalogue.test_slugs import LONGEST", ["tests.catalogue.test_slugs"]),
        (
            "def test_slug():\n    from tests.catalogue.test_slugs import LONGEST",
            ["tests.catalogue.test_slugs"],
        ),
        ("from tests.staff import person_of", []),
        ("from django.test import Client", []),
    ],
)
def test_imports_of_test_modules_are_found(source, modules):
    assert imported_tests(source) == modules


def test_no_module_imports_a_test_module():
    imports = {path: imported_tests(path.read_text(encoding="utf-8")) for path in TESTS}

    assert {str(path.relative_to(ROOT)): names for path, names in imports.items() if names} == {}
