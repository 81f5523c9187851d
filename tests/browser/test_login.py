"""Staff log in with a second factor, in a real browser, by keyboard and screen reader too."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.authenticator import code_now, set_up_app
from tests.browser.conftest import on_phone_and_desk
from tests.staff import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def production(settings):
    """As in production, and with nothing counted yet: no test of this kind empties the cache's table."""
    settings.MFA_REQUIRED = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_superuser("vesna", password=PASSWORD)


@pytest.fixture
def check(page, check_page):
    """Return a function that asserts that the page has a heading, is accessible and fits its window."""

    def check(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        check_page(page)

    return check


def send_password(page, password=PASSWORD):
    page.goto("/admin/")
    page.get_by_label("Username").fill("vesna")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def send_code(page, code):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Log in").click()


def log_out(page):
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()


def back_office(page):
    return expect(page.get_by_role("heading", level=1))


OPEN = "What do you want to work on?"


@on_phone_and_desk
def test_person_sets_up_an_app_and_logs_in_with_its_codes(page, check, person):
    page.goto("/admin/")
    check("Log in")
    send_password(page)
    check("Set up a second factor")
    page.get_by_role("link", name="Set up an app").click()
    check("Set up an authenticator app")
    assert page.locator("svg[role=img]").bounding_box()["width"] > 200
    secret = page.locator("#secret").inner_text()

    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Set up the app").click()
    check("Set up an authenticator app")
    expect(page.get_by_text("Wrong code.")).to_be_visible()
    assert page.locator("#secret").inner_text() == secret
    page.get_by_label("Code from the app").fill(code_now(secret))
    page.get_by_role("button", name="Set up the app").click()

    check("Recovery codes")
    codes = page.locator(".account__codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="I have saved my codes").click()
    back_office(page).to_have_text(OPEN)

    log_out(page)
    send_password(page)
    check("Second factor")
    send_code(page, code_now(secret))
    back_office(page).to_have_text(OPEN)

    log_out(page)
    send_password(page)
    send_code(page, codes[3])
    back_office(page).to_have_text(OPEN)

    page.get_by_role("link", name="Your login").click()
    check("Your login")
    expect(page.get_by_text("You have 9 unused codes")).to_be_visible()


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_person_without_javascript_sets_up_an_app(page, person):
    send_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add passkey")).to_be_hidden()
    page.get_by_role("link", name="Set up an authenticator app instead").click()

    page.get_by_label("Code from the app").fill(code_now(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="Set up the app").click()

    page.get_by_role("link", name="I have saved my codes").click()
    back_office(page).to_have_text(OPEN)


@pytest.fixture
def device(page):
    """The page's own authenticator, as a laptop has one in its lock; it says yes to everything.

    Gives a function that makes it forget what it holds.
    """
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    options |= {"isUserVerified": True, "hasResidentKey": True, "automaticPresenceSimulation": True}
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def forget():
        session.send("WebAuthn.clearCredentials", {"authenticatorId": added["authenticatorId"]})

    return forget


@on_phone_and_desk
def test_person_adds_a_passkey_and_logs_in_with_it(page, check, device, person):
    send_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    check("Add a passkey")
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_role("button", name="Add passkey").click()
    check("Recovery codes")
    page.get_by_role("link", name="I have saved my codes").click()
    back_office(page).to_have_text(OPEN)

    log_out(page)
    send_password(page)
    check("Second factor")
    page.get_by_role("button", name="Use a passkey").click()
    back_office(page).to_have_text(OPEN)

    page.get_by_role("link", name="Your login").click()
    page.get_by_role("link", name="View, rename or remove passkeys").click()
    check("Your passkeys")
    page.get_by_role("link", name="Rename Office laptop").click()
    check("Rename a passkey")
    page.get_by_label("Name").fill("Home laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Home laptop").click()
    check("Remove a passkey")
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("You have no passkeys.")).to_be_visible()
    page.goto("/admin/")
    back_office(page).to_have_text("Set up a second factor")


def test_passkey_of_another_device_is_explained(page, axe, device, person):
    send_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("link", name="I have saved my codes").click()
    log_out(page)
    send_password(page)
    expect(page.get_by_text("The passkey was not used.")).to_be_hidden()
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_hidden()
    device()

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    axe(page)


@on_phone_and_desk
def test_wrong_passwords_are_slowed_down(page, check, person, clock):
    for _attempt in range(5):
        send_password(page, "wrong")
    check("Log in")
    expect(page.get_by_text("Wrong username or password.")).to_be_visible()

    send_password(page)

    expect(page.get_by_text("Too many attempts. Wait a few minutes and try again.")).to_be_visible()
    check("Log in")


@on_phone_and_desk
def test_other_pages_of_the_login_have_no_accessibility_fault(page, check, person, faults):
    secret = set_up_app(person)
    send_password(page)
    send_code(page, code_now(secret))
    for path, heading in (
        ("password/", "Change your password"),
        ("sessions/", "Your sessions"),
        ("logout/", "Log out"),
        ("second-factor/totp/deactivate/", "Remove the authenticator app"),
        ("second-factor/recovery-codes/generate/", "Create new recovery codes"),
        ("second-factor/reauthenticate/", "Confirm your identity"),
        ("confirm/", "Confirm your identity"),
    ):
        page.goto(f"/admin/account/{path}")
        check(heading)

    page.goto(f"/admin/auth/user/{person.pk}/second-factor/")
    check("Remove the second factor of vesna")

    type(person).objects.update(is_staff=False)
    page.goto("/admin/")
    check("You cannot log in with this account")
    faults.clear()  # the browser's console notes the 403 that this test asks for


@on_phone_and_desk
def test_person_ends_a_session_on_another_device(page, check, person, browser, live_server):
    other = browser.new_context(base_url=live_server.url).new_page()
    send_password(other)
    send_password(page)
    page.goto("/admin/account/sessions/")
    check("Your sessions")

    page.get_by_role("button", name="End this session: Chrome on Linux").click()

    expect(page.get_by_text("The session was ended: Chrome on Linux.")).to_be_visible()
    check("Your sessions")
    other.goto("/admin/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Log in")
    other.context.close()
