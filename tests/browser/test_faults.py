"""The browser's watch itself: a page that misbehaves is caught."""

import pytest

pytestmark = pytest.mark.browser


HTML = """<!doctype html>
<html lang="en"><head><title>Plain</title><link rel="icon" href="data:,"></head>
<body><main><h1>Plain</h1></main></body></html>"""
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
    plain.evaluate("setTimeout(() => { throw new Error('broken') })")
    plain.wait_for_timeout(100)

    assert faults == ["script: broken"]
    faults.clear()


def test_watch_notes_a_violation_of_the_security_policy(plain, faults):
    plain.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    plain.wait_for_timeout(100)

    assert {"style-src 'self'" in fault for fault in faults} == {True}
    faults.clear()


@pytest.mark.parametrize("context_options", [{"bypass_csp": True}])
def test_watch_notes_a_request_to_a_strange_host(plain, faults):
    plain.evaluate("fetch('http://elsewhere.test/').catch(() => {})")
    plain.wait_for_timeout(100)

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
