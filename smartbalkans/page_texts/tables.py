"""The word tables and patterns of the page texts, in TOML files in the folder `tables` beside this module."""

import re
from pathlib import Path
from typing import Any

from catalogue import tables

FOLDER = Path(__file__).parent / "tables"


def load_table(name: str) -> dict[str, Any]:
    return tables.load_table(FOLDER / f"{name}.toml")


def load_patterns(module: str) -> dict[str, re.Pattern]:
    return tables.compile_patterns(load_table("patterns")[module])
