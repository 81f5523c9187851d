"""The lines of implementing organisations: a name, and around it a role, a country, an acronym, a town."""

import re
from dataclasses import dataclass, field

from catalogue.folding import fold
from smartbalkans.page_texts.tables import load_table
from smartbalkans.page_texts.text.countries import country_of, town_of
from smartbalkans.page_texts.text.lists import SEMICOLON, Block, Span, blocks_of, split_at
from smartbalkans.page_texts.text.words import KnownWords

LEAD, PARTNER, ASSOCIATE = "lead", "partner", "associate"
_TABLE = load_table("partners")
_ROLE_OF = {fold(words): role for role, phrases in _TABLE["roles"].items() for words in phrases}
_ROLES = KnownWords(_ROLE_OF)
_WORDS = {name: frozenset(map(fold, words)) for name, words in _TABLE["words"].items()}
_DASH = r"\s[-–—]\s|\s[–—]|[–—]\s"
_LAST = re.compile(rf"(?P<name>.*\S)\s*(?:[,;|:\t/]|{_DASH})\s*(?P<part>[^,;|\t]+?)", re.DOTALL)
_LAST_PARENTHESIS = re.compile(
    r"(?P<name>.*\S)\s*[(\[](?P<part>[^()\[\]]+(?:\([^()]*\))?)[)\]]\*?", re.DOTALL
)
_FIRST = re.compile(r"(?P<part>[^:,–—]{2,40}?)\s*(?::|\s[–—-]\s)\s*(?P<name>\S.*)", re.DOTALL)
_INNER = re.compile(rf"\s*(?:[,;/|]|{_DASH}|\s(?:from|in|iz|nga|од)\s)\s*")
_ACRONYM = re.compile(
    r"(?=.{2,20}$)(?=(?:.*[A-ZČĆĐŠŽËÇА-ШЅЈЉЊЌЃЏ]){2})[\w&./+-]+(?: [A-ZČĆĐŠŽËÇА-Ш\d][\w&./+-]{0,7}){0,2}"
)
_UNITED_NATIONS = re.compile(r"\s*\(?(?:under )?UN ?SCR? ?1244(?:/99)?\)?")
_ROLE_BEFORE = re.compile(
    r"(?P<part>(?i:(?:lead|main|co-?|implementing|project) ?(?:applicant|partner|organi[sz]ation)))\s+"
    r"(?P<name>[^\W\da-z].*|[“\"„].*)",
    re.DOTALL,
)
# Not one of the country codes: in Bosnia and Herzegovina it is the Republika Srpska, elsewhere Serbia.
_TWO_MEANINGS = re.compile(r"(?P<name>.*\S)\s*[,(–-]\s*(?P<part>RS)\)?")
_SEVERAL = re.compile(
    r"(?<=[)\]])\s*(?:,\s*(?:and\s+)?|;\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?=[^\W\da-z]|[“\"„«])"
)
_LABEL = re.compile(
    r"(?:(?:project )?partners?|co-?(?:partner|applicant)s?|lead applicant)\s*:", re.IGNORECASE
)
_LABELLED = re.compile(rf"\s*[;.]\s*(?={_LABEL.pattern})", re.IGNORECASE)
_SEPARATORS = " ,;:–—-|"
MAX_LENGTH = 600
MAX_SENTENCE = 200
MAX_PARTS = 4


