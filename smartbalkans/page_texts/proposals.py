"""What running text seems to state, such as a year or a speaker: entered only if a person confirms."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.countries import (
    COUNTRY_LIST,
    PROGRAMME,
    codes_in,
    mentions,
    town_in,
    town_of,
)
from smartbalkans.page_texts.text.dates import days_in
from smartbalkans.page_texts.text.lines import TextLine
from smartbalkans.page_texts.text.words import name_key, sentences, stems

MAX_LINE = 5000
MAX_OF_A_FIELD = 20
ONLY_FIRST = {"days", "town", "country", "audience", "audience_country"}
TRAINER, GUEST = "trainer", "guest_lecturer"
_PATTERNS = load_patterns("proposals")
_ORGANISATIONS = frozenset(
    word for phrase in load_table("partners")["words"]["organisations"] for word in stems(phrase)
)


@dataclass(frozen=True)
class Proposal:
    """A value that is entered only if a person confirms it. `words` show where it was read.

    `person` and `organisation` are those of a testimonial, `role` and `academic_title` of a speaker.
    """

    field: str
    value: str
    words: str
    line: TextLine
    role: str = ""
    academic_title: str = ""
    person: str = ""
    organisation: str = ""

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


def about_organisation(name: str, lines: list[TextLine], known: Iterable[str]) -> list[Proposal]:
    """Return what the lines seem to state about an organisation, without the fields that are `known`."""
    found = list(acronyms(name, lines))
    found += [
        Proposal("founded_year", one["year"], one.group(), line) for one, line in matches("founded", lines)
    ]
    countries = list(countries_in("country", lines, name))
    found += countries if len({one.value for one in countries}) == 1 else []
    if town := town_in(name):
        found.append(Proposal("town", town, name, lines[0] if lines else None))
    return unique(found, known)


def about_project(name: str, lines: list[TextLine], known: Iterable[str]) -> list[Proposal]:
    found = [*quoted_names("project_name", lines, name), *countries_in("places_of_work", lines)]
    return unique(found, known)


def about_training(
    name: str, lines: list[TextLine], known: Iterable[str], listed: Iterable[Proposal]
) -> list[Proposal]:
    """Return the persons who were `listed`, and what the lines seem to state about a training."""
    found = [*listed, *quoted_names("training_name", lines, name)]
    for line in lines:
        if quotation := testimonial(line):
            found.append(quotation)
            continue
        for sentence in sentences(line.content[:MAX_LINE]):
            found += [*when_and_where(sentence, line), *audience(sentence, line), *speakers(sentence, line)]
    return unique(found, known)


def matches(pattern: str, lines: list[TextLine]) -> Iterator[tuple[re.Match, TextLine]]:
    for line in lines:
        yield from ((found, line) for found in _PATTERNS[pattern].finditer(line.text[:MAX_LINE]))


def acronyms(name: str, lines: list[TextLine]) -> Iterator[Proposal]:
    """Yield the acronym of "Civic League (CL)", and the name if it is written otherwise there."""
    for found, line in matches("parenthesis", lines if name_key(name) else []):
        written = name_at_the_end(name, line.text[: found.start()])
        acronym = found["acronym"].strip()
        if written and looks_like_acronym(acronym):
            yield Proposal("acronym", acronym, f"{written} ({acronym})", line)
            if written != name:
                yield Proposal("other_name", written, f"{written} ({acronym})", line)
            return


def name_at_the_end(name: str, text: str) -> str:
    """Return a name as a text ends with it, however it is spelt there; empty if the text ends otherwise."""
    last = text[-300:].split()
    for start in range(max(0, len(last) - len(name.split()) - 3), len(last)):
        written = " ".join(last[start:]).strip(" ,")
        if name_key(written) == name_key(name):
            return written
    return ""


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


def quoted_names(pattern: str, lines: list[TextLine], name: str) -> Iterator[Proposal]:
    """Yield what a text calls its project or training, in quotation marks, if it is not the page's name."""
    for found, line in matches(pattern, lines):
        quoted = " ".join(found["name"].split()).rstrip(" ,.")
        if name_key(quoted) != name_key(name):
            yield Proposal("name", quoted, found.group(), line)


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


def audience(sentence: str, line: TextLine) -> Iterator[Proposal]:
    if found := _PATTERNS["audience"].search(sentence):
        text, code = split_audience(found["audience"])
        yield Proposal("audience", text, found.group(), line)
        if code:
            yield Proposal("audience_country", code, found.group(), line)


def split_audience(text: str) -> tuple[str, str]:
    """Return for whom a training is, and the code of the one country at the end that they come from."""
    codes, named = codes_in(text), list(COUNTRY_LIST.finditer(text))
    if len(codes) == 1 and named and named[-1].end() == len(text.rstrip(" .")):
        return re.sub(r"\s+(?:from|in|of|iz|nga|од)\s*$", "", text[: named[-1].start()].rstrip()), codes[0]
    return text, ""


def speakers(sentence: str, line: TextLine) -> Iterator[Proposal]:
    first, *others = _PATTERNS["other_role"].split(sentence)
    if found := _PATTERNS["speakers"].search(first) or _PATTERNS["speaker"].match(first):
        yield from people_in(found["people"], line, found["roles"])
        for other in others:
            yield from people_in(other, line, other)


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


def testimonial(line: TextLine) -> Proposal | None:
    """Return the quotation that a paragraph is: “…,” said Somebody from an Organisation; Somebody: “…”."""
    text = " ".join(line.content[:MAX_LINE].split())
    found = _PATTERNS["quotation"].fullmatch(text) or _PATTERNS["quotation_behind"].fullmatch(text)
    if not found:
        return None
    organisation = (found["organisation"] or "").strip(" .,")
    words = found["words"].strip(" ,")
    return Proposal("testimonial", words, text, line, person=found["person"], organisation=organisation)
