"""The form of an organisation: its buttons, its status and the time of its publication."""

from datetime import UTC, datetime

import pytest

from organisations.models import Organisation
from tests.catalogue.publishing.admin.saving import save
from tests.catalogue.publishing.statuses import STATUSES, organisation_in
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory
from tests.forms import add_row, open_form
from tests.pages import change_page, messages_of, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"
MOMENT = {"published_at_0": "31/12/2998", "published_at_1": "10:30"}
STAMP = datetime(2998, 12, 31, 9, 30, tzinfo=UTC)


def buttons(response):
    return [step.name for step in response.context["status_transitions"]]


@pytest.mark.parametrize(
    ("group", "name", "offered"),
    [
        ("Editor", "draft", ["_review"]),
        ("Editor", "review", ["_draft"]),
        ("Editor", "withdrawn", ["_review", "_draft"]),
        ("Editor", "scheduled", []),
        ("Editor", "published", []),
        ("Publisher", "draft", ["_review", "_publish"]),
        ("Publisher", "review", ["_publish", "_draft"]),
        ("Publisher", "withdrawn", ["_review", "_publish", "_draft"]),
        ("Publisher", "scheduled", ["_publishnow", "_draft"]),
        ("Publisher", "published", ["_withdraw"]),
    ],
)
def test_form_offers_what_the_person_may_do_with_the_entry(client, group, name, offered):
    log_in(client, group)

    response = client.get(change_page(organisation_in(name)))

    assert buttons(response) == offered


@pytest.mark.parametrize(
    ("group", "offered"), [("Editor", ["_review"]), ("Publisher", ["_review", "_publish"])]
)
def test_form_of_a_new_entry_offers_to_lead_it_on(client, group, offered):
    log_in(client, group)

    response = client.get(ADD)

    assert buttons(response) == offered
    assert "To publish, add:" in text_of(response)


@pytest.mark.parametrize("name", STATUSES)
def test_saving_keeps_the_status(client, name):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, summary="Typed", _save="x")

    saved = Organisation.objects.get()
    assert (saved.status, saved.published_at, saved.summary) == (name, entry.published_at, "Typed")


@pytest.mark.parametrize("button", ["_publish", "_save"])
def test_message_after_saving_a_public_entry_links_to_its_page(client, button):
    log_in(client, "Publisher")
    entry = organisation_in("review" if button == "_publish" else "published")

    response = save(client, entry, **{button: "x"})

    last = messages_of(client.get(response.url))[-1]
    assert last.endswith(f' <a href="{entry.get_absolute_url()}">View the public page</a>')


@pytest.mark.parametrize("name", ["draft", "review", "withdrawn"])
def test_moment_typed_publishes_by_plain_saving_too(client, name):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, **MOMENT)

    entry.refresh_from_db()
    assert (entry.status, entry.published_at) == ("scheduled", STAMP)


@pytest.mark.parametrize("button", ["_review", "_publish"])
def test_incomplete_entry_is_saved_as_a_draft_and_the_form_lists_what_is_missing(client, button):
    log_in(client, "Publisher")
    entry = organisation_in("draft", is_country_not_stated=False)

    response = client.post(
        change_page(entry),
        open_form(client, change_page(entry)) | {"town": "Typed", **MOMENT, button: "x"},
        follow=True,
    )

    entry.refresh_from_db()
    assert (entry.status, entry.town) == ("draft", "Typed")
    assert response.redirect_chain[-1][0].partition("?")[0] == change_page(entry)
    assert messages_of(response) == [
        "Saved, but the status did not change. Missing: country (or tick “country not known”)."
    ]
    assert [fact.place for fact in response.context["status_missing"]] == ["id_country"]
    assert open_form(client, response.redirect_chain[-1][0])["published_at_0"] == "31/12/2998"


def test_incomplete_new_entry_is_saved_and_opens_again(client):
    log_in(client, "Publisher")
    data = open_form(client, ADD) | {"name": "A", "_publish": "x"}

    response = client.post(ADD, data)

    assert response.url == change_page(Organisation.objects.get())


def test_facts_in_rows_count_as_they_are_saved(client):
    log_in(client, "Publisher")
    project = ProjectFactory(draft=True, summary="A")
    data = open_form(client, change_page(project))
    add_row(data, "partners", organisation=OrganisationFactory().pk, role="lead", order="")

    client.post(change_page(project), data | {"_publish": "x"})

    project.refresh_from_db()
    assert project.status == "published"


def test_project_that_loses_its_lead_in_the_same_saving_is_not_published(client):
    log_in(client, "Publisher")
    partner = PartnerFactory(project=ProjectFactory(draft=True, summary="A"), role="lead")
    data = open_form(client, change_page(partner.project)) | {"partners-0-role": "partner", "_publish": "x"}

    client.post(change_page(partner.project), data)

    partner.project.refresh_from_db()
    assert partner.project.status == "draft"


def test_public_entry_that_loses_a_fact_is_saved_and_reported_as_incomplete(client):
    log_in(client, "Publisher")
    entry = organisation_in("published")

    response = save(client, entry, summary="")

    entry.refresh_from_db()
    assert (entry.status, entry.summary) == ("published", "")
    assert (
        messages_of(client.get(response.url))[1]
        == "This entry is published or scheduled, but incomplete. Missing: summary."
    )


def test_draft_lists_what_is_missing_with_links_to_the_fields(client):
    log_in(client, "Editor")

    response = client.get(change_page(OrganisationFactory(draft=True)))

    assert '<a href="#id_summary">summary</a>' in response.content.decode()
    assert "To publish, add:" in text_of(response)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("draft", "Draft. Only staff can see it."),
        ("review", "Waiting for a publisher to review it. Only staff can see it."),
        ("published", "Published on 1 January 2024, 01:00."),
        ("withdrawn", "Withdrawn. Only staff can see it. It keeps its address."),
    ],
)
def test_form_shows_the_status(client, name, sentence):
    log_in(client, "Publisher")

    response = client.get(change_page(organisation_in(name)))

    assert response.context["status_sentence"] == sentence
    assert sentence in text_of(response)


def test_grant_to_a_recipient_that_is_not_public_is_marked_as_not_visible(client):
    log_in(client, "Publisher")

    response = client.get(change_page(GrantFactory(recipient__draft=True)))

    assert response.context["status_sentence"] == (
        "Published, but not visible yet: the entry it belongs to is not public."
    )


def test_refused_form_still_shows_the_saved_status(client):
    log_in(client, "Publisher")
    entry = organisation_in("draft")

    response = save(client, entry, name="", **MOMENT)

    assert response.status_code == 200
    assert response.context["status_sentence"] == "Draft. Only staff can see it."


def test_save_is_called_by_its_name_for_a_draft(client):
    log_in(client, "Editor")

    assert 'value="Save as draft"' in client.get(ADD).content.decode()
    assert 'value="Save as draft"' in client.get(change_page(organisation_in("draft"))).content.decode()


def test_form_in_a_popup_offers_only_saving(client):
    log_in(client, "Publisher")

    response = client.get(ADD, {"_popup": "1"})

    assert 'name="_publish"' not in response.content.decode()
    assert 'value="Save"' in response.content.decode()


def test_entry_added_in_a_popup_is_a_draft(client):
    log_in(client, "Publisher")
    data = open_form(client, f"{ADD}?_popup=1") | {"name": "A"}

    response = client.post(f"{ADD}?_popup=1", data)

    assert response.status_code == 200
    assert Organisation.objects.get().status == "draft"
