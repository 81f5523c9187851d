"""The lines of implementing organisations: a name, and around it a role, a country, an acronym, a town."""

import re
from dataclasses import dataclass, field

from catalogue.folding import fold
from smartbalkans.page_texts.text.countries import country_of, town_of
from smartbalkans.page_texts.text.lists import Block, Span, blocks_of
from smartbalkans.page_texts.text.words import is_nearly

LEAD, PARTNER = "lead", "partner"
_ROLES = {
    LEAD: (
        *("lead applicant", "lead", "lead partner", "lead organisation", "leading organisation", "leader"),
        *("applicant", "main applicant", "coordinator", "project lead", "lead implementer", "lead agency"),
        *(
            "leading partner",
            "coordinating organisation",
            "project leader",
            "project coordinator",
            "main partner",
        ),
        *("lead implementing organisation", "grantee", "lead beneficiary"),
    ),
    PARTNER: (
        *("partner", "co applicant", "coapplicant", "project partner", "implementing partner", "partners"),
        *(
            "partner organisation",
            "associate",
            "associated partner",
            "co beneficiary",
            "co applicants",
            "coimplementer",
        ),
    ),
}
_ROLE_OF = {fold(words): role for role, phrases in _ROLES.items() for words in phrases}
_NOBODY = {fold(words) for words in ("TBC", "TBD", "to be confirmed", "to be determined", "N/A", "none")}
_COLUMNS = {
    fold(words)
    for words in (
        *("no", "number", "name", "organisation", "name of the organisation", "organisation name", "partner"),
        *("role", "country", "town", "city", "acronym", "status", "address", "website", "contact", ""),
    )
}
_LEGAL_FORMS = {
    fold(form)
    for form in (
        *("NGO", "CSO", "NVO", "OJQ", "Association", "Foundation", "Udruženje", "Udruga", "Fondacija"),
        *("Shoqata", "Fondacioni", "Здружение", "Удружење", "Фондација"),
    )
}
_DASH = r"\s[-–—]\s|\s[–—]|[–—]\s"
_LAST = re.compile(rf"(?P<name>.*\S)\s*(?:[,;|:\t/]|{_DASH})\s*(?P<part>[^,;|\t]+?)", re.S)
_LAST_PARENTHESIS = re.compile(r"(?P<name>.*\S)\s*[(\[](?P<part>[^()\[\]]+(?:\([^()]*\))?)[)\]]\*?", re.S)
_FIRST = re.compile(r"(?P<part>[^:,–—]{2,40}?)\s*(?::|\s[–—-]\s)\s*(?P<name>\S.*)", re.S)
_INNER = re.compile(rf"\s*(?:[,;/|]|{_DASH}|\s(?:from|in)\s)\s*")
_ACRONYM = re.compile(
    r"(?=.{2,20}$)(?=(?:.*[A-ZČĆĐŠŽËÇА-ШЅЈЉЊЌЃЏ]){2})[\w&./+-]+(?: [A-ZČĆĐŠŽËÇА-Ш\d][\w&./+-]{0,7}){0,2}"
)
_ENGLISH = frozenset(
    [
        "of",
        "for",
        "and",
        "the",
        "center",
        "group",
        "association",
        "alliance",
        "network",
        "institute",
        "foundation",
        "organisation",
        "initiative",
        "council",
        "society",
        "union",
        "forum",
        "citizens",
        "youth",
        "women",
        "rights",
        "human",
        "civic",
        "house",
        "movement",
        "research",
        "development",
    ]
)
_UNITED_NATIONS = re.compile(r"\s*\(?(?:under )?UN ?SCR? ?1244(?:/99)?\)?")
_ROLE_BEFORE = re.compile(
    r"(?P<part>(?i:(?:lead|main|co-?|implementing|project) ?(?:applicant|partner|organi[sz]ation)))\s+"
    r"(?P<name>[^\W\da-z].*|[“\"„].*)",
    re.S,
)
# Not one of the country codes: in Bosnia and Herzegovina it is Republika Srpska, elsewhere Serbia.
_TWO_MEANINGS = re.compile(r"(?P<name>.*\S)\s*[,(–-]\s*(?P<part>RS)\)?")
_SEVERAL = re.compile(
    r"(?<=[)\]])\s*(?:,\s*(?:and\s+)?|;\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?=[^\W\da-z]|[“\"„«])"
)
_LABEL = re.compile(r"(?:(?:project )?partners?|co-?(?:partner|applicant)s?|lead applicant)\s*:", re.I)
_LABELLED = re.compile(rf"\s*[;.]\s*(?={_LABEL.pattern})", re.I)


