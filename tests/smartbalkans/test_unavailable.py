"""A database that is locked, read-only or gone: 503 with Retry-After, and no input is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from organisations.models import Organisation
from smartbalkans import views
from smartbalkans.accounts.middleware import RENEWED_AT
from smartbalkans.contact.models import Report
from tests.catalogue.history.changes import edited
from tests.factories import GoalFactory, OrganisationFactory
from tests.forms import add_row, fields_of, open_form
from tests.pages import admin_page, change_page, text_of
from tests.smartbalkans.contact.sending import HERE
from tests.smartbalkans.contact.sending import filled_in as filled_in_report
from tests.writers import another_writer, gone, read_only_database

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = "The portal is busy. Please try again in half a minute."


@pytest.fixture
def admin(admin_user):
    """A client that answers as the server does, and checks CSRF tokens."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"accept": "text/html"})
    client.force_login(admin_user)
    return client


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, headers={"accept": "text/html"})


@contextmanager
def locked() -> Iterator[None]:
    """Let another connection hold its locks, for which this one waits a tenth of a second."""
    brief, usual = {
        "sqlite": ("PRAGMA busy_timeout = 100", "PRAGMA busy_timeout = 20000"),
        "postgresql": ("SET lock_timeout = 100", "SET lock_timeout = 0"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(brief)
    with another_writer():
        yield
    with connection.cursor() as cursor:
        cursor.execute(usual)


def filled_in(client, organisation: Organisation) -> dict:
    """Return the form of an organisation with changed fields and a new row, as a browser sends it."""
    data = open_form(client, change_page(organisation))
    data |= {"summary": 'My <long> "text"\r\n\r\nof two paragraphs', "goals-0-text": "My goal"}
    add_row(data, "goals", kind="goal", text="Another goal", order="")
    return data


@pytest.mark.parametrize("way", ["locked", "read-only"])
def test_form_that_could_not_be_saved_is_saved_when_it_is_sent_again(admin, way):
    organisation = GoalFactory(organisation__summary="Old").organisation
    address = change_page(organisation)
    data = filled_in(admin, organisation)
    data["csrfmiddlewaretoken"] = admin.cookies["csrftoken"].value

    with locked() if way == "locked" else read_only_database():
        response = admin.post(address, data)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assertContains(response, f'action="{address}"', status_code=503)
    for text in ("My &lt;long&gt; &quot;text&quot;", "My goal", "Another goal"):
        assertContains(response, text, status_code=503)
    kept = fields_of(response, "busy_form")
    sent = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    del sent["csrfmiddlewaretoken"]
    assert {name: kept[name] for name in sent if sent[name]} == {k: v for k, v in sent.items() if v}
    organisation.refresh_from_db()
    assert organisation.summary == "Old"

    again = admin.post(address, kept)

    assert again.status_code == 302
    organisation.refresh_from_db()
    assert organisation.summary.replace("\r\n", "\n") == 'My <long> "text"\n\nof two paragraphs'
    assert sorted(goal.text for goal in organisation.goals.all()) == ["Another goal", "My goal"]


def test_files_have_to_be_chosen_again(admin):
    upload = SimpleUploadedFile("organisations.csv", b"name", content_type="text/csv")
    address = admin_page(Organisation, "import")
    admin.get(address)
    data = {"file": upload, "csrfmiddlewaretoken": admin.cookies["csrftoken"].value}

    with read_only_database():
        response = admin.post(address, data)

    assertContains(response, "Files cannot be kept.", status_code=503)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/admin/auth/user/add/", {"username": "ana", "password1": "a secret", "password2": "a secret"}),
        ("/admin/account/login/", {"login": "ana", "code": "a secret"}),
    ],
)
def test_secrets_do_not_come_back(admin, address, data, monkeypatch):
    admin.get("/admin/organisations/organisation/add/")
    data = data | {"csrfmiddlewaretoken": admin.cookies["csrftoken"].value}

    with gone(monkeypatch):
        response = admin.post(address, data)

    assertContains(response, "Nothing was saved. Please go back", status_code=503)
    assertNotContains(response, "a secret", status_code=503)
    assertNotContains(response, "busy_form", status_code=503)


def test_form_of_another_site_does_not_come_back(admin, monkeypatch):
    address = admin_page(Organisation, "add")

    with gone(monkeypatch):
        response = admin.post(address, {"summary": "Forged"}, headers={"origin": "https://elsewhere.example"})

    assertNotContains(response, "Forged", status_code=503)


@pytest.mark.parametrize("token", ["", "x", "a" * 32])
@pytest.mark.parametrize("has_cookie", [True, False])
def test_form_with_an_expired_token_is_saved_when_it_is_sent_again(admin, monkeypatch, token, has_cookie):
    organisation = GoalFactory(organisation__summary="Old").organisation
    address = change_page(organisation)
    data = filled_in(admin, organisation) | {"csrfmiddlewaretoken": token}
    if not has_cookie:
        del admin.cookies["csrftoken"]

    with gone(monkeypatch):
        response = admin.post(address, data, headers={"origin": "http://testserver"})

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    kept = fields_of(response, "busy_form")
    sent = {name: value if isinstance(value, list) else [value] for name, value in data.items() if value}
    assert {name: kept[name] for name in sent if name != "csrfmiddlewaretoken"} == {
        name: values for name, values in sent.items() if name != "csrfmiddlewaretoken"
    }

    again = admin.post(address, kept)

    assert again.status_code == 302
    assert sorted(goal.text for goal in organisation.goals.all()) == ["Another goal", "My goal"]


