"""Towns of the region in their local spelling, by country and by the language of their organisations."""

from tests.sample_data.tables import load, phrases

_COUNTRIES = load("places")
COUNTRY_WEIGHTS = {code: country["weight"] for code, country in _COUNTRIES.items()}
LANGUAGE_WEIGHTS = {
    code: {language: table["weight"] for language, table in country["languages"].items()}
    for code, country in _COUNTRIES.items()
}
TOWNS = {
    code: {language: phrases(table["towns"]) for language, table in country["languages"].items()}
    for code, country in _COUNTRIES.items()
}
