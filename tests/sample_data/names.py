"""Names of organisations and of their work, each with the same meaning in several languages."""

from tests.sample_data.tables import load, rows

COLUMNS = {"english": 0, "bosnian": 1, "serbian": 1, "serbian_cyrillic": 1, "macedonian": 2, "albanian": 3}

_TABLES = load("names")
CAUSES = rows(_TABLES["causes"])
TITLES = rows(_TABLES["titles"])
ORGANISATIONS = {kind: rows(table["patterns"]) for kind, table in _TABLES["organisations"].items()}
KIND_WEIGHTS = {kind: table["weight"] for kind, table in _TABLES["organisations"].items()}
