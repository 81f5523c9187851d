"""The back office of contacts and reports."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from organisations.merging.merge import merge
from smartbalkans.contact.models import Contact, Report
from tests.factories import ContactFactory, CountryFactory, OrganisationFactory, ReportFactory
from tests.forms import errors_of, open_form
from tests.pages import admin_page, change_page, text_of
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    entry = OrganisationFactory(name="Open Rivers", slug="open-rivers")
    return ReportFactory(
        entry=entry,
        address=entry.get_absolute_url(),
        page_name="Open Rivers",
        what="A <b>wrong</b> year",
        email="ana@example.org",
    )


def change(client, report, **values) -> Report:
    """Save the form of a report, and return the report as it is stored then."""
    data = {**open_form(client, change_page(report)), **values}
    assert client.post(change_page(report), data).status_code == 302
    report.refresh_from_db()
    return report


def test_report_is_shown_with_links_to_the_page_and_its_form(client, report):
    log_in(client, "Editor")

    response = client.get(change_page(report))

    assertContains(response, '<a href="/organisations/open-rivers/">Open Rivers</a>')
    assertContains(response, f'<a href="{change_page(report.entry)}">Open in the back office</a>')
    assertContains(response, '<a href="mailto:ana@example.org">ana@example.org</a>')
    assertContains(response, "A &lt;b&gt;wrong&lt;/b&gt; year")


def test_report_of_a_merged_organisation_leads_to_the_one_that_is_kept(client, report):
    kept = OrganisationFactory(name="Rivers & Lakes")
    merge(kept.pk, report.entry.pk, (kept.token, report.entry.token), {}, person_of("Publisher"))
    log_in(client, "Editor")

    response = client.get(change_page(report))

    page = '<a href="/organisations/open-rivers/">Open Rivers</a>'
    assertContains(response, f"{page} (merged into “Rivers &amp; Lakes”)")
    assertContains(response, f'<a href="{change_page(kept)}">Open in the back office</a>')
    assert client.get("/organisations/open-rivers/").url == kept.get_absolute_url()


def test_report_of_a_deleted_entry_keeps_its_name(client, report):
    report.entry.delete()
    log_in(client, "Editor")

    form = client.get(change_page(report))
    reports = client.get(admin_page(Report, "changelist"))

    assert "Page: Open Rivers (deleted)" in text_of(form)
    assertNotContains(form, "Open in the back office")
    assertNotContains(form, report.address)
    assertContains(reports, "Open Rivers")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"address": "", "page_name": ""}, "Page: The portal"),
        ({"address": "/none/", "page_name": "/none/"}, "Page: /none/"),
        ({"email": ""}, "None: not entered, or deleted after 90 days"),
    ],
)
def test_report_without_an_entry_or_email_states_it(client, values, text):
    log_in(client, "Editor")

    response = client.get(change_page(ReportFactory(**values)))

    assert text in text_of(response)
    assertNotContains(response, "Open in the back office")


def test_staff_change_only_status_handler_and_note(client, report):
    log_in(client, "Editor")
    other = person_of("Publisher")

    changed = change(
        client,
        report,
        status="in_progress",
        handler=str(other.pk),
        note="Asked them",
        what="Forged",
        email="forged@example.org",
    )

    assert (changed.status, changed.handler, changed.note) == ("in_progress", other, "Asked them")
    assert (changed.what, changed.email) == ("A <b>wrong</b> year", "ana@example.org")


def test_person_who_begins_becomes_the_handler(client, report):
    me = log_in(client, "Editor")

    assert change(client, report, note="Seen").handler is None
    assert change(client, report, status="closed").handler == me


def test_saving_a_report_deletes_old_email_addresses(client, report):
    log_in(client, "Editor")
    old = ReportFactory(email="old@example.org", status="closed")
    Report.objects.filter(pk=old.pk).update(closed_at=timezone.now() - timedelta(days=90))

    change(client, report, status="closed")

    old.refresh_from_db()
    assert (old.email, report.email) == ("", "ana@example.org")


def test_log_of_changes_has_no_email_address(client, report):
    log_in(client, "Editor")

    change(client, report, status="closed")

    (entry,) = LogEntry.objects.all()
    assert "ana@example.org" not in f"{entry.object_repr}{entry.change_message}"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["closed", "in_progress", "new"]),
        ({"status": "open"}, ["in_progress", "new"]),
        ({"status": "new"}, ["new"]),
        ({"status": "closed"}, ["closed"]),
        ({"status": "nonsense"}, ["closed", "in_progress", "new"]),
        ({"q": "Mistake in_progress"}, ["in_progress"]),
    ],
)
def test_list_is_filtered_by_status(client, query, names):
    log_in(client, "Editor")
    for status in ("new", "in_progress", "closed"):
        ReportFactory(status=status, what=f"Mistake {status}")

    response = client.get(admin_page(Report, "changelist"), query)

    assert [report.status for report in response.context["cl"].result_list] == names


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(Report, 5), (Contact, 7)])
def test_list_has_a_fixed_number_of_queries(admin_client, django_assert_num_queries, model, queries, rows):
    for number in range(rows):
        ReportFactory(handler=person_of("Editor", f"editor{number}"), entry=OrganisationFactory())
        ContactFactory(countries=["AL", "RS"])
    admin_client.get(admin_page(model, "changelist"))

    with django_assert_num_queries(queries):
        admin_client.get(admin_page(model, "changelist"))


@pytest.mark.parametrize(
    ("group", "model", "statuses"),
    [
        ("Analyst", Report, [403, 403, 403, 403]),
        ("Editor", Report, [200, 200, 403, 403]),
        ("Publisher", Report, [200, 200, 403, 403]),
        ("Administrator", Report, [200, 200, 403, 200]),
        ("Analyst", Contact, [200, 200, 403, 403]),
        ("Editor", Contact, [200, 200, 403, 403]),
        ("Publisher", Contact, [200, 200, 200, 403]),
        ("Administrator", Contact, [200, 200, 200, 200]),
    ],
)
def test_pages_are_open_to_the_groups_that_need_them(client, group, model, statuses):
    log_in(client, group)
    thing = ReportFactory() if model is Report else ContactFactory()
    pages = [
        admin_page(model, "changelist"),
        change_page(thing),
        f"{admin_page(model, 'changelist')}add/",
        admin_page(model, "delete", thing.pk),
    ]

    assert [client.get(page).status_code for page in pages] == statuses


def test_publisher_adds_a_contact(client):
    log_in(client, "Publisher")
    organisation = OrganisationFactory(name="Rivers", programme_role="lead_implementer")
    OrganisationFactory(name="Grantee")
    CountryFactory(code="AL", name="Albania", is_programme_country=True)
    CountryFactory(code="NO", name="Norway")
    address = admin_page(Contact, "add")
    data = {**open_form(client, address), "organisation": organisation.pk, "purpose": "Grants"}

    page = client.get(address)
    refused = client.post(address, {**data, "telephone": "call me"})
    unreachable = client.post(address, data)
    client.post(address, {**data, "countries": ["AL"], "email": "grants@example.org"})

    assertContains(page, "Rivers")
    assertNotContains(page, "Grantee")
    assertNotContains(page, "Norway")
    assertNotContains(page, "Add another")
    assert errors_of(refused)["telephone"] == ["Enter a telephone number such as +387 33 123 456."]
    assert errors_of(unreachable) == {"email": ["Enter an email address or a telephone number."]}
    (contact,) = Contact.objects.all()
    assert (str(contact), contact.email) == ("Rivers: Grants", "grants@example.org")
    text = text_of(client.get(admin_page(Contact, "changelist")))
    assert "Grants Rivers Albania grants@example.org" in text


def test_organisation_with_a_contact_is_not_deleted(client):
    log_in(client, "Publisher")
    contact = ContactFactory()

    client.post(admin_page(type(contact.organisation), "delete", contact.organisation.pk), {"post": "yes"})

    assert Contact.objects.get().organisation == contact.organisation


def test_contacts_for_all_countries_can_be_filtered(client):
    CountryFactory(code="RS", is_programme_country=True)
    ContactFactory(purpose="Everywhere")
    ContactFactory(purpose="Albania alone", countries=["AL"])
    log_in(client, "Publisher")

    page = text_of(client.get(admin_page(Contact, "changelist")))
    response = client.get(admin_page(Contact, "changelist", countries__isnull="True"))

    assert "Country All Country AL Country RS For all countries" in page
    assert [contact.purpose for contact in response.context["cl"].result_list] == ["Everywhere"]
