"""Tables of words and patterns in TOML files: data beside the code that reads them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load_table(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file. Each is read once."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def with_parts(expression: str, parts: Mapping[str, str]) -> str:
    """Return an expression with its parts in the place of their names in braces."""
    for name, part in parts.items():
        expression = expression.replace(f"{{{name}}}", part)
    return expression


def compile_patterns(table: Mapping[str, Mapping[str, str]]) -> dict[str, re.Pattern]:
    """Return the `patterns` of a table, compiled with its `parts`."""
    return {name: re.compile(with_parts(text, table["parts"])) for name, text in table["patterns"].items()}
