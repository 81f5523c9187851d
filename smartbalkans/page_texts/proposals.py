"""What running text seems to state, such as a year or a speaker: entered only if a person confirms."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.duplicates.known_names import name_key
from catalogue.vocabulary import stems
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.lines import TextLine, sentences
from smartbalkans.places.countries import PROGRAMME, mentions, town_in, town_of

MAX_LINE = 5000
MAX_BEFORE = 300  # letters before an acronym that may be the name
MAX_OF_A_FIELD = 20
ONLY_FIRST = {"acronym", "days", "town", "country"}
TRAINER, GUEST = "trainer", "guest_lecturer"
_PATTERNS = load_patterns("proposals")
_ORGANISATIONS = frozenset(
    word for phrase in load_table("partners")["words"]["organisations"] for word in stems(phrase)
)


@dataclass(frozen=True)
class Proposal:
    """A value that is entered only if a person confirms it. `words` show where it was read.

    `person` is that of a testimonial, `role` and `academic_title` are those of a speaker.
    """

    field: str
    value: str
    words: str
    line: TextLine
    role: str = ""
    academic_title: str = ""
    person: str = ""

    @property
    def key(self) -> str:
        return f"{self.field}-{zlib.crc32(f'{self.person} {self.value}'.encode()):08x}"

    def days(self) -> tuple[date, date | None]:
        first, _slash, last = self.value.partition("/")
        return date.fromisoformat(first), date.fromisoformat(last) if last else None


def unique(proposals: Iterable[Proposal], known: Iterable[str]) -> list[Proposal]:
    """Return each value once, without the `known` fields: the first of some fields, a few of the rest."""
    found: dict[str, Proposal] = {}
    number: Counter[str] = Counter()
    for proposal in proposals:
        limit = 1 if proposal.field in ONLY_FIRST else MAX_OF_A_FIELD
        if proposal.field not in known and proposal.key not in found and number[proposal.field] < limit:
            found[proposal.key] = proposal
            number[proposal.field] += 1
    return list(found.values())


def about_organisation(name: str, lines: list[TextLine]) -> Iterator[Proposal]:
    """Yield what the lines seem to state about an organisation; a country only if they name no other."""
    for found, line in matches("parenthesis", lines):
        acronym, before = found["acronym"].strip(), line.text[: found.start()]
        is_name = name_key(name) and name_key(before[-MAX_BEFORE:]).endswith(name_key(name))
        if is_name and looks_like_acronym(acronym):
            yield Proposal("acronym", acronym, f"{name} ({acronym})", line)
    for found, line in matches("founded", lines):
        yield Proposal("founded_year", found["year"], found.group(), line)
    countries = list(countries_in("country", lines, name))
    if len({one.value for one in countries}) == 1:
        yield countries[0]
    if town := town_in(name):
        yield Proposal("town", town, name, lines[0] if lines else None)


def about_project(name: str, lines: list[TextLine]) -> Iterator[Proposal]:
    yield from countries_in("places_of_work", lines)


def about_training(name: str, lines: list[TextLine]) -> Iterator[Proposal]:
    for found, line in matches("training_name", lines):
        quoted = " ".join(found["name"].split()).rstrip(" ,.")
        if name_key(quoted) != name_key(name):
            yield Proposal("name", quoted, found.group(), line)
    for line in lines:
        text = " ".join(line.content[:MAX_LINE].split())
        if found := _PATTERNS["quotation"].fullmatch(text):
            yield Proposal("testimonial", found["words"].strip(" ,"), text, line, person=found["person"])
            continue
        for sentence in sentences(line.content[:MAX_LINE]):
            yield from when_and_where(sentence, line)
            if found := _PATTERNS["speakers"].search(sentence):
                yield from people_in(found["people"], line, found["roles"])


def matches(pattern: str, lines: list[TextLine]) -> Iterator[tuple[re.Match, TextLine]]:
    for line in lines:
        yield from ((found, line) for found in _PATTERNS[pattern].finditer(line.text[:MAX_LINE]))


def looks_like_acronym(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return 2 <= len(letters) <= 16 and capitals * 2 > len(letters) and len(text.split()) <= 3


def countries_in(field: str, lines: list[TextLine], name: str = "") -> Iterator[Proposal]:
    """Yield the countries of the programme that the lines name besides the page's own name."""
    for line in lines:
        text = line.text[:MAX_LINE]
        for code, words in mentions(text.replace(name, "") if name else text):
            if code in PROGRAMME:
                yield Proposal(field, code, words, line)


def when_and_where(sentence: str, line: TextLine) -> Iterator[Proposal]:
    days = days_in(sentence)
    if not days or not _PATTERNS["training"].search(sentence):
        return
    yield Proposal("days", "/".join(day.isoformat() for day in days if day), sentence, line)
    for found in _PATTERNS["town"].finditer(sentence):
        for words in (found["town"], found["town"].split()[0]):
            town, code = town_of(words)
            if town:
                yield Proposal("town", town, found.group(), line)
                yield Proposal("country", code, found.group(), line)
                return


def people_in(words: str, line: TextLine, roles: str) -> Iterator[Proposal]:
    """Yield the persons that words name; names of organisations are none."""
    is_guest = re.search("(?i)lecturer|speaker", roles) and not re.search("(?i)trainer|facilitator", roles)
    for part in re.split(r",\s+|\s+(?:and|i|dhe|и)\s+", words):
        person = _PATTERNS["person"].search(part)
        if person and not _ORGANISATIONS & set(stems(part)):
            yield Proposal(
                "speaker",
                person["name"],
                person.group(),
                line,
                role=GUEST if is_guest else TRAINER,
                academic_title=(person["title"] or "").strip(),
            )
