"""A real browser that fails a test when a page does what no page of the portal may do.

A page is measured only by `overflow`, `axe` and `check_page`, which wait for its stylesheets and fonts.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.auth.models import Group, Permission
from playwright.sync_api import expect, sync_playwright

from tests.staff import PASSWORD

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
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
on_phone_and_desk = pytest.mark.parametrize(
    ("viewport", "context_options"),
    [(PHONE, {"color_scheme": "dark"}), (DESK, {"color_scheme": "light"})],
    ids=["phone-dark", "desk-light"],
)
# A stylesheet has a sheet as soon as it is loaded, with all that it imports.
WAIT_FOR_STYLES = """async () => {
    const links = [...document.querySelectorAll("link[rel~=stylesheet]")];
    const arrival = (link) => new Promise((resolve) => {
        link.addEventListener("load", resolve);
        link.addEventListener("error", resolve);
    });
    await Promise.all(links.filter((link) => !link.sheet).map(arrival));
    await document.fonts.ready;
}"""
# For a busy machine; a failing test waits as long for what never appears.
MOST_MILLISECONDS = 30_000
MEASURE_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A bar that stays in the window hides part of what is below it until somebody scrolls: that is no fault.
RUN_AXE = """async (tags) => {
    const isBar = (one) => getComputedStyle(one).position === "sticky";
    const bars = [...document.querySelectorAll("*")].filter(isBar);
    bars.forEach((bar) => { bar.style.position = "static"; });
    // Without preload: false, axe copies stylesheets that import others into the page, against its policy.
    const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
    const {violations} = await axe.run(document, options);
    bars.forEach((bar) => { bar.style.position = ""; });
    return violations;
}"""


def find_chromium() -> str | None:
    """Return the browser's path: the variable CHROMIUM, or the first known name on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found. On Debian: apt-get install chromium. Or set CHROMIUM to its path")
    # Playwright keeps an event loop in this thread, which makes Django refuse the database without this.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=MOST_MILLISECONDS)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def viewport():
    """The size of the window; a test parametrizes it for another one."""
    return {"width": 1280, "height": 900}


@pytest.fixture
def context_options():
    """Further options of the browser's context, such as color_scheme; a test parametrizes them."""
    return {}


@pytest.fixture
def faults():
    """The faults that the browser has reported so far. A test that expects one removes it from the list."""
    return []


@pytest.fixture
def page(browser, live_server, viewport, context_options, faults):
    """An empty page of a new browser context; the test fails if `faults` is not empty at its end."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", viewport=viewport, **context_options
    )
    watch(context, faults, urlsplit(live_server.url).netloc)
    yield context.new_page()
    context.close()
    assert faults == []


def watch(context, faults, own_host):
    """Record errors of the console (the security policy's among them) and of scripts, and strange hosts."""

    def record_console(message):
        place = message.location.get("url") or ""
        # The browser requests this icon once in its life, on whichever page without an icon comes first.
        if message.type == "error" and urlsplit(place).path != "/favicon.ico":
            faults.append(f"console: {message.text} ({place})")

    def record_request(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != own_host:
            faults.append(f"strange host: {request.url}")

    context.on("console", record_console)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on("request", record_request)


def wait_for_styles(page):
    """Wait until the page has its stylesheets and fonts; before that, its measures are chance."""
    page.wait_for_load_state("load")
    page.evaluate(WAIT_FOR_STYLES)


def overflow(page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wait_for_styles(page)
    return page.evaluate(MEASURE_OVERFLOW)


@pytest.fixture
def axe():
    """Return a function that asserts that axe finds no accessibility fault on a page in its current state."""
    source = AXE_FILE_PATH.read_text(encoding="utf-8")

    def run_axe(page):
        wait_for_styles(page)
        page.evaluate(source)
        assert [describe(found) for found in page.evaluate(RUN_AXE, AXE_TAGS)] == []

    return run_axe


@pytest.fixture
def check_page(axe):
    """Return a function that asserts that a page fits its window and has no accessibility fault."""

    def check_page(page):
        assert (page.url, overflow(page)) == (page.url, 0)
        axe(page)

    return check_page


def follow(page, name):
    """Click the first link of the content with this name."""
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def describe(violation):
    places = "; ".join(node["html"] for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {places}"


@pytest.fixture
def editor(django_user_model):
    """A member of staff with all permissions on entries, and no others."""
    group = Group.objects.create(name="People who edit and publish")
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=("organisations", "projects", "trainings"))
    )
    person = django_user_model.objects.create_user("editor", password=PASSWORD, is_staff=True)
    person.groups.add(group)
    return person


@pytest.fixture
def administrator(django_user_model):
    return django_user_model.objects.create_superuser("administrator", password=PASSWORD)


def log_in(page, person):
    """Log in with the username of a person from `tests.staff` or this module, and wait for the first page."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you want to work on?")
