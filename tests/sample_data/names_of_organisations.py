"""Names of organisations, in English and in their own language, and the addresses made from them."""

from catalogue.slugs import slug_from
from tests.sample_data.generator import Generator, Home
from tests.sample_data.names import CAUSES, COLUMNS, ORGANISATIONS, TITLES
from tests.sample_data.people import village
from tests.sample_data.scripts import to_latin


def both_names(generator: Generator, home: Home, kind: str) -> tuple[str, str]:
    """Return the English name and the local one, which have the same meaning."""
    pattern = generator.random.choice(ORGANISATIONS[kind])
    cause = generator.random.choice(CAUSES)
    title = new_title(generator, home)
    column = COLUMNS[home.language.name]
    english = pattern[0].format(cause=cause[0], title=title[0], town=home.latin_town)
    local = pattern[column].format(cause=cause[column], title=title[column], town=home.town)
    return english, home.language.script(home.language.spell(local))


def new_title(generator: Generator, home: Home) -> tuple[str, ...]:
    """Return a title in every language: one of the list, or a place that is in few entries."""
    if generator.chance(0.6):
        return generator.random.choice(TITLES)
    place = village(home.language.parts, generator.random)
    return (to_latin(place), place, place, place)


def names(generator: Generator, home: Home, kind: str) -> dict:
    """Return the name, the local name, the acronym and the town of an organisation."""
    english, local = both_names(generator, home, kind)
    is_english = generator.chance(0.55)
    town = home.latin_town if is_english else home.language.script(home.town)
    return {
        "name": english if is_english else local,
        "local_name": local if is_english and local != english else "",
        "acronym": initials(english) if generator.chance(0.3) else "",
        "town": town if generator.chance(0.93) else "",
    }


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def addresses(generator: Generator, name: str) -> dict:
    """Return a website and an email address in a domain that is reserved for examples (RFC 2606)."""
    host = f"{slug_from(name, 50)}.example.org"
    return {
        "website": f"https://{host}/" if generator.chance(0.6) else "",
        "email": f"info@{host}" if generator.chance(0.5) else "",
    }
