"""The countries and themes that a search names, by the names that people use for them."""

from catalogue.folding import fold
from organisations.models import Country, Theme
from smartbalkans.places.countries import NAMES

FEWEST = 4  # letters of a search that names a theme by the beginnings of its words


def places_named(typed: str) -> list[Country | Theme]:
    """Return the countries and themes that a search names. Costs two queries.

    It names a country by one of its whole names, in any of the languages, and a theme by its name or by the
    beginnings of words in it, in any order.
    """
    folded = fold(typed)
    if not folded:
        return []
    countries = [one for one in Country.objects.in_programme() if folded in names_of_country(one)]
    return [*countries, *(theme for theme in Theme.objects.all() if is_named(theme, folded))]


def names_of_country(country: Country) -> set[str]:
    return {fold(name) for name in (country.name, *NAMES.get(country.code, ()))}


def is_named(theme: Theme, folded: str) -> bool:
    words = fold(theme.name).split()
    if len(folded) < FEWEST:
        return folded == " ".join(words)
    return all(any(word.startswith(typed) for word in words) for typed in folded.split())