@dataclass
class PartnerRow:
    """An implementing organisation as a line names it. `role` and `country` are empty where it names none.

    `written` is the line itself; `left_over` are its words that none of the other fields has.
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


def read_partner(written: str) -> PartnerRow:
    """Return what a line of an implementing organisation contains.

    Role, country, acronym and town are removed from its end and its beginning, one by one, for as long as the
    words there are surely one of them. The rest is the name, whatever commas and dashes it has.
    """
    without_tabs = re.sub(r"\s*\t\s*", ", ", written.strip())
    row = PartnerRow(written, " ".join(_UNITED_NATIONS.sub("", without_tabs).split()).rstrip(" ,;"))
    if not row.name.endswith(("d.o.o.", "Inc.", "e.V.", "o.p.")):
        row.name = row.name.rstrip(".")
    while cut_at_the_end(row) or cut_at_the_beginning(row):
        pass
    cut_at_a_role(row)
    split_names(row)
    return row


def cut_at_the_end(row: PartnerRow) -> bool:
    if doubtful := _TWO_MEANINGS.fullmatch(row.name):
        row.name, row.left_over = doubtful["name"].rstrip(" ,("), [*row.left_over, doubtful["part"]]
        return True
    for pattern in (_LAST_PARENTHESIS, _LAST):
        found = pattern.fullmatch(row.name)
        if found is None:
            continue
        part = found["part"].strip()
        if not row.acronym and len(part) > 1 and part == initials(found["name"]):
            row.acronym = part
        elif not assign_all(row, part, is_bracketed=pattern is _LAST_PARENTHESIS):
            continue
        row.name = found["name"].rstrip(_SEPARATORS)
        return True
    return False


def cut_at_the_beginning(row: PartnerRow) -> bool:
    found = _FIRST.fullmatch(row.name) or _ROLE_BEFORE.fullmatch(row.name)
    if found and assign_all(row, found["part"].strip(), is_bracketed=False, has_towns=False):
        row.name = found["name"].strip()
        return True
    return False


def cut_at_a_role(row: PartnerRow) -> None:
    """End the name at a role that is followed by unknown words: "Sea Watch (partner, Bar, Croatia)"."""
    parts = [found.span() for found in re.finditer(r"[^,;()|]+", row.name)]
    for start, end in parts[1:]:
        if not row.role and (role := role_of(row.name[start:end].strip())):
            behind = [part.strip() for part in re.split(r"[,;()|]", row.name[end:]) if part.strip()]
            row.role, row.name = role, row.name[:start].rstrip(" ,;(|")
            row.left_over += [part for part in behind if not assign_all(row, part, is_bracketed=False)]
            return


def assign_all(row: PartnerRow, words: str, *, is_bracketed: bool, has_towns: bool = True) -> bool:
    """Assign words to the fields that they surely belong to: all of several in one bracket, or none."""
    if assign(row, words, is_bracketed=is_bracketed, has_towns=has_towns):
        return True
    parts = [part.strip() for part in _INNER.split(words) if part.strip()]
    if not 2 <= len(parts) <= MAX_PARTS:
        first, _blank, rest = words.partition(" ")
        parts = [first, rest]
        if not ((role_of(first) and country_of(rest)) or (country_of(first) and role_of(rest))):
            return False
    trial = PartnerRow("", "", row.role, row.country, row.acronym, row.town)
    if not all(assign(trial, part, is_bracketed=is_bracketed, has_towns=has_towns) for part in parts):
        return False
    row.role, row.country, row.acronym, row.town = trial.role, trial.country, trial.acronym, trial.town
    return True


def assign(row: PartnerRow, words: str, *, is_bracketed: bool, has_towns: bool) -> bool:
    """Assign words to the one field that they surely belong to, if it is empty."""
    found = {
        "role": role_of(words),
        "country": country_of(words),
        "town": town_of(words)[0] if has_towns else "",
        "acronym": words if is_bracketed and _ACRONYM.fullmatch(words) else "",
    }
    for name, value in found.items():
        if value and getattr(row, name) in ("", value):
            setattr(row, name, value)
            return True
        if value and name != "acronym":
            return False
    return False


def initials(name: str) -> str:
    """Return the capital letters that begin the words of a name: CA of Civic Alliance."""
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())


def split_names(row: PartnerRow) -> None:
    """Split "Građanska alijansa / Civic Alliance" into a name in English and the local one."""
    names = [part.strip() for part in re.split(r"\s+/\s+|\s*\|\s*", row.name) if part.strip()]
    if len(names) != 2:
        row.name = row.name.strip()
        return
    english = [name for name in names if _WORDS["english"] & set(fold(name).split())]
    if len(english) == 1:
        row.name = english[0]
        row.local_name = next(name for name in names if name not in english)
    else:
        row.name, other = names
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
            continue
        for text, parts in organisations_in(block):
            row = read_partner(text)
            row.spans = parts
            rows.append(row)
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
    if len(block.spans) > 1:
        return [(block.text, block.spans)]
    labelled = split_at(block.spans[0], _LABELLED)
    if len(labelled) > 1:
        return [one for span in labelled for one in under_label(span)]
    for separator in (SEMICOLON, _SEVERAL):
        parts = split_at(block.spans[0], separator)
        if len(parts) > 1 and all(is_organisation(read_partner(part.text)) for part in parts):
            return [(part.text, [part]) for part in parts]
    return [(block.spans[0].text, block.spans)]


def under_label(span: Span) -> list[tuple[str, list[Span]]]:
    """Return the organisations of "Partners: these (Albania), those (Serbia)", each with the label."""
    first, *others = organisations_in(Block([span], is_item=False))
    label = _LABEL.match(span.text)
    return [first, *((f"{label.group()} {text}" if label else text, spans) for text, spans in others)]


def is_organisation(row: PartnerRow) -> bool:
    """Return whether a part of a line names an organisation, and not only a role or a country."""
    has_more = row.role or row.country or row.town
    return bool(has_more and row.name and not role_of(row.name) and not country_of(row.name))
