"""A real browser, which fails a test when a page does what no page of the portal may do."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
    // Without preload: false, axe copies style sheets that import others into the page, against its policy.
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
    return (await axe.run(document, options)).violations;
}"""


def find_chromium() -> str | None:
    """Give the browser's path: the variable CHROMIUM, or the first known name on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found. On Debian: apt-get install chromium. Or set CHROMIUM to its path")
    # Playwright keeps an event loop in this thread, which makes Django refuse the database without this.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def viewport():
    """The size of the window; a test that wants another one parametrizes it."""
    return {"width": 1280, "height": 900}


@pytest.fixture
def context_options():
    """Further options of the browser's context, such as color_scheme; a test parametrizes them."""
    return {}


@pytest.fixture
def faults():
    """What went wrong in the browser so far. A test that expects a fault takes it out of the list."""
    return []


@pytest.fixture
def page(browser, live_server, viewport, context_options, faults):
    """An empty page of a fresh browser; the test fails if `faults` is not empty in the end."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", viewport=viewport, **context_options
    )
    watch(context, faults, urlsplit(live_server.url).netloc)
    yield context.new_page()
    context.close()
    assert faults == []


def watch(context, faults, own_host):
    """Note console errors (violations of the security policy are such), script errors and strange hosts."""

    def note_console(message):
        place = message.location.get("url") or ""
        # Where a page names no icon, the browser asks for this one, but once in its life: chance says where.
        if message.type == "error" and urlsplit(place).path != "/favicon.ico":
            faults.append(f"console: {message.text} ({place})")

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != own_host:
            faults.append(f"strange host: {request.url}")

    context.on("console", note_console)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on("request", note_request)


@pytest.fixture
def axe():
    """Give a function that asserts that axe finds no accessibility fault on the page as it stands now."""
    source = AXE_FILE_PATH.read_text(encoding="utf-8")

    def check(page):
        page.evaluate(source)
        assert [describe(found) for found in page.evaluate(RUN_AXE, AXE_TAGS)] == []

    return check


def describe(violation):
    places = "; ".join(node["html"] for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {places}"