def test_form_with_too_many_fields_does_not_come_back_without_them(admin, monkeypatch, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    address = admin_page(Organisation, "add")

    with gone(monkeypatch):
        response = admin.post(address, {"a": 1, "b": 2, "c": 3}, headers={"origin": "http://testserver"})

    assertContains(response, "Nothing was saved. Please go back", status_code=503)
    assertNotContains(response, "busy_form", status_code=503)


def test_session_is_not_renewed_after_the_response(admin, caplog):
    organisation = OrganisationFactory()
    data = open_form(admin, change_page(organisation))
    data["csrfmiddlewaretoken"] = admin.cookies["csrftoken"].value
    session = admin.session
    session[RENEWED_AT] = 0
    session.save()

    with locked():
        response = admin.post(change_page(organisation), data)

    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert (response.status_code, record.status_code, admin.session[RENEWED_AT]) == (503, 503, 0)


def test_message_about_what_was_not_saved_after_all_is_not_shown_later(admin):
    organisation = edited(OrganisationFactory(), summary="A")
    data = open_form(admin, change_page(organisation))
    data["csrfmiddlewaretoken"] = admin.cookies["csrftoken"].value

    def fill_disk(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "reversion_version"'):  # the last step of a save, after its message
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fill_disk):
        response = admin.post(change_page(organisation), data)

    assert response.status_code == 503
    assertNotContains(admin.get("/admin/"), "successfully")


@pytest.mark.parametrize(
    ("address", "accept", "kind", "text"),
    [
        ("/", "text/html", "text/html; charset=utf-8", "The portal is busy"),
        ("/organisations/", "*/*", "text/html; charset=utf-8", "The portal is busy"),
        ("/organisations/data.json", "text/html", "application/json", f'{{"error": "{PLAIN}"}}'),
        ("/organisations/data.csv", "text/html", "text/plain; charset=utf-8", f"{PLAIN}\n"),
        ("/feed.atom", "*/*", "text/plain; charset=utf-8", f"{PLAIN}\n"),
        ("/organisations/", "application/json", "application/json", f'{{"error": "{PLAIN}"}}'),
        ("/admin/", "text/html", "text/html; charset=utf-8", "The portal is busy"),
        ("/healthz", "*/*", "text/html; charset=utf-8", "The portal is busy"),
    ],
)
def test_reading_without_a_database_is_503_in_the_format_asked_for(
    visitor, monkeypatch, address, accept, kind, text
):
    visitor.cookies["sessionid"] = "a session that cannot be read"

    with gone(monkeypatch):
        response = visitor.get(address, headers={"accept": accept})

    assert (response.status_code, response["Retry-After"], response["Content-Type"]) == (503, "30", kind)
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    if kind.startswith("text/html"):
        assert text_of(response).count(text) == 1
    else:
        assert response.content.decode() == text


@pytest.mark.parametrize("error", [LookupError, DatabaseError])
def test_error_of_the_portal_itself_stays_500(visitor, monkeypatch, caplog, error):
    def fail():
        raise error("wrong")

    monkeypatch.setattr(views, "home_content", fail)
    response = visitor.get("/")

    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert (response.status_code, record.exc_info is not None) == (500, True)


# On PostgreSQL, a new report waits for nobody.
@pytest.mark.parametrize("way", ["locked", "read-only"] if connection.vendor == "sqlite" else ["read-only"])
def test_report_of_a_visitor_is_stored_when_it_is_sent_again(visitor, way):
    data = filled_in_report(about="/data/", what='A <long> "text"\r\n\r\nof two paragraphs', email="a@b.org")

    with locked() if way == "locked" else read_only_database():
        response = visitor.post("/report/", data, headers=HERE)

    assert (response.status_code, response["Retry-After"], response.cookies) == (503, "30", {})
    assert 'What you entered What is wrong? A <long> "text" of two paragraphs Your email' in text_of(response)
    assertNotContains(response, "csrfmiddlewaretoken", status_code=503)
    kept = fields_of(response, "busy_form")
    assert kept == {name: [value] for name, value in data.items()}

    again = visitor.post("/report/", kept, headers=HERE)

    assert again.status_code == 302
    report = Report.objects.get()
    assert (report.what, report.email, report.page_name) == (
        'A <long> "text"\n\nof two paragraphs',
        "a@b.org",
        "Open data",
    )


def test_report_is_kept_while_the_database_is_gone(visitor, monkeypatch):
    data = filled_in_report(about="/organisations/aaa/")

    with gone(monkeypatch):
        response = visitor.post("/report/", data, headers=HERE)

    assert (response.status_code, response.cookies) == (503, {})
    assert fields_of(response, "busy_form") == {name: [value] for name, value in data.items()}


def test_report_from_another_site_does_not_come_back(visitor, monkeypatch):
    with gone(monkeypatch):
        response = visitor.post(
            "/report/", filled_in_report(what="Forged"), headers={"origin": "https://elsewhere.example"}
        )

    assert "Forged" not in response.content.decode()
