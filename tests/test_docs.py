"""The docs agree with each other and with the code: links, titles, variables, commands, paths and signals."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils.text import slugify

from smartbalkans.management.commands import move_database

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SETTINGS = ROOT / "docs" / "settings.md"
DECISIONS = ROOT / "docs" / "decisions"
DECISION_PAGES = sorted(DECISIONS.glob("0*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
PACKAGES = ("smartbalkans", "trainings", "projects", "organisations", "catalogue")
UNITS = sorted(ROOT.glob("deploy/systemd/*.service"))
LINES_PER_SCREEN = 40
LONG_LINE = 80

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose_of(page: Path) -> str:
    """Return the text of a page without its code."""
    return SPAN.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))


def code_of(page: Path) -> list[str]:
    """Return the code blocks and code spans of a page."""
    text = page.read_text(encoding="utf-8")
    return [*FENCE.findall(text), *SPAN.findall(FENCE.sub("", text))]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub creates for the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_resolved(page: Path, link: str) -> bool:
    path, _hash, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or anchor in anchors_of(target))


def title_of(page: Path) -> str:
    """Return the first line of a page without its heading mark."""
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def named_in_code(pattern: str, pages: list[Path]) -> set[str]:
    """Return what a pattern captures in the code of the pages."""
    return {found for page in pages for code in code_of(page) for found in re.findall(pattern, code)}


def section_of(page: Path, heading: str) -> str:
    """Return the text from a heading to the next one."""
    _before, _heading, rest = page.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def sources(*folders: str) -> dict[Path, str]:
    """Return the Python files of the folders with their text."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def modules_with(text: str, *folders: str) -> list[Path]:
    return [path for path, source in sources(*folders).items() if text in source]


def nodes(*paths: Path):
    for path in paths:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def variables_read() -> set[str]:
    """Return the environment variables that the settings read, directly or through `environment`."""
    module, settings = ROOT / "smartbalkans" / "environment.py", ROOT / "smartbalkans" / "settings.py"
    readers = {node.name for node in nodes(module) if isinstance(node, ast.FunctionDef)}
    readers |= {f"environment.{name}" for name in readers} | {"os.environ.get", "os.getenv"}
    names = [
        node.args[0]
        for node in nodes(module, settings)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in readers
    ]
    names += [
        node.slice
        for node in nodes(module, settings)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ"
    ]
    found = {name.value for name in names if isinstance(name, ast.Constant)}
    return {name for name in found if re.fullmatch("[A-Z0-9_]+", name)}


def variables_listed(heading: str = "## Variables") -> set[str]:
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", section_of(SETTINGS, heading), re.MULTILINE))