@dataclass
class PartnerRow:
    """An implementing organisation as a line names it. `role` and `country` are empty where it does not say.

    `written` is the line itself; `left_over` what of it is told by none of the other fields.
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

    @property
    def names(self) -> list[str]:
        """Every name that the line gives, and each without what often stands around a name."""
        names = [self.name, self.local_name, *self.other_names]
        return list(dict.fromkeys(variant for name in names if name for variant in variants(name)))


def role_of(words: str) -> str:
    """Take words that can only be a role, give it; empty if they are none. One slip is forgiven."""
    folded = fold(words)
    if folded in _ROLE_OF:
        return _ROLE_OF[folded]
    near = {role for known, role in _ROLE_OF.items() if len(known) >= 7 and is_nearly(folded, known)}
    return near.pop() if len(near) == 1 else ""


def variants(name: str) -> list[str]:
    """Give the name, what it has in quotation marks, and it without the word for its legal form."""
    found = [name, *re.findall(r"[“\"„«](.{3,}?)[”\"“»]", name)]
    form, _space, rest = name.partition(" ")
    if (
        fold(form) in _LEGAL_FORMS
        and len(rest) > 2
        and not rest[0].islower()
        and not set(rest) & set('“”"„«»')
    ):
        found.append(rest)
    return found


def read_partner(written: str) -> PartnerRow:
    """Take a line of an implementing organisation, give what it says. Nothing of it is lost or guessed.

    Role, country, acronym and town are taken from its end and its beginning, one by one, for as long as what
    stands there is surely one of them. What is left is the name, whatever commas and dashes it has.
    """
    tabless = re.sub(r"\s*\t\s*", ", ", written.strip())
    row = PartnerRow(written=written, name=" ".join(_UNITED_NATIONS.sub("", tabless).split()).rstrip(" ,;"))
    if not row.name.endswith(("d.o.o.", "Inc.", "e.V.", "o.p.")):
        row.name = row.name.rstrip(".")
    while take_from_the_end(row) or take_from_the_beginning(row):
        pass
    take_at_a_role(row)
    part_names(row)
    return row


def take_from_the_end(row: PartnerRow) -> bool:
    doubtful = _TWO_MEANINGS.fullmatch(row.name)
    if doubtful:
        row.name, row.left_over = doubtful["name"].rstrip(" ,("), [*row.left_over, doubtful["part"]]
        return True
    for pattern in (_LAST_PARENTHESIS, _LAST):
        found = pattern.fullmatch(row.name)
        if found and not row.acronym and len(found["part"]) > 1 and found["part"] == initials(found["name"]):
            row.acronym, row.name = found["part"], found["name"].rstrip(" ,;:–—-|")
            return True
        if found and take(row, found["part"].strip(), is_bracketed=pattern is _LAST_PARENTHESIS):
            row.name = found["name"].rstrip(" ,;:–—-|")
            return True
    return False


def take_at_a_role(row: PartnerRow) -> None:
    """Where a role stands among what is not known, the name ends: "Sea Watch (partner, Bar, Croatia)"."""
    parts = [found.span() for found in re.finditer(r"[^,;()|]+", row.name)]
    for start, end in parts[1:]:
        if not row.role and (role := role_of(row.name[start:end].strip())):
            behind = [part.strip() for part in re.split(r"[,;()|]", row.name[end:]) if part.strip()]
            row.role, row.name = role, row.name[:start].rstrip(" ,;(|")
            row.left_over += [part for part in behind if not take(row, part, is_bracketed=False)]
            return


def take_from_the_beginning(row: PartnerRow) -> bool:
    found = _FIRST.fullmatch(row.name) or _ROLE_BEFORE.fullmatch(row.name)
    if found and take(row, found["part"].strip(), is_bracketed=False, is_town=False):
        row.name = found["name"].strip()
        return True
    return False


def take(row: PartnerRow, words: str, *, is_bracketed: bool, is_town: bool = True) -> bool:
    """Take words as what they surely are. Several in one bracket are taken together or not at all."""
    if assign(row, words, is_bracketed=is_bracketed, is_town=is_town):
        return True
    parts = [part.strip() for part in _INNER.split(words) if part.strip()]
    if len(parts) < 2 or len(parts) > 4:
        first, _blank, rest = words.partition(" ")
        parts = [first, rest] if rest else []
        if not parts or not ((role_of(first) and country_of(rest)) or (country_of(first) and role_of(rest))):
            return False
    trial = PartnerRow("", "", row.role, row.country, row.acronym, row.town)
    if not all(assign(trial, part, is_bracketed=is_bracketed, is_town=is_town) for part in parts):
        return False
    row.role, row.country, row.acronym, row.town = trial.role, trial.country, trial.acronym, trial.town
    return True


def initials(name: str) -> str:
    """Give the capital letters that begin the words of a name: CA of Civic Alliance."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())


