"""Private names of dependencies in use: each is listed here with its reason, in one place of the code."""

import ast
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("smartbalkans", "trainings", "projects", "organisations", "catalogue")
FILES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for folder in (*PACKAGES, "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
}
# https://docs.djangoproject.com/en/5.2/ref/models/meta/, ref/models/instances/#state, topics/db/managers/
DOCUMENTED = {"_meta", "_state", "_base_manager", "_default_manager"}
BY_NAME = ("getattr", "hasattr", "setattr", "delattr", "delitem")

IMPORTED: dict[tuple[str, str], str] = {}
ACCESSED = {
    ("projects/iati/elements.py", "_Element"): "lxml has no public name for the type of an element",
}
OVERRIDDEN = {
    (
        "catalogue/admin/formsets.py",
        "_get_validation_exclusions",
    ): "the form does not send the order of a row",
    ("smartbalkans/accounts/adapters.py", "_get_login_attempts_cache_key"): (
        "allauth counts failures per host name, which the client sends"
    ),
    ("smartbalkans/object_store.py", "_open"): "Django documents it for storages",
    ("smartbalkans/object_store.py", "_save"): "Django documents it for storages",
}


def is_private(name: str) -> bool:
    return name.startswith("_") and len(name) > 1 and not (name.startswith("__") and name.endswith("__"))


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def definitions(tree: ast.AST) -> Iterator[str]:
    """Return the names that modules and classes define in their bodies, and what methods set on `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            yield node.attr
        for child in node.body if isinstance(node, ast.Module | ast.ClassDef) else ():
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield child.name
            elif isinstance(child, ast.Assign | ast.AnnAssign):
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def imports(tree: ast.AST) -> Iterator[str]:
    """Return the imported modules and names that are private or internal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names = [f"{module}{alias.name}" for alias in node.names]
            yield from (name for name in names if any(map(is_internal, name.split("."))))


def is_internal(name: str) -> bool:
    return is_private(name) or name == "internal"


def accesses(tree: ast.AST) -> Iterator[str]:
    """Return the private names of attributes, also those that a string names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(BY_NAME):
            strings = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            yield from (name for name in (text.rpartition(".")[2] for text in strings) if is_private(name))


def overrides(path: str, tree: ast.Module) -> Iterator[str]:
    """Return the private names in classes of a module that a class of a dependency defines too."""
    for node, qualified_name in classes(tree):
        names = set(filter(is_private, definitions(ast.Module([node], [])))) - DOCUMENTED
        if names:
            module = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
            bases = reduce(getattr, qualified_name, module).__mro__[1:]
            theirs = [base for base in bases if base.__module__.partition(".")[0] not in (*PACKAGES, "tests")]
            yield from (name for name in names if any(name in vars(base) for base in theirs))


def classes(tree: ast.Module | ast.ClassDef, *outer: str) -> Iterator[tuple[ast.ClassDef, tuple[str, ...]]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node, (*outer, node.name)
            yield from classes(node, *outer, node.name)


def test_private_imports_of_dependencies_are_listed():
    imported = {
        (path, name)
        for path, tree in FILES.items()
        for name in imports(tree)
        if not name.startswith(("__future__", "tests.", *(f"{package}." for package in PACKAGES)))
    }

    assert imported == set(IMPORTED)


def test_private_attributes_of_dependencies_are_listed():
    own = {name for tree in FILES.values() for name in definitions(tree)}

    accessed = {
        (path, name)
        for path, tree in FILES.items()
        for name in accesses(tree)
        if name not in own | DOCUMENTED
    }

    assert accessed == set(ACCESSED)


def test_overridden_private_methods_of_dependencies_are_listed():
    """Fails also if the dependency no longer has the method, so that the override would never be called."""
    overridden = {
        (path, name)
        for path, tree in FILES.items()
        if not path.startswith("tests/")
        for name in overrides(path, tree)
    }

    assert overridden == set(OVERRIDDEN)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from allauth.core.internal.cryptokit import f", ["allauth.core.internal.cryptokit.f"]),
        ("import lxml._elementpath", ["lxml._elementpath"]),
        ("from django.utils.translation import gettext as _", []),
        ("from __future__ import annotations", []),
    ],
)
def test_private_import_is_recognised(code, found):
    assert list(imports(ast.parse(code))) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("form._errors", ["_errors"]),
        ("self._committed = True", ["_committed"]),
        ("getattr(cache, '_alias')", ["_alias"]),
        ("monkeypatch.setattr('module._name', 1)", ["_name"]),
        ("form.__class__, form.errors, _('text')", []),
    ],
)
def test_private_attribute_is_recognised(code, found):
    assert list(accesses(ast.parse(code))) == found
