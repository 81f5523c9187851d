"""What an organisation is called, in English and in its own language."""

from catalogue.slugs import slug_from
from tests.sample_data.generator import Home, Making
from tests.sample_data.names import CAUSES, COLUMNS, ORGANISATIONS, TITLES
from tests.sample_data.people import village
from tests.sample_data.scripts import to_latin


def both_names(making: Making, home: Home, kind: str) -> tuple[str, str]:
    """Give the English name and the local one, which say the same."""
    pattern = making.random.choice(ORGANISATIONS[kind])
    cause = making.random.choice(CAUSES)
    title = new_title(making, home)
    column = COLUMNS[home.language.name]
    english = pattern[0].format(cause=cause[0], title=title[0], town=home.latin_town)
    local = pattern[column].format(cause=cause[column], title=title[column], town=home.town)
    return english, home.language.script(home.language.spell(local))


def new_title(making: Making, home: Home) -> tuple[str, ...]:
    """Give a title in every language: one of the list, or a place that hardly any other entry names."""
    if making.chance(0.6):
        return making.random.choice(TITLES)
    place = village(home.language.parts, making.random)
    return (to_latin(place), place, place, place)


def names(making: Making, home: Home, kind: str) -> dict:
    """Give an organisation's name, its local name and its town, in the script in which it goes by them."""
    english, local = both_names(making, home, kind)
    goes_by_english = making.chance(0.55)
    town = home.latin_town if goes_by_english else home.language.script(home.town)
    return {
        "name": english if goes_by_english else local,
        "local_name": local if goes_by_english and local != english else "",
        "acronym": initials(english) if making.chance(0.3) else "",
        "town": town if making.chance(0.93) else "",
    }


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def addresses(making: Making, name: str) -> dict:
    """Give a website and an email address under a domain that is kept free for examples (RFC 2606)."""
    host = f"{slug_from(name, 50)}.example.org"
    return {
        "website": f"https://{host}/" if making.chance(0.6) else "",
        "email": f"info@{host}" if making.chance(0.5) else "",
    }
