"""Single facts that stand within the prose of a page: an acronym, a year, a country. Each with its words."""

import re
from dataclasses import dataclass

from smartbalkans.page_texts.text.countries import PROGRAMME, mentions
from smartbalkans.page_texts.text.lines import Line
from smartbalkans.page_texts.text.words import name_key, sentences

_PARENTHESIS = re.compile(
    r"\s*[(\[]\s*(?:hereinafter:?\s*|further:?\s*)?[“\"]?(?P<acronym>[^()\[\]“”\"]{2,60})[”\"]?\s*[)\]]"
)
_YEAR = r"(?:19|20)\d\d"
_FOUNDED = re.compile(
    rf"\b(?:was\s+|were\s+|is\s+|has been\s+)?(?:founded|established|formed|registered|set up|"
    rf"created)\b[^.;]{{0,40}}?\bin\s+(?:\w+\s+)?{_YEAR}\b"
)
_QUOTED_NAME = re.compile(
    r"\b(?:project|initiative|action|intervention|programme)\s*[,:]?\s*(?:called|titled|entitled|named)?\s*[“\"„«](?P<name>[^”\"“»]{4,240})[”\"“»]",
    re.I,
)


@dataclass(frozen=True)
class Fact:
    """A fact that was read out of a line that itself stays whole elsewhere. `words` show where it comes
    from."""

    field: str
    value: object
    words: str
    line: Line | None


def own_acronym(name: str, lines: list[Line]) -> list[Fact]:
    """Find "Civic League (CL)", the name perhaps in another spelling; or initials that the text goes on
    with."""
    key = name_key(name)
    if not key:
        return []
    facts: list[Fact] = []
    for line in lines:
        for found in _PARENTHESIS.finditer(line.text):
            before = line.text[: found.start()]
            written = written_at_the_end(key, before)
            if written and looks_like_an_acronym(found["acronym"]):
                facts.append(
                    Fact("acronym", found["acronym"].strip(), f"{written} ({found['acronym']})", line)
                )
                if written != name:
                    facts.append(Fact("other_name", written, f"{written} ({found['acronym']})", line))
                return facts
    return from_initials(name, lines)


def written_at_the_end(key: str, text: str) -> str:
    """Give the name as the text ends with it, though its words may be parted in another way; else empty."""
    words = text.split()
    for start in range(max(0, len(words) - 24), len(words)):
        written = " ".join(words[start:]).strip(" ,")
        if name_key(written) == key:
            return re.sub(r"^(?:The|the) ", "", written)
    return ""


def looks_like_an_acronym(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return (
        2 <= len(letters) <= 16
        and sum(sign.isupper() for sign in letters) * 2 > len(letters)
        and len(text.split()) <= 3
    )


def from_initials(name: str, lines: list[Line]) -> list[Fact]:
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())
    if len(initials) < 2:
        return []
    for line in lines:
        for sentence in sentences(line.content):
            if re.match(rf"{initials}(?:[’']s)?\b(?!\s*[&/-])", sentence) and line.text.count(" ") > 4:
                return [Fact("acronym", initials, sentence[:60], line)]
    return []


def founded_year(names: list[str], lines: list[Line]) -> list[Fact]:
    """Find the year in a sentence that is about the organisation itself."""
    subjects = [re.escape(name) for name in names if name]
    subjects += ["organi[sz]ation", "our organi[sz]ation", "association", "it", "we"]
    about_it = re.compile(rf"(?:the\s+)?(?:{'|'.join(subjects)})\b", re.I)
    for line in lines:
        for sentence in sentences(line.content):
            found = _FOUNDED.search(sentence)
            if found and about_it.match(sentence):
                year = int(found.group()[-4:])
                return [Fact("founded_year", year, found.group(), line)]
    return []


def only_country(name: str, lines: list[Line]) -> list[Fact]:
    """Find the one country of the programme that a page names beside its own name (Forum MNE).

    With two or none it is not known.
    """
    found = [
        (mention, line)
        for line in lines
        for mention in mentions(line.text.replace(name, "") if name else line.text)
        if mention.code in PROGRAMME
    ]
    if len({mention.code for mention, _line in found}) != 1:
        return []
    mention, line = found[0]
    return [Fact("country", mention.code, mention.words, line)]


def countries_named(lines: list[Line]) -> list[Fact]:
    """Find every country of the programme that the lines name, each with the first line that does."""
    first: dict[str, Fact] = {}
    for line in lines:
        for mention in mentions(line.text):
            if mention.code in PROGRAMME:
                first.setdefault(mention.code, Fact("place", mention.code, mention.words, line))
    return list(first.values())


def quoted_names(lines: list[Line]) -> list[Fact]:
    """Find what a text calls its project, in quotation marks."""
    found = {}
    for line in lines:
        for match in _QUOTED_NAME.finditer(line.text):
            name = " ".join(match["name"].split()).rstrip(" ,.")
            found.setdefault(name_key(name), Fact("name", name, match.group(), line))
    return list(found.values())
