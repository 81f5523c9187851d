"""The lines of implementing organisations: a name, and around it a role, a country, an acronym, a town."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.folding import fold
from catalogue.similarity import KnownWords
from smartbalkans.page_texts.tables import load_patterns, load_table
from smartbalkans.page_texts.text.lists import SEMICOLON, Block, Span, blocks_of, split_at
from smartbalkans.places.countries import country_of, town_of

LEAD, PARTNER, ASSOCIATE = "lead", "partner", "associate"
_TABLE = load_table("partners")
_ROLE_OF = {fold(words): role for role, phrases in _TABLE["roles"].items() for words in phrases}
_ROLES = KnownWords(_ROLE_OF)
_WORDS = {name: frozenset(map(fold, words)) for name, words in _TABLE["words"].items()}
_PATTERNS = load_patterns("partners")
TWO_MEANINGS = "RS"  # in Bosnia and Herzegovina it is the Republika Srpska, elsewhere Serbia
MAX_LENGTH = 600
MAX_SENTENCE = 200


@dataclass
class PartnerRow:
    """An implementing organisation as a line names it. `role` and `country` are empty where it names none.

    `written` is the line itself; `left_over` are its words that none of the other fields has. Matching sets
    the last three: `chosen` is an option, a new organisation or none; empty where a person has to choose.
    """

    written: str
    name: str
    role: str = ""
    country: str = ""
    acronym: str = ""
    town: str = ""
    local_name: str = ""
    other_names: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    chosen: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    remark: str = ""

    @property
    def names(self) -> list[str]:
        """Every name in the line, and each without what often surrounds a name."""
        names = [self.name, self.local_name, *self.other_names]
        return list(dict.fromkeys(variant for name in names if name for variant in variants(name)))


def role_of(words: str) -> str:
    """Return the role for words that can be nothing else; empty if they are none. A slip is accepted."""
    return _ROLE_OF.get(_ROLES.find(fold(words)), "")


def variants(name: str) -> list[str]:
    """Return the name, what it has in quotation marks, and it without the word for its legal form."""
    found = [name, *re.findall(r"[“\"„«](.{3,}?)[”\"“»]", name)]
    form, _space, rest = name.partition(" ")
    is_form = fold(form) in _WORDS["legal_forms"]
    if is_form and len(rest) > 2 and not rest[0].islower() and not set(rest) & set('“”"„«»'):
        found.append(rest)
    return found


def read_partner(written: str, spans: Sequence[Span] = ()) -> PartnerRow:
    """Return what a line of an implementing organisation contains.

    Role, country, acronym and town are removed from its end and its beginning, one by one, for as long as the
    words there are surely one of them. The rest is the name, whatever commas and dashes it has.
    """
    text = _PATTERNS["united_nations"].sub("", re.sub(r"\s*\t\s*", ", ", written.strip()))
    text = " ".join(text.split()).rstrip(" ,;")
    if not text.endswith(("d.o.o.", "Inc.", "e.V.", "o.p.")):
        text = text.rstrip(".")
    row = PartnerRow(written, text, spans=[*spans])
    if found := _PATTERNS["role_before"].match(text):
        row.role, text = role_of(found["role"]), text[found.end() :]
    parts = parts_of(text)
    while len(parts) > 1 and (assign(row, parts[-1]) or is_acronym_of(row, parts)):
        parts.pop()
    while len(parts) > 1 and parts[0].is_label and assign(row, parts[0], has_towns=False):
        parts.pop(0)
    role = next((place for place, part in enumerate(parts) if place and role_of(part.text)), None)
    if role and not row.role:
        row.left_over += [part.text for part in parts[role:] if not assign(row, part)]
        parts = parts[:role]
    row.name = text[parts[0].start : parts[-1].end].strip() if parts else ""
    row.name += ")" * (row.name.count("(") - row.name.count(")"))
    split_names(row)
    return row


class PartnerPart(NamedTuple):
    """What is between two separators. A label is followed by a colon or a dash."""

    text: str
    start: int
    end: int
    is_bracketed: bool
    is_label: bool


def parts_of(text: str) -> list[PartnerPart]:
    parts, start, is_bracketed = [], 0, False
    for separator in [*_PATTERNS["separator"].finditer(text), None]:
        end, sign = (separator.start(), separator.group().strip()) if separator else (len(text), "")
        words = text[start:end].strip(" *")
        if words:
            parts.append(PartnerPart(words, start, end, is_bracketed, sign in (":", "-", "–", "—")))
        is_bracketed = sign in ("(", "[") or (is_bracketed and sign not in (")", "]"))
        start = separator.end() if separator else end
    return parts


def is_acronym_of(row: PartnerRow, parts: list[PartnerPart]) -> bool:
    """Read the initials of the words before as an acronym: CA of Civic Alliance."""
    words = re.findall(r"\w+", " ".join(part.text for part in parts[:-1]))
    initials = "".join(word[0] for word in words if word[0].isupper())
    is_acronym = not row.acronym and len(initials) > 1 and parts[-1].text == initials
    row.acronym = initials if is_acronym else row.acronym
    return is_acronym


def assign(row: PartnerRow, part: PartnerPart, *, has_towns: bool = True) -> bool:
    """Assign a part to the fields that its words surely belong to, unless they have other values."""
    if part.text == TWO_MEANINGS:
        row.left_over.append(part.text)
        return True
    words = [part.text]
    if not facts_in(part.text, has_towns=has_towns):
        words = _PATTERNS["between"].split(part.text)
        if len(words) == 1:
            words = part.text.split(" ", 1)
    facts = [facts_in(one, has_towns=has_towns) for one in words]
    if not all(facts) and part.is_bracketed and not row.acronym and _PATTERNS["acronym"].fullmatch(part.text):
        facts = [{"acronym": part.text}]
    if not all(facts):
        return False
    found = {name: value for fact in facts for name, value in fact.items()}
    if any(getattr(row, name) not in ("", value) for name, value in found.items()):
        return False
    vars(row).update(found)
    return True


def facts_in(words: str, *, has_towns: bool) -> dict[str, str]:
    """Return the one fact that words state: a role, a country or a town."""
    facts = {"role": role_of(words), "country": country_of(words), "town": has_towns and town_of(words)[0]}
    return dict([(name, value) for name, value in facts.items() if value][:1])


def split_names(row: PartnerRow) -> None:
    """Split "Građanska alijansa / Civic Alliance" into a name in English and the local one."""
    names = [part.strip() for part in re.split(r"\s+/\s+|\s*\|\s*", row.name) if part.strip()]
    if len(names) != 2:
        return
    english = [name for name in names if _WORDS["english"] & set(fold(name).split())]
    if english == names[1:]:
        names.reverse()
    row.name, other = names
    if len(english) == 1:
        row.local_name = other
    else:
        row.other_names = [other]


def read_partners(spans: list[Span]) -> tuple[list[PartnerRow], list[Block]]:
    """Return the partners of a section, and the paragraphs that name none.

    A line with several organisations is split where it surely can be: at a bracket with a role or a country,
    or at semicolons between such parts.
    """
    rows, others = [], []
    for block in blocks_of(spans):
        if names_none(block):
            others.append(block)
        else:
            rows += [read_partner(text, parts) for text, parts in organisations_in(block)]
    return rows, others


def names_none(block: Block) -> bool:
    """Return whether a paragraph is an introduction, prose, the head of a table, or "to be confirmed"."""
    if block.is_introduction or sum(len(span.text) for span in block.spans) > MAX_LENGTH:
        return True
    cells = [fold(cell) for cell in block.spans[0].text.split("\t")]
    is_head = len(cells) > 1 and set(cells) <= _WORDS["columns"]
    is_prose = block.line.is_sentence and len(block.text) > MAX_SENTENCE
    return is_head or is_prose or fold(block.text) in _WORDS["nobody"] or not fold(block.text)


def organisations_in(block: Block) -> list[tuple[str, list[Span]]]:
    """Return the words and spans of each organisation; a label before several belongs to each of them."""
    if len(block.spans) > 1:
        return [(block.text, block.spans)]
    found: list[tuple[str, list[Span]]] = []
    for span in split_at(block.spans[0], _PATTERNS["labelled"]):
        label = _PATTERNS["label"].match(span.text)
        splits = [split_at(span, separator) for separator in (SEMICOLON, _PATTERNS["several"])]
        several = [parts for parts in splits if len(parts) > 1 and all(map(is_organisation, parts))]
        first, *others = several[0] if several else [span]
        before = f"{label.group()} " if label else ""
        found += [(first.text, [first]), *((f"{before}{part.text}", [part]) for part in others)]
    return found


def is_organisation(part: Span) -> bool:
    """Return whether a part of a line names an organisation beside a role or a place."""
    row = read_partner(part.text)
    has_more = row.role or row.country or row.town
    return bool(has_more and row.name and not role_of(row.name) and not country_of(row.name))
