"""The helpers of the browser tests: they detect a page with a fault, and measure a page when it is styled."""

import time

import pytest

from tests.browser.conftest import overflow

pytestmark = pytest.mark.browser


HTML = """<!doctype html>
<html lang="en"><head><title>Plain</title><link rel="icon" href="data:,"></head>
<body><main><h1>Plain</h1></main></body></html>"""
WIDE_HTML = """<!doctype html>
<html lang="en"><head><title>Wide</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/late.css"></head>
<body><main><h1>Wide</h1></main></body></html>"""
POLICY = "default-src 'none'; style-src 'self'; img-src data:"


@pytest.fixture
def plain(page):
    """A page without a fault."""
    headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
    page.route("**/plain", lambda route: route.fulfill(body=HTML, headers=headers))
    page.goto("/plain")
    return page


def test_plain_page_has_no_faults(plain, faults, axe):
    axe(plain)

    assert faults == []


def test_watch_notes_a_console_error(plain, faults):
    plain.evaluate("console.error('broken')")

    assert [fault.partition(" (")[0] for fault in faults] == ["console: broken"]
    faults.clear()


def test_watch_notes_an_uncaught_script_error(plain, faults):
    with plain.context.expect_event("weberror"):
        plain.evaluate("setTimeout(() => { throw new Error('broken') })")

    assert faults == ["script: broken"]
    faults.clear()


def test_watch_notes_a_violation_of_the_security_policy(plain, faults):
    with plain.context.expect_event("console"):
        plain.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")

    assert {"style-src 'self'" in fault for fault in faults} == {True}
    faults.clear()


@pytest.mark.parametrize("context_options", [{"bypass_csp": True}])
def test_watch_notes_a_request_to_a_strange_host(plain, faults):
    with plain.context.expect_event("request"):
        plain.evaluate("fetch('http://elsewhere.test/').catch(() => {})")

    assert "strange host: http://elsewhere.test/" in faults
    faults.clear()


def test_axe_finds_a_picture_without_text(plain, axe):
    plain.evaluate("document.querySelector('main').append(new Image())")

    with pytest.raises(AssertionError, match="image-alt"):
        axe(plain)


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 640}])
def test_page_has_the_size_asked_for(plain):
    assert plain.evaluate("window.innerWidth") == 360


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_page_can_be_without_scripts(plain):
    plain.goto("data:text/html,<title>before</title><script>document.title = 'after'</script>")

    assert plain.title() == "before"


def answer_late(route):
    """Answer with the stylesheet when the browser has had time to do without it."""
    time.sleep(0.5)
    route.fulfill(body="h1 { width: 3000px }", content_type="text/css")


def test_page_is_measured_with_its_stylesheets(page):
    page.route("**/wide", lambda route: route.fulfill(body=WIDE_HTML, content_type="text/html"))
    page.route("**/late.css", answer_late)
    page.goto("/wide", wait_until="commit")

    assert overflow(page) > 0


def test_page_is_measured_with_a_stylesheet_added_later(plain):
    plain.route("**/late.css", answer_late)
    plain.evaluate(
        """() => {
            const attributes = {rel: "stylesheet", href: "/late.css"};
            document.head.append(Object.assign(document.createElement("link"), attributes));
        }"""
    )

    assert overflow(plain) > 0
