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
from smartbalkans.page_texts.text.lines import Line
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

    `person`, `organisation` and `paragraph` are those of a testimonial, `role` and `academic_title` of a
    speaker.
    """

    field: str
    value: str
    words: str
    line: Line
    role: str = ""
    academic_title: str = ""
    person: str = ""
    organisation: str = ""
    paragraph: str = ""

    @property
    def key(self) -> str:
        return f"{self.field}-{zlib.crc32(f'{self.person} {self.value}'.encode()):08x}"

    def days(self) -> tuple[date, date | None]:
        first, _slash, last = self.value.partition("/")
        return date.fromisoformat(first), date.fromisoformat(last) if last else None


def unique(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return each value once: the first one of the fields of `ONLY_FIRST`, not too many of the others."""
    found: dict[str, Proposal] = {}
    number: Counter[str] = Counter()
    for proposal in proposals:
        limit = 1 if proposal.field in ONLY_FIRST else MAX_OF_A_FIELD
        if proposal.key not in found and number[proposal.field] < limit:
            found[proposal.key] = proposal
            number[proposal.field] += 1
    return list(found.values())


def about_organisation(name: str, lines: list[Line], known: Iterable[str]) -> list[Proposal]:
    """Return what the lines seem to state about an organisation, without the fields that are `known`."""
    found = [*acronyms(name, lines), *years(lines), *only_country(name, lines)]
    if town := town_in(name):
        found.append(Proposal("town", town, name, lines[0] if lines else None))
    return unique(proposal for proposal in found if proposal.field not in known)


def about_project(name: str, lines: list[Line], known: Iterable[str]) -> list[Proposal]:
    found = [*quoted_names(_PATTERNS["project_name"], lines, name), *countries_of_work(lines)]
    return unique(proposal for proposal in found if proposal.field not in known)


def about_training(name: str, lines: list[Line], known: Iterable[str]) -> list[Proposal]:
    found = list(quoted_names(_PATTERNS["training_name"], lines, name))
    for line in lines:
        if quotation := testimonial(line):
            found.append(quotation)
            continue
        for sentence in sentences(line.content[:MAX_LINE]):
            found += [*when_and_where(sentence, line), *audience(sentence, line), *speakers(sentence, line)]
    return unique(proposal for proposal in found if proposal.field not in known)


def acronyms(name: str, lines: list[Line]) -> Iterator[Proposal]:
    """Yield the acronym of "Civic League (CL)", and the name if it is written otherwise there."""
    key = name_key(name)
    for line in lines if key else ():
        for found in _PATTERNS["parenthesis"].finditer(line.text[:MAX_LINE]):
            written = name_at_the_end(key, line.text[: found.start()], len(name.split()))
            acronym = found["acronym"].strip()
            if written and looks_like_acronym(acronym):
                yield Proposal("acronym", acronym, f"{written} ({acronym})", line)
                if written != name:
                    yield Proposal("other_name", written, f"{written} ({acronym})", line)
                return


def name_at_the_end(key: str, text: str, words: int) -> str:
    """Return the name of this key as a text ends with it; empty if it ends otherwise."""
    last = text[-300:].split()
    for start in range(max(0, len(last) - words - 3), len(last)):
        written = " ".join(last[start:]).strip(" ,")
        if name_key(written) == key:
            return re.sub(r"^(?:The|the) ", "", written)
    return ""


def looks_like_acronym(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return 2 <= len(letters) <= 16 and capitals * 2 > len(letters) and len(text.split()) <= 3


def years(lines: list[Line]) -> Iterator[Proposal]:
    for line in lines:
        for found in _PATTERNS["founded"].finditer(line.text[:MAX_LINE]):
            yield Proposal("founded_year", found["year"], found.group(), line)


def only_country(name: str, lines: list[Line]) -> Iterator[Proposal]:
    """Yield the one country of the programme that the lines name besides the page's own name."""
    found: dict[str, Proposal] = {}
    for line in lines:
        for code, words in mentions(line.text[:MAX_LINE].replace(name, "") if name else line.text[:MAX_LINE]):
            if code in PROGRAMME:
                found.setdefault(code, Proposal("country", code, words, line))
    yield from found.values() if len(found) == 1 else ()


def countries_of_work(lines: list[Line]) -> Iterator[Proposal]:
    for line in lines:
        for code, words in mentions(line.text[:MAX_LINE]):
            if code in PROGRAMME:
                yield Proposal("places_of_work", code, words, line)


def quoted_names(pattern: re.Pattern, lines: list[Line], name: str) -> Iterator[Proposal]:
    """Yield what a text calls its project or training, in quotation marks, if it is not the page's name."""
    seen = {name_key(name)}
    for line in lines:
        for found in pattern.finditer(line.text[:MAX_LINE]):
            quoted = " ".join(found["name"].split()).rstrip(" ,.")
            if name_key(quoted) not in seen:
                seen.add(name_key(quoted))
                yield Proposal("name", quoted, found.group(), line)


def when_and_where(sentence: str, line: Line) -> Iterator[Proposal]:
    days = days_in(sentence)
    if not days or not _PATTERNS["training"].search(sentence):
        return
    first, last = days
    value = f"{first.isoformat()}/{last.isoformat()}" if last else first.isoformat()
    yield Proposal("days", value, sentence, line)
    for found in _PATTERNS["town"].finditer(sentence):
        for words in (found["town"], found["town"].split()[0]):
            town, code = town_of(words)
            if town:
                yield Proposal("town", town, found.group(), line)
                yield Proposal("country", code, found.group(), line)
                return


def audience(sentence: str, line: Line) -> Iterator[Proposal]:
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


def speakers(sentence: str, line: Line) -> Iterator[Proposal]:
    found = _PATTERNS["speakers"].search(sentence) or _PATTERNS["speaker"].match(sentence)
    if not found:
        return
    others = _PATTERNS["other_role"].search(found["people"])
    people = found["people"][: others.start()] if others else found["people"]
    for words, roles in (
        (people, found["roles"]),
        (others.group() if others else "", others and others.group()),
    ):
        yield from people_in(words, role_in(roles or ""), line)


def people_in(words: str, role: str, line: Line) -> Iterator[Proposal]:
    """Yield the persons that words name; names of organisations are none."""
    for part in re.split(r",\s+|\s+(?:and|i|dhe|и)\s+", words):
        person = _PATTERNS["person"].search(part)
        if person and not _ORGANISATIONS & set(stems(part)):
            title = (person["title"] or "").strip()
            yield Proposal("speaker", person["name"], person.group(), line, role=role, academic_title=title)


def role_in(words: str) -> str:
    """Return the one role that words name; a trainer's if they name both or none."""
    words = words.lower()
    is_trainer = "trainer" in words or "facilitator" in words
    return GUEST if not is_trainer and ("lecturer" in words or "speaker" in words) else TRAINER


def testimonial(line: Line) -> Proposal | None:
    """Return the quotation that a paragraph is: “…,” said Somebody from an Organisation; Somebody: “…”."""
    text = " ".join(line.content[:MAX_LINE].split())
    found = _PATTERNS["quotation"].fullmatch(text) or _PATTERNS["quotation_behind"].fullmatch(text)
    if not found:
        return None
    return Proposal(
        "testimonial",
        found["words"].strip(" ,"),
        text,
        line,
        person=found["person"],
        organisation=(found["organisation"] or "").strip(" .,"),
        paragraph=text,
    )
