"""The tests mirror the modules of the product.

A module with functions has a test module of its name in the same folder under `tests/`, or one of the name of
its folder beside it: `projects/iati/files.py` has `tests/projects/test_iati.py`.
"""

import ast
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("smartbalkans", "trainings", "projects", "organisations", "catalogue")
DECLARATIONS = {"__str__", "ready"}  # of models and apps, which other modules' tests need
# Modules without a test module of their name, by the test module that tests them through its pages or files.
TESTED_ELSEWHERE = {
    "tests/catalogue/data_versions/test_triggers.py": [
        "catalogue/data_versions/models.py",
    ],
    "tests/catalogue/exports/test_views.py": [
        "catalogue/listings/views.py",
        "organisations/exports.py",
        "projects/exports.py",
        "trainings/exports.py",
    ],
    "tests/catalogue/imports/test_admin.py": [
        "catalogue/imports/cell_diff.py",
    ],
    "tests/catalogue/imports/test_errors.py": [
        "catalogue/imports/refusing.py",
    ],
    "tests/catalogue/imports/test_resources.py": [
        "catalogue/imports/dataset.py",
    ],
    "tests/catalogue/imports/test_round_trip.py": [
        "catalogue/imports/buckets.py",
    ],
    "tests/catalogue/imports/test_tables.py": [
        "catalogue/management/commands/import.py",
    ],
    "tests/catalogue/imports/test_undo.py": [
        "catalogue/imports/writing.py",
    ],
    "tests/catalogue/listings/test_filters.py": [
        "organisations/filters.py",
    ],
    "tests/catalogue/publishing/test_previews.py": [
        "catalogue/publishing/admin/previews.py",
        "catalogue/publishing/views.py",
    ],
    "tests/catalogue/seeding/test_load.py": [
        "catalogue/management/commands/seed.py",
    ],
    "tests/smartbalkans/accounts/test_devices.py": [
        "smartbalkans/management/commands/clearsessions.py",
    ],
    "tests/smartbalkans/backups/test_moving.py": [
        "smartbalkans/management/commands/move_database.py",
    ],
    "tests/smartbalkans/backups/test_places.py": [
        "smartbalkans/backups/uploads.py",
    ],
    "tests/smartbalkans/backups/test_restore.py": [
        "smartbalkans/backups/sqlite.py",
        "smartbalkans/management/commands/backup.py",
        "smartbalkans/management/commands/restore.py",
    ],
    "tests/smartbalkans/test_kinds.py": [
        "smartbalkans/back_office.py",
        "smartbalkans/templatetags/kinds.py",
    ],
}


def modules() -> list[Path]:
    """Return the modules of the product, without those of migrations."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path.relative_to(ROOT) for path in paths if "migrations" not in path.parts]


def has_functions(module: Path) -> bool:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return bool(names - DECLARATIONS)


def has_test_module(module: Path) -> bool:
    folder = ROOT / "tests" / module.parent
    return (folder / f"test_{module.name}").exists() or folder.with_name(f"test_{folder.name}.py").exists()


def test_modules_without_a_test_module_of_their_name_are_listed():
    without = {str(path) for path in modules() if has_functions(path) and not has_test_module(path)}
    listed = set(chain.from_iterable(TESTED_ELSEWHERE.values()))

    assert {"not listed": without - listed, "listed, but not needed": listed - without} == {
        "not listed": set(),
        "listed, but not needed": set(),
    }


def test_modules_are_listed_once_under_test_modules_that_exist():
    listed = [*chain.from_iterable(TESTED_ELSEWHERE.values())]

    assert len(listed) == len(set(listed))
    assert [path for path in TESTED_ELSEWHERE if not (ROOT / path).exists()] == []
