"""Writing to the programme: the contacts, the form for mistakes, and what becomes of a report."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from organisations.models import Organisation
from smartbalkans.contact.models import Report
from smartbalkans.contact.querysets import EMAIL_KEPT
from smartbalkans.contact.stamps import is_valid_stamp
from tests.addresses import addresses, make_what_is_public, text_in
from tests.factories import ContactFactory, CountryFactory, OrganisationFactory, ReportFactory, ThemeFactory
from tests.forms import form_of, open_form
from tests.pages import text_of
from tests.smartbalkans.contact.sending import HERE, send
from tests.threads import run_together

pytestmark = pytest.mark.django_db

HOUR = 3600
ENTERED = {"what": 'A <b>"bold"</b>\r\nmistake', "evidence": "I was there.", "email": "ana@example.org"}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Open Rivers", slug="open-rivers")


def stored() -> dict:
    return Report.objects.values("what", "evidence", "email", "address", "page_name", "status").get()


def entered_on(response) -> dict[str, str]:
    """Return the answers that the page with the form has, as a browser would send them again."""
    data = form_of(response)
    return {name: data[name].replace("\r\n", "\n").replace("\n", "\r\n") for name in ENTERED}


def test_contacts_are_listed_by_country(client):
    rivers = OrganisationFactory(name="Rivers", programme_role="lead_implementer")
    ContactFactory(
        organisation=rivers, purpose="Press", email="press@example.org", languages="Albanian and English"
    )
    ContactFactory(
        organisation=rivers, purpose="Grants", email="", telephone="+387 33 1", countries=["AL", "BA"]
    )
    ContactFactory(organisation__draft=True, purpose="Secret", countries=["AL"])
    CountryFactory(code="RS", name="Serbia", is_programme_country=True)

    text = text_of(client.get("/contact/"))

    assert text.partition("All countries ")[2].partition(" http://testserver/contact/")[0] == (
        "Press Rivers Email: press@example.org Languages: Albanian and English"
        " Country AL Grants Rivers Telephone: +387 33 1"
        " Country BA Grants Rivers Telephone: +387 33 1"
    )


def test_contact_page_without_contacts_names_other_ways(client):
    text = text_of(client.get("/contact/"))

    assert "No contacts have been published yet." in text
    assert "Report a mistake" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_contact_page_has_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        ContactFactory(countries=["AL", "RS"])
    client.get("/contact/")  # reads the programme

    with django_assert_num_queries(4):  # contacts, their countries, the countries, the version of the data
        client.get("/contact/")


@pytest.mark.parametrize("path", ["/", "/organisations/open-rivers/", "/none/", "/report/"])
def test_every_page_links_to_the_pages_about_the_site_and_its_places(client, organisation, path):
    response = client.get(path)

    pages = (
        "contact",
        "accessibility",
        "privacy",
        "legal",
        "data",
        "about",
        "countries",
        "themes",
        "insights",
    )
    for address in map("/{}/".format, pages):
        assertContains(
            response, f'<a class="footer__link" href="{address}">', status_code=response.status_code
        )
    for name in (
        *("Centar za promociju civilnog društva (CPCD)", "Center for Research and Policy Making (CRPM)"),
        *("Institute for Democracy and Mediation (IDM)", "Norwegian Ministry of Foreign Affairs"),
    ):
        assert name in text_of(response)


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("/organisations/open-rivers/", "/organisations/open-rivers/"),
        ("/data/", "/data/"),
        ("/accessibility/", "/accessibility/"),
        ("/countries/al/", "/countries/al/"),
        ("/themes/cyber-security/", "/themes/cyber-security/"),
        ("/none/a%20b/%22%3E?q=1", "/none/a%20b/%22%3E"),
    ],
)
def test_pages_link_to_the_form(client, organisation, path, about):
    CountryFactory(is_programme_country=True)
    ThemeFactory(slug="cyber-security")

    response = client.get(path)

    assertContains(response, f'href="/report/?about={about}"', status_code=response.status_code)


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_page_of_every_kind_of_entry_links_to_the_form(client, kind):
    entry = make_what_is_public(author=None)[kind]

    response = client.get(entry.get_absolute_url())

    assertContains(response, f'href="/report/?about={entry.get_absolute_url()}"')


def test_preview_does_not_link_to_the_form(admin_client):
    entry = OrganisationFactory(draft=True)

    response = admin_client.get(f"/admin/organisations/organisation/{entry.pk}/preview/")

    assertContains(response, "This page is not public.")
    assertNotContains(response, "/report/")


def test_form_names_the_page(client, organisation):
    text = text_of(client.get("/report/", {"about": "/organisations/open-rivers/"}))

    assert "Page: Open Rivers" in text


@pytest.mark.parametrize(
    ("about", "queries"), [("", 1), ("/data/", 1), ("/none/", 1), ("/organisations/open-rivers/", 2)]
)
def test_form_has_a_fixed_number_of_queries(client, organisation, django_assert_num_queries, about, queries):
    client.get("/report/", {"about": about})  # reads the programme

    with django_assert_num_queries(queries):  # one for the version of the data
        client.get("/report/", {"about": about})


def test_form_does_not_name_an_entry_that_is_not_public(client):
    OrganisationFactory(name="Secret", slug="aaa", draft=True)

    response = client.get("/report/", {"about": "/organisations/aaa/"})

    assertContains(response, "/organisations/aaa/")
    assertNotContains(response, "Secret")


def test_form_is_the_same_for_everybody_within_an_hour(client, organisation, clock):
    clock.now = clock.now // HOUR * HOUR
    address = "/report/?about=/organisations/open-rivers/"
    first = client.get(address)
    clock.now += HOUR - 1
    client.cookies["sessionid"] = "anything"

    second = client.get(address)

    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    for response in (first, second):
        assert response.cookies == {}
        assert "Cookie" not in response.get("Vary", "")
        assert "Cache-Control" not in response


def test_report_is_stored_with_its_page(client, organisation):
    response = send(client, **ENTERED, about="/organisations/open-rivers/")

    assert (response.status_code, response["Location"]) == (
        302,
        "/report/thanks/?about=%2Forganisations%2Fopen-rivers%2F",
    )
    assert stored() == {
        **ENTERED,
        "what": 'A <b>"bold"</b>\nmistake',
        "address": "/organisations/open-rivers/",
        "page_name": "Open Rivers",
        "status": "new",
    }
    assert Report.objects.get().entry == organisation
    thanks = client.get(response["Location"])
    assertContains(thanks, '<a href="/organisations/open-rivers/">Back to Open Rivers</a>')
    assert (response.cookies, thanks.cookies) == ({}, {})


@pytest.mark.parametrize("about", ["", "https://elsewhere.example/", "javascript:alert(1)"])
def test_report_about_no_page_is_stored(client, about):
    response = send(client, about=about)

    assert response["Location"] == "/report/thanks/?about="
    assert (stored()["address"], stored()["page_name"]) == ("", "")
    assert str(Report.objects.get()) == f"Report {Report.objects.get().pk} about the portal"
    assertNotContains(client.get("/report/thanks/", {"about": about}), "Back to")


def test_report_stays_when_its_entry_is_deleted(client, organisation):
    send(client, about="/organisations/open-rivers/")

    Organisation.objects.all().delete()

    assert (Report.objects.get().entry, stored()["page_name"]) == (None, "Open Rivers")


@pytest.mark.parametrize(
    "values",
    [
        {"what": " \r\n"},
        {"email": "ana"},
        {"evidence": "http://a http://b http://c http://d"},
        {"evidence": "A" * 3001},
        {"subject": "Buy now"},
        {"stamp": "forged"},
    ],
)
def test_form_with_an_error_keeps_what_was_entered(client, organisation, values):
    entered = {**ENTERED, **{name: value for name, value in values.items() if name in ENTERED}}

    response = send(client, **{**ENTERED, **values}, about="/organisations/open-rivers/")

    assert response.status_code == 200
    assertContains(response, "There is a problem")
    assertContains(response, "<title>Error: Report a mistake · SMART Balkans</title>", html=True)
    assert entered_on(response) == entered
    assertContains(response, '<input type="hidden" name="about" value="/organisations/open-rivers/">')
    assertNotContains(response, "Buy now")
    assert "no-store" in response["Cache-Control"]
    assert (response.cookies, Report.objects.count()) == ({}, 0)


def test_errors_are_linked_with_their_fields(client):
    response = send(client, what="", email="ana")

    for name, text in (
        ("what", "Enter what is wrong."),
        ("email", "Enter an email address such as info@example.org."),
    ):
        assertContains(response, f'<li><a href="#id_{name}">{text}</a></li>', html=True)
        assertContains(response, f'aria-describedby="id_{name}_helptext id_{name}_error"')
    assertContains(response, 'aria-invalid="true"', count=2)


def test_form_that_is_too_old_is_sent_again_with_a_new_stamp(client, clock):
    data = {**open_form(client, "/report/"), **ENTERED}
    clock.now += 25 * HOUR

    late = client.post("/report/", data, headers=HERE)
    data |= {"stamp": form_of(late)["stamp"]}
    again = client.post("/report/", data, headers=HERE)

    assertContains(late, "This form was open for more than a day.")
    assert is_valid_stamp(data["stamp"])
    assert (again.status_code, stored()["evidence"]) == (302, "I was there.")


def test_form_works_without_javascript_or_cookies_as_it_is(client):
    data = open_form(client, "/report/?about=/data/")

    response = client.post("/report/", {**data, "what": "Wrong"}, headers=HERE)

    assert (response.status_code, stored()["page_name"]) == (302, "Open data")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://testserver"}, 302),
        ({"referer": "http://testserver/report/?about=/data/"}, 302),
        ({"origin": "https://testserver"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://elsewhere.example", "referer": "http://testserver/report/"}, 403),
        ({"referer": "http://elsewhere.example/testserver"}, 403),
        ({}, 403),
    ],
)
def test_report_comes_from_a_page_of_the_portal(headers, status):
    client = Client(enforce_csrf_checks=True)

    response = send(client, headers, what="From somewhere")

    assert (response.status_code, Report.objects.count()) == (status, int(status == 302))
    if status == 403:
        is_kept = not headers
        assertContains(response, "From somewhere", count=int(is_kept), status_code=403)
        assertContains(response, "There is a problem", status_code=403)


def test_sender_may_send_five_reports_an_hour(client):
    statuses = [send(client).status_code for _ in range(5)]

    refused = send(client, **ENTERED)

    assert (statuses, refused.status_code, refused["Retry-After"]) == ([302] * 5, 429, "3600")
    assert entered_on(refused)["evidence"] == "I was there."
    assert "You have sent 5 reports within an hour." in text_of(refused)
    assert Client().post("/report/").status_code == 403
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other).status_code == 302
    Report.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert (send(client).status_code, Report.objects.count()) == (302, 7)


def test_forms_with_errors_do_not_count_towards_the_limit(client):
    for _ in range(6):
        send(client, what="")

    assert send(client).status_code == 302


def test_new_report_deletes_what_is_no_longer_needed_of_others(client):
    old = ReportFactory(sender="a", email="a@example.org", status="closed")
    Report.objects.update(
        created_at=timezone.now() - timedelta(days=91), closed_at=timezone.now() - timedelta(days=91)
    )

    send(client)

    old.refresh_from_db()
    assert (old.sender, old.email) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_reports_sent_at_the_same_time_do_not_pass_the_limit(client):
    barrier = threading.Barrier(8)

    def send_one():
        barrier.wait()
        return send(Client()).status_code

    statuses = run_together(*[send_one] * 8)

    assert sorted(statuses) == [302] * 5 + [429] * 3
    assert Report.objects.count() == 5


@pytest.mark.parametrize("is_staff", [False, True])
def test_no_public_address_shows_a_report(client, is_staff):
    shown = make_what_is_public(author=None)
    ContactFactory()
    if is_staff:
        client.force_login(get_user_model().objects.create_superuser("chief"))
    secret = {"what": "Hushed", "evidence": "Hushed", "email": "Hushed@example.org"}
    for entry in shown:
        send(Client(REMOTE_ADDR=f"192.0.2.{entry.pk % 200}"), **secret, about=entry.get_absolute_url())
    Report.objects.update(note="Hushed", sender="Hushed")
    assert Report.objects.count() == len(shown)
    places = [
        *addresses(),
        "/search/?q=mistake",
        *(f"/report/?about={one.get_absolute_url()}" for one in shown),
    ]

    texts = {address: text_in(client.get(address).getvalue()) for address in places}

    assert [address for address, text in texts.items() if "Hushed" in text] == []


@pytest.mark.parametrize("path", ["/privacy/", "/report/"])
def test_pages_state_when_an_email_address_is_deleted(client, path):
    text = text_of(client.get(path))

    assert f"deleted {EMAIL_KEPT.days} days after the report is closed" in text
