"""Every text that people read uses the words of docs/glossary.md, and none that it replaced."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("catalogue", "organisations", "projects", "trainings", "smartbalkans")
TRANSLATE = {
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
TEMPLATE_TEXTS = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)
    | _\((?P<mark>["'])(?P<filtered>.*?)(?P=mark)\)
    | \{%\s*blocktrans(?:late)?\b[^%]*%\}(?P<block>.*?)\{%\s*endblocktrans(?:late)?""",
    re.S | re.X,
)

# Former words, and what docs/glossary.md has in their place.
REPLACED = {
    r"\bt(?:ake|akes|aken|aking|ook)\b(?:\W+\w+){0,3}?\W+away\b": "download (a visitor), export (staff)",
    r"\bbr(?:ing|ings|inging|ought)\b(?:\W+\w+){0,3}?\W+in\b": "import, upload",
    r"\btak(?:e|es|en|ing)\W+in\b": "import",
    r"\bfiles of before\b": "previous imports",
    r"\bmend(?:s|ed|ing)?\b": "correct, fix",
    r"\blook(?:ed)? at twice\b": "warnings",
    r"(?<!long-)\bstanding\b": "status",
    r"\bstages?\b": "status",
    r"\bmoments?\b": "date and time",
    r"\b(?:told|tells?|telling)\b": "shown, stated",
    r"\bl(?:ead|eads|ed)\W+on\b": "redirects to",
    r"\bmakes? way\b|\bbury\b": "drop, keep",
    r"\bovertak\w+": "edit conflict",
    r"\bthese are two\b|\bsaid to be two\b": "not duplicates",
    r"\balike\b|\blikeness\b": "similar, similarity",
    r"\bmade[- ]up\b": "sample data",
    r"\bentrance\b|\bway in\b": "access",
    r"\bgrant lines?\b|\blines? of grants?\b": "grant type",
    r"^(?:by )?states?$": "status",
    r"\bparts? played\b|\bpart in the programme\b": "role, role in the programme",
    r"^works? in\b|\bcarried out by\b": "where it works, partners",
    r"^at least$|^coming$|^coming or past$": "target number, upcoming",
    r"\bparted\b": "separated by",
    r"\bstands?\b(?! for)|\bstood\b": "is",
    r"\bholds? (?:for|until)\b": "is valid for, works until",
    r"\banew\b": "again",
    r"\bsame manner\b": "the same applies",
    r"\blists? to choose from\b": "categories",
    r"\bsays?\b|\bsaying\b": "shows, states",
    r"\bpa(?:ys|y|id) for\b": "funds, funded by",
    r"\bat hand\b": "available",
    r"\bbr(?:ing|ings|inging|ought) back\b": "restore",
    r"\bthe other way round\b": "swap",
    r"\bgoes? public\b": "is published",
    r"\blook(?:s|ed|ing)? after\b": "update",
    r"\bfor sure\b|\bnot certain\b": "recognised, please choose",
    r"\bthings? (?:is|are) wrong\b": "errors",
    r"\bthis is (?:no|none)\b": "not a number, not a valid choice",
    r"\bhangs? on\b": "belongs to",
    r"\bout of the (?:portal's )?list\b": "from the list",
    r"\bcounts all the same\b|\ball the same\b": "still",
    r"\be-mails?\b": "email",
}
# What stands in for a value is a name of the code, which no reader sees.
PLACEHOLDER = re.compile(r"\{+ ?\w*.*?\}+|%\(\w+\)s")


def texts_of_python(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATE:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield f"{path.relative_to(ROOT)}:{argument.lineno}", argument.value


def texts_of_template(path: Path) -> Iterator[tuple[str, str]]:
    source = path.read_text(encoding="utf-8")
    for hit in TEMPLATE_TEXTS.finditer(source):
        line = source.count("\n", 0, hit.start()) + 1
        text = hit["text"] or hit["filtered"] or hit["block"] or ""
        yield f"{path.relative_to(ROOT)}:{line}", " ".join(text.split())


def texts_of_page(path: Path) -> Iterator[tuple[str, str]]:
    """Return the lines of a page of the documentation, without what is marked as code."""
    source = re.sub(
        r"```.*?```", lambda code: "\n" * code.group().count("\n"), path.read_text("utf-8"), flags=re.S
    )
    for number, line in enumerate(source.splitlines(), start=1):
        yield f"{path.relative_to(ROOT)}:{number}", re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)


def all_texts() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from texts_of_python(path)
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from texts_of_template(path)
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        if path.name != "CHANGELOG.md":
            yield from texts_of_page(path)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return list(all_texts())


def test_texts_are_found(texts):
    """Every kind of source is read: a pattern that found nothing would let the other tests pass."""
    places = {place.partition(":")[0] for place, _text in texts}

    assert {Path(place).suffix for place in places} == {".py", ".html", ".txt", ".md"}
    assert len(texts) > 2000


@pytest.mark.parametrize(("pattern", "word"), REPLACED.items())
def test_texts_use_the_words_of_the_glossary(texts, pattern, word):
    replaced = re.compile(pattern, re.IGNORECASE)

    found = [
        f"{place}: {text} ({word})" for place, text in texts if replaced.search(PLACEHOLDER.sub("", text))
    ]

    assert found == []
