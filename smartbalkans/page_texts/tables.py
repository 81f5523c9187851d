"""The word tables and patterns of the page texts, in TOML files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "tables"


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the content of `tables/<name>.toml`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def with_parts(expression: str, parts: Mapping[str, str]) -> str:
    """Return an expression with its parts in the place of their names in braces."""
    for name, part in parts.items():
        expression = expression.replace(f"{{{name}}}", part)
    return expression


def load_patterns(module: str) -> dict[str, re.Pattern]:
    """Return the patterns of a module from `tables/patterns.toml`."""
    table = load_table("patterns")[module]
    return {name: re.compile(with_parts(text, table["parts"])) for name, text in table["patterns"].items()}