def assign(row: PartnerRow, words: str, *, is_bracketed: bool, is_town: bool) -> bool:
    """Put words into the one field that they surely belong to and that is free yet."""
    town, _country = town_of(words)
    found = {
        "role": role_of(words),
        "country": country_of(words),
        "town": town if is_town else "",
        "acronym": words if is_bracketed and _ACRONYM.fullmatch(words) else "",
    }
    for name, value in found.items():
        if value and getattr(row, name) in ("", value):
            setattr(row, name, value)
            return True
        if value and name != "acronym":
            return False
    return False


def part_names(row: PartnerRow) -> None:
    """Part "Građanska alijansa / Civic Alliance" into a name in English and the local one."""
    names = [part.strip() for part in re.split(r"\s+/\s+|\s*\|\s*", row.name) if part.strip()]
    if len(names) != 2:
        row.name = row.name.strip()
        return
    english = [name for name in names if _ENGLISH & set(fold(name).split())]
    if len(english) == 1:
        row.name = english[0]
        row.local_name = next(name for name in names if name not in english)
    else:
        row.name, other = names
        row.other_names = [other]


def read_partners(spans: list[Span]) -> tuple[list[PartnerRow], list[Block]]:
    """Take the stretches of the section, give its partners and the paragraphs that name none.

    A line with several organisations is parted where it surely can be: at a bracket that tells a role or a
    country, or at semicolons between such parts.
    """
    rows, others = [], []
    for block in blocks_of(spans):
        if (
            block.is_introduction
            or len(block.text) > 600
            or fold(block.text) in _NOBODY
            or is_head_of_a_table(block)
            or (block.line.is_sentence and len(block.text) > 200)
        ):
            others.append(block)
            continue
        for text, parts in organisations_in(block):
            row = read_partner(text)
            row.spans = parts
            rows.append(row)
    return rows, others


def organisations_in(block: Block) -> list[tuple[str, list[Span]]]:
    if len(block.spans) == 1:
        labelled = split_at(block.spans[0], _LABELLED)
        if len(labelled) > 1:
            return [one for span in labelled for one in under_label(span)]
        for separator in (re.compile(r"\s*;\s*(?:and\s+)?"), _SEVERAL):
            parts = split_at(block.spans[0], separator)
            rows = [read_partner(part.text) for part in parts]
            if len(rows) > 1 and all(is_organisation(row) for row in rows):
                return [(part.text, [part]) for part in parts]
    return [(block.spans[0].text if len(block.spans) == 1 else block.text, block.spans)]


def under_label(span: Span) -> list[tuple[str, list[Span]]]:
    """Take "Partners: these (Albania), those (Serbia)", give each of them with the label."""
    found = organisations_in(Block([span], is_item=False))
    label = _LABEL.match(span.text)
    first, *others = found
    return [first, *((f"{label.group()} {text}" if label else text, spans) for text, spans in others)]


def is_head_of_a_table(block: Block) -> bool:
    """Tell whether a line with tabs only says what stands below it."""
    cells = [fold(cell) for cell in block.spans[0].text.split("\t")]
    return len(cells) > 1 and set(cells) <= _COLUMNS


def split_at(span: Span, separator: re.Pattern) -> list[Span]:
    parts, start = [], span.start
    for found in separator.finditer(span.line.raw, span.start, span.end):
        parts.append(Span(span.line, start, found.start()))
        start = found.end()
    return [part for part in (*parts, Span(span.line, start, span.end)) if part.text]


def is_organisation(row: PartnerRow) -> bool:
    """Tell whether a part of a line names an organisation, and not only a role or a country."""
    return bool(
        (row.role or row.country or row.town)
        and row.name
        and not role_of(row.name)
        and not country_of(row.name)
    )
