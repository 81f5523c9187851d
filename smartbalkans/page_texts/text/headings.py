"""The headings of a page, in the variants in which grantees write them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from rapidfuzz.distance import OSA

from catalogue.folding import fold
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.words import is_nearly, is_same_word, stems


class Kind(StrEnum):
    ORGANISATION = "organisation"
    PROJECT = "project"
    TRAINING = "training"


# For each section, how its heading is written. Case, number, punctuation and small words do not matter, nor
# does "project" or "organisation", which only tell what kind of page it is.
HEADINGS: dict[str, tuple[str, ...]] = {
    "orientation": (
        *("strategic orientation", "summary of strategic orientation", "strategic direction", "orientation"),
        *("about the organisation", "about us", "who we are", "organisation profile", "mission", "vision"),
        *("mission and vision", "vision and mission", "strategy", "organisation background"),
        *("description of the organisation", "summary of the organisation's strategy", "strategic focus"),
    ),
    "summary": (
        *("summary", "project summary", "short summary", "brief summary", "executive summary", "abstract"),
        *(
            "project description",
            "description",
            "short description",
            "brief description",
            "about the project",
        ),
        *("about the training", "description of the training", "in brief", "overview", "project overview"),
    ),
    "goals": (
        *("goal", "aim", "objective", "purpose", "goals and objectives", "aims and objectives"),
        *("overall goal", "general goal", "overall objective", "general objective", "overall aim"),
        *("main goal", "project goal", "organisation goal", "long-term goal"),
    ),
    "strategic_goals": (
        *("strategic goals", "specific strategic goals", "strategic objectives", "strategic priorities"),
        *("strategic aims",),
    ),
    "objectives": (
        *(
            "specific objectives",
            "specific goals",
            "specific aims",
            "outcomes",
            "specific objectives (outcomes)",
        ),
        *("project outcomes", "expected outcomes"),
    ),
    "results": (
        *("expected results", "results", "outputs", "expected outputs", "project results", "planned results"),
        *("expected results (outputs)", "results and outputs", "achieved results"),
    ),
    "target_groups": (
        *("target group", "direct target group", "target groups and beneficiaries", "target audience"),
        *(
            "direct beneficiaries",
            "direct target groups and beneficiaries",
            "targeted groups",
            "primary target group",
        ),
        *("target groups and final beneficiaries", "beneficiaries and target groups"),
    ),
    "final_beneficiaries": (
        *("final beneficiaries", "end beneficiaries", "ultimate beneficiaries", "indirect beneficiaries"),
        *("final beneficiary groups", "end users", "final users", "indirect target groups"),
    ),
    "beneficiaries": (
        "beneficiaries",
        "users",
        "beneficiary groups",
        "who benefits",
        "users and beneficiaries",
    ),
    "activities": (
        *("activities", "main activities", "key activities", "project activities", "planned activities"),
        *("activities of the organisation", "core activities", "what we do", "activities and programmes"),
        *("areas of work", "main project activities", "work plan"),
    ),
    "partners": (
        *("implementing organisations", "implementing partners", "implementing organisations and partners"),
        *(
            "partners",
            "project partners",
            "partner organisations",
            "partnership",
            "consortium",
            "implementers",
        ),
        *(
            "implemented by",
            "implementing agencies",
            "consortium members",
            "project consortium",
            "co-applicants",
        ),
        *(
            "applicant and partners",
            "lead applicant and partners",
            "project implementers",
            "organisations involved",
        ),
    ),
    "lead": (
        *(
            "lead applicant",
            "applicant",
            "lead partner",
            "lead organisation",
            "main applicant",
            "coordinator",
        ),
        *("leading organisation", "project lead", "lead implementing organisation", "lead"),
    ),
    "themes": ("themes", "thematic areas", "theme", "sector", "programme area", "thematic priority"),
    "countries": (
        *("countries", "country", "location", "geographic coverage", "countries of implementation"),
        *("place of implementation", "locations", "target countries", "project countries"),
    ),
    "acronym": ("acronym", "project acronym", "abbreviation"),
    "local_name": ("local name", "name in the local language", "original name", "name in local language"),
    "town": ("town", "city", "seat", "headquarters"),
    "founded": ("founded", "year of foundation", "established", "founded in", "year of establishment"),
    "website": ("website", "web site", "web", "web page", "webpage", "internet"),
    "email": ("email", "e-mail", "contact email"),
    "name": ("name of the organisation", "organisation name", "project title", "title of the project"),
    "speakers": (
        "trainers",
        "speakers",
        "lecturers",
        "trainers and lecturers",
        "trainer and guest lecturers",
    ),
    "topics": ("topics", "training topics", "topics covered", "agenda"),
    "audience": ("participants", "audience", "who it is for", "for whom", "target participants"),
    "dates": ("date", "dates", "when", "date and time"),
    "place": ("place", "venue", "where", "date and place", "place and date"),
    "testimonials": ("testimonials", "impressions", "what participants say", "impressions of participants"),
    "letter": (
        *("best regards", "kind regards", "warm regards", "regards", "best wishes", "sincerely"),
        *("yours sincerely", "many thanks", "with best regards", "with kind regards", "all the best"),
        *("srdačan pozdrav", "srdačno", "lijep pozdrav", "pozdrav", "me respekt", "përshëndetje"),
        *("со почит", "поздрав", "s poštovanjem"),
    ),
    "other": (
        *("contact", "contacts", "contact us", "contact details", "contact information", "contact person"),
        *("disclaimer",),
    ),
    "grant": (
        *("budget", "amount", "grant amount", "project budget", "total budget", "grant"),
        *("duration", "project duration", "period", "implementation period", "period of implementation"),
        *("donor", "funded by", "financed by", "start date", "end date", "grant period", "contract number"),
    ),
}
# Which of them only one kind of page has, whatever else the heading says.
KIND_OF = {
    **dict.fromkeys(("orientation", "strategic_goals"), Kind.ORGANISATION),
    **dict.fromkeys(
        ("partners", "lead", "objectives", "results", "target_groups", "final_beneficiaries"), Kind.PROJECT
    ),
    **dict.fromkeys(("speakers", "testimonials", "topics"), Kind.TRAINING),
}
# "About the organisation" is its strategic orientation, "About the project" a summary.
_OF_KIND = {(key, Kind.ORGANISATION): "orientation" for key in ("about", "description")}
_WORDS_OF_KINDS = {
    "organisation": Kind.ORGANISATION,
    "ngo": Kind.ORGANISATION,
    "project": Kind.PROJECT,
    "training": Kind.TRAINING,
}
_SMALL = {
    *(
        "the",
        "of",
        "a",
        "an",
        "our",
        "its",
        "their",
        "this",
        "is",
        "are",
        "will",
        "be",
        "and",
        "to",
        "in",
        "by",
    ),
    *("main", "key", "include", "following", "s"),
}
_SHAPES = (
    *("{}", "main {}", "project {}", "main project {}", "organisation {}", "main organisation {}"),
    *("organisation main {}", "{} of the project", "{} of the organisation"),
    *("{} are", "{} of the project are"),
)
_OF_GOALS = {"goals", "strategic_goals", "objectives", "results"}
MOST_WORDS = 9


@dataclass(frozen=True)
class Heading:
    """A heading that was read: of which section, what kind of page it speaks for, what stands behind it.

    `end` is where the heading ends in the line; a value begins there if `is_inline`.
    """

    section: str
    kind: Kind | None
    end: int
    is_inline: bool = False


@cache
def _kind_word(word: str) -> Kind | None:
    return next((kind for known, kind in _WORDS_OF_KINDS.items() if is_same_word(word, known)), None)


def _key(text: str) -> tuple[str, frozenset[Kind]]:
    words = [word for word in stems(text) if word not in _SMALL and not is_same_word(word, "main")]
    kinds = frozenset(filter(None, map(_kind_word, words)))
    rest = [word for word in words if not _kind_word(word)]
    return " ".join(rest or words), kinds


@cache
def _table() -> dict[str, str]:
    """Give the section of each key. A key without a word of its own, such as "organisation", is none."""
    return {
        key: section
        for section, phrases in HEADINGS.items()
        for key in (_key(phrase)[0] for phrase in phrases)
        if key not in _WORDS_OF_KINDS
    }


@cache
def _spelt_out() -> dict[str, set[tuple[str, str]]]:
    """Give the headings as they are written in full, by their sorted letters: "Summary of the project"."""
    table: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for section, phrases in HEADINGS.items():
        for phrase, shape in product(phrases, _SHAPES):
            for number in (phrase, f"{phrase}s"):
                written = fold(shape.format(number)).replace(" ", "")
                table["".join(sorted(written))].add((written, section))
    return table


def _letters_mixed(written: str) -> tuple[str, Kind | None] | None:
    """Give the heading that is meant where letters or a space slipped past each other: "Projec tgoals"."""
    found = {
        (known, section)
        for known, section in _spelt_out().get("".join(sorted(written)), ())
        if len(written) >= 8 and OSA.distance(written, known, score_cutoff=2) <= 2
    }
    sections = {section for _known, section in found}
    if len(sections) != 1:
        return None
    kinds = {kind for word, kind in _WORDS_OF_KINDS.items() for known, _section in found if word in known}
    section = sections.pop()
    return section, KIND_OF.get(section) or (kinds.pop() if len(kinds) == 1 else None)


@cache
def section_of(text: str, *, is_exact: bool = False) -> tuple[str, Kind | None] | None:
    """Take words, give the section they head and the kind of page that they speak for; None if they head
    none.

    Slips of the pen are forgiven, but only where one section alone is that near.
    """
    if not 0 < len(text.split()) <= MOST_WORDS:
        return None
    key, kinds = _key(text)
    table = _table()
    found = {table[key]} if key in table else set()
    if (
        not found
        and not is_exact
        and (mixed := _letters_mixed(fold(text).replace(" ", "").replace("z", "s")))
    ):
        return mixed
    if not found and not is_exact:
        found = {section for known, section in table.items() if is_nearly(key, known)}
    if len(found) != 1:
        return None
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    section = _OF_KIND.get((key, kind)) or found.pop()
    if section in ("partners", "lead"):
        kind = Kind.PROJECT  # "implementing organisations" speaks of those of a project
    return section, kind or KIND_OF.get(section)


_NUMBERING = re.compile(r"\s*(?:#{1,6}\s+|(?:[IVX]{1,4}|[A-H]|\d{1,2})[.)]\s+)?[*_]{0,2}")


def read_heading(line: Line) -> Heading | None:
    """Give the heading that a line is or begins with, or None.

    Numbered headings count; items of a list with another mark do not. In "Goal: to …" the value stands behind
    a colon; a dash does the same where the words before it are exactly a heading.
    """
    if line.is_blank:
        return None
    if line.is_item and not line.mark[:1].isdigit():
        return heading_of_an_item(line)
    start = line.content_start if line.is_item else line.start + _NUMBERING.match(line.text).end()
    text = line.raw[start : line.end]
    if text.endswith(",") and (signed := section_of(text.rstrip(","), is_exact=True)):
        return Heading(*signed, end=line.end) if signed[0] == "letter" else None
    if not text.endswith((".", "!", ";", ",")):
        whole = section_of(text.rstrip(" :*_-–—"))
        if whole:
            return Heading(*whole, end=line.end)
    for separator, limit in ((":", 8), (" – ", 4), (" - ", 4), (" — ", 4)):
        before, found, after = text.partition(separator)
        if found and after.strip() and len(before.split()) <= limit:
            inline = section_of(before.strip(" *_"), is_exact=True)
            if inline:
                end = start + len(before) + len(separator)
                return Heading(*inline, end=end, is_inline=True)
    return None


def heading_of_an_item(line: Line) -> Heading | None:
    """Give the heading that an item of a list is: one of two words or more, which no row is by itself."""
    text = line.content.rstrip(" :*_")
    found = section_of(text, is_exact=True) if len(text.split()) > 1 else None
    return Heading(*found, end=line.end) if found and found[0] in _OF_GOALS else None
