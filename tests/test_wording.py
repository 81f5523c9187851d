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
# What a reader sees between the tags of a template, and in their attributes.
TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|<[^>]*>", re.S)
ATTRIBUTES = re.compile(r"""\b(?:alt|aria-label|content|placeholder|title|data-[a-z-]+)="([^"{}]*)\"""")
SCRIPT_TEXTS = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|`([^`]*)`""")
SHELL_TEXTS = re.compile(r"""\b(?:say|fail)\s+(".+)""")
WORDS = re.compile(r"[A-Za-z]+ \S")

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
    r"\blikel(?:y|iest)\b": "similar, possible duplicates",
    r"\bcells? holds?\b": "contains",
    r"\btyped (?:here|text|changes)\b|\bwhat (?:you|they) typed\b": "unsaved changes, what you entered",
    r"(?:^|[.:;] )(?:give|tell|say|take)\b": "enter, state, choose",
    r"\bnetwork address(?:es)?\b": "IP address",
}
# What stands in for a value is a name of the code, which no reader sees.
PLACEHOLDER = re.compile(r"\{+ ?\w*.*?\}+|%\(\w+\)s")


def hidden_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the texts that no reader sees: docstrings, and the headings that files had before."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield first.value
        elif isinstance(node, ast.keyword) and node.arg == "former_headings":
            yield from ast.walk(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield from node.values


def text_of(node: ast.AST) -> str:
    """Return the text of a string or f-string, whose values are placeholders."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(one) or "{}" for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def texts_of_python(path: Path) -> Iterator[tuple[str, str]]:
    """Return what is translated, and every other string of several words: errors, outputs, log messages."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {id(node) for node in hidden_nodes(tree)}
    translated = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATE
        for argument in node.args
    }
    for node in ast.walk(tree):
        text = "" if id(node) in hidden else text_of(node)
        if text and (id(node) in translated or WORDS.search(text)):
            yield f"{path.relative_to(ROOT)}:{node.lineno}", " ".join(text.split())


def texts_of_template(path: Path) -> Iterator[tuple[str, str]]:
    """Return what is translated, and the texts between the tags and in their attributes."""
    source = path.read_text(encoding="utf-8")
    hits = [
        (hit.start(), hit["text"] or hit["filtered"] or hit["block"] or "")
        for hit in TEMPLATE_TEXTS.finditer(source)
    ]
    hits += [(hit.start(), hit[1]) for hit in ATTRIBUTES.finditer(source)]
    start = 0
    for code in [*TEMPLATE_CODE.finditer(source), None]:
        end = code.start() if code else len(source)
        hits.append((start, source[start:end]))
        start = code.end() if code else end
    for position, text in hits:
        if text.strip():
            line = source.count("\n", 0, position) + 1
            yield f"{path.relative_to(ROOT)}:{line}", " ".join(text.split())


def texts_of_script(path: Path, pattern: re.Pattern) -> Iterator[tuple[str, str]]:
    """Return the strings of several words in a script for the browser or for the shell."""
    source = path.read_text(encoding="utf-8")
    for hit in pattern.finditer(source):
        text = next(filter(None, hit.groups()), "")
        if WORDS.search(text):
            yield f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, hit.start()) + 1}", text


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
        if path.suffix in {".html", ".txt", ".xml"}:
            yield from texts_of_template(path)
    for path in sorted((ROOT / "static").rglob("*.js")):
        yield from texts_of_script(path, SCRIPT_TEXTS)
    for path in sorted(one for one in (ROOT / "deploy").iterdir() if one.is_file()):
        yield from texts_of_script(path, SHELL_TEXTS)
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        yield from texts_of_page(path)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return list(all_texts())


def test_texts_are_found(texts):
    """Every kind of source is read: a pattern that found nothing would let the other tests pass."""
    places = {place.partition(":")[0] for place, _text in texts}

    assert {Path(place).suffix for place in places} == {".py", ".html", ".txt", ".js", ".sh", ".md", ""}
    assert len(texts) > 4000


@pytest.mark.parametrize(
    "text",
    [
        "Search and filter this list",  # a template
        "or drop a picture here",  # a template, not only its code
        "Choose a Date",  # JavaScript
        "Deletes picture files that no entry and no earlier version of an entry uses.",  # a command's help
        "Import cancelled.",  # a command's error
        "civil society organisation (CSO)",  # the glossary
        "Migrating …",  # a script of the installation
    ],
)
def test_text_of_each_kind_is_found(texts, text):
    assert any(text in found for _place, found in texts)


@pytest.mark.parametrize(("pattern", "word"), REPLACED.items())
def test_texts_use_the_words_of_the_glossary(texts, pattern, word):
    replaced = re.compile(pattern, re.IGNORECASE)

    found = [
        f"{place}: {text} ({word})" for place, text in texts if replaced.search(PLACEHOLDER.sub("", text))
    ]

    assert found == []


def test_docstrings_begin_as_pep_257_asks():
    """A docstring states what a function returns, not what it gives or takes."""
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for folder in (*PACKAGES, "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and re.match(r"(?:Give|Take|Tell|Say|Bring)s?\b", text := ast.get_docstring(node) or "")
    ]

    assert found == []