def variables_of_scripts() -> set[str]:
    """Return the variables of servers and scripts, without those with which a rehearsal replaces folders."""
    deploy = ROOT / "deploy"
    units = "".join(unit.read_text(encoding="utf-8") for unit in UNITS)
    library = (deploy / "lib.sh").read_text(encoding="utf-8")
    code = "".join(sources("smartbalkans").values())
    return {
        *re.findall(r"\$\{([A-Z_]+):-", (deploy / "serve").read_text(encoding="utf-8") + units),
        *re.findall(r'^([A-Z_]+)="\$\{\1:-[^}]', library, re.MULTILINE),
        *re.findall(r"\bAWS_[A-Z0-9_]+", code),
        move_database.VARIABLE,
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_has_only_links_that_resolve(page):
    links = [link for link in LINK.findall(prose_of(page)) if not re.match(r"https?://", link)]

    broken = [link for link in links if not is_resolved(page, link)]

    assert broken == []


def test_pages_link_to_each_other():
    links = {(page, link.partition("#")[0]) for page in PAGES for link in LINK.findall(prose_of(page))}
    linked = {(page.parent / path).resolve() for page, path in links if path.endswith(".md")}

    unlinked = [page for page in PAGES if page not in linked | {README}]

    assert unlinked == []


def test_decisions_are_numbered_without_gaps():
    numbers = [page.name[:4] for page in DECISION_PAGES]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_decisions_have_file_names_that_follow_their_titles():
    names = [
        f"{title_of(page)[:4]}-{slugify(title_of(page)[5:].replace(chr(39), ''))}.md"
        for page in DECISION_PAGES
    ]

    assert names == [page.name for page in DECISION_PAGES]


def test_decisions_are_listed_with_their_titles():
    listed = re.findall(
        r"^\| \[(\d+)\]\((.+)\) \| (.+) \|$", (DECISIONS / "README.md").read_text(), re.MULTILINE
    )

    assert listed == [(page.name[:4], page.name, title_of(page)[5:]) for page in DECISION_PAGES]


@pytest.mark.parametrize("page", DECISION_PAGES, ids=lambda page: page.name[:4])
def test_decision_has_context_decision_and_consequences(page):
    parts = re.findall(r"^\*\*(Context|Decision|Consequences)\.\*\*", page.read_text(), re.MULTILINE)

    assert parts == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize("page", DECISION_PAGES, ids=lambda page: page.name[:4])
def test_decision_fits_on_one_screen(page):
    assert len(page.read_text().splitlines()) <= LINES_PER_SCREEN


def test_code_refers_to_decisions_that_exist():
    references = {
        reference
        for source in sources(*PACKAGES, "tests").values()
        for reference in re.findall(r"docs/decisions/(\d{4}[\w.-]*)", source)
    }
    names = [page.name for page in DECISION_PAGES]

    unknown = [one for one in references if not any(name.startswith(one.rstrip(".")) for name in names)]

    assert references
    assert unknown == []


def test_only_environment_reads_settings_from_variables():
    """The others read what is not of the portal, set what they are about to start, or compare servers."""
    others = [
        "smartbalkans/backups/moving.py",
        "smartbalkans/backups/postgresql.py",
        "smartbalkans/management/commands/demo.py",
        "smartbalkans/management/commands/move_database.py",
        "smartbalkans/object_store.py",
        "smartbalkans/wsgi.py",
    ]

    reading = {path.relative_to(ROOT).as_posix() for path in modules_with("os.environ", *PACKAGES)}

    assert reading == {"smartbalkans/environment.py", *others}


def test_page_of_settings_lists_each_variable():
    missing = variables_read() - variables_listed()

    assert "STATE_DIR" in variables_read()
    assert missing == set()


def test_page_of_settings_lists_only_variables_that_the_code_reads():
    code = "".join(sources(*PACKAGES).values())

    unknown = [name for name in variables_listed() if f'"{name}"' not in code]

    assert unknown == []


def test_page_of_settings_lists_the_variables_of_servers_and_scripts():
    listed = variables_listed("## Variables of servers and scripts")

    assert "THREADS" in listed
    assert listed == variables_of_scripts() - variables_listed()


def test_page_of_settings_lists_the_commands_that_timers_run():
    units = "".join(unit.read_text(encoding="utf-8") for unit in UNITS)
    run = {*re.findall(r"manage\.py (\w+)", units), *re.findall(r"for command in (.+?);", units)[0].split()}
    listed = re.findall(r"`manage\.py (\w+)", section_of(SETTINGS, "## On any machine"))

    assert "send_mail" in run
    assert run - set(listed) == set()


def test_readme_lists_each_target_of_make():
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named_in_code(r"\bmake ([a-z]+)", [README]) == targets - {"help"}


def test_docs_name_only_targets_of_make_that_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named_in_code(r"\bmake ([a-z]+)", PAGES) - targets == set()


def test_docs_list_each_command_of_the_portal():
    own = {name for name, package in get_commands().items() if package in PACKAGES}

    assert named_in_code(r"manage\.py (\w+)", [README, SETTINGS]) & own == own


def test_docs_name_only_commands_that_exist():
    assert named_in_code(r"manage\.py (\w+)", PAGES) - set(get_commands()) == set()


def test_tree_of_the_readme_has_only_existing_folders():
    folders = re.findall(r"^([\w/]+/)\s", section_of(README, "### The tree"), re.MULTILINE)

    missing = [folder for folder in folders if not (ROOT / folder).is_dir()]

    assert set(PACKAGES) < {folder.rstrip("/") for folder in folders}
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_names_only_paths_that_exist(page):
    paths = [
        code
        for code in code_of(page)
        if re.match(rf"(?:{'|'.join(PACKAGES)}|tests|templates|docs)/[\w/.]+$", code)
    ]

    missing = [path for path in paths if not (ROOT / path).exists()]

    assert missing == []


def test_decision_0011_lists_each_connection_to_a_signal():
    connected = Counter(
        node.func.value.id
        for node in nodes(*modules_with(".connect(", *PACKAGES))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and isinstance(node.func.value, ast.Name)
    )
    page = DECISION_PAGES[10].read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)

    assert Counter(name for row in rows for name in SPAN.findall(row)) == connected


def test_no_long_line_is_in_two_pages():
    lines = Counter(
        line
        for page in PAGES
        for line in {one.strip() for one in page.read_text(encoding="utf-8").splitlines()}
        if len(line) >= LONG_LINE
    )

    assert [line for line, count in lines.items() if count > 1] == []
