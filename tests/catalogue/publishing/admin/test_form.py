"""The form's buttons and moments, on organisations, as the server takes them."""

from datetime import UTC, datetime

import pytest
import reversion
from reversion.models import Revision

from catalogue.former_addresses import FormerAddress
from organisations.models import Organisation
from tests.catalogue.publishing.statuses import STATUSES, organisation_in
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory
from tests.forms import add_row, open_form
from tests.pages import change_page, messages_of, text_of
from tests.staff import log_in

pytestmark = pytest.mark.django_db

ADD = "/admin/organisations/organisation/add/"
MOMENT = {"published_at_0": "31/12/2998", "published_at_1": "10:30"}
STAMP = datetime(2998, 12, 31, 9, 30, tzinfo=UTC)


def save(client, entry, **values):
    data = open_form(client, change_page(entry))
    return client.post(change_page(entry), data | values)


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


@pytest.mark.parametrize(
    ("name", "button", "after"),
    [
        ("draft", "_review", "review"),
        ("draft", "_publish", "published"),
        ("review", "_publish", "published"),
        ("review", "_draft", "draft"),
        ("scheduled", "_publishnow", "published"),
        ("scheduled", "_draft", "draft"),
        ("published", "_withdraw", "withdrawn"),
        ("withdrawn", "_review", "review"),
        ("withdrawn", "_draft", "draft"),
    ],
)
def test_button_saves_what_was_typed_and_leads_the_entry_on(client, name, button, after):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, summary="Typed", _note="Too long", **{button: "x"})

    entry.refresh_from_db()
    assert (entry.status, entry.summary) == (after, "Typed")


@pytest.mark.parametrize("name", STATUSES)
def test_saving_keeps_the_status(client, name):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, summary="Typed", _save="x")

    saved = Organisation.objects.get()
    assert (saved.status, saved.published_at, saved.summary) == (name, entry.published_at, "Typed")


@pytest.mark.parametrize("group", ["Editor", "Publisher"])
def test_new_entry_is_sent_for_review_with_its_author(client, group):
    person = log_in(client, group)
    data = open_form(client, ADD) | {"name": "A", "summary": "B", "is_country_not_stated": "on"}

    client.post(ADD, data | {"_review": "x"})

    entry = Organisation.objects.get()
    assert (entry.status, entry.author) == ("review", person)


def test_publish_uses_the_time_that_was_entered(client):
    log_in(client, "Publisher")
    entry = organisation_in("review")

    response = save(client, entry, **MOMENT, _publish="x")

    entry.refresh_from_db()
    assert (entry.status, entry.published_at, entry.stage) == ("scheduled", STAMP, "")
    assert messages_of(client.get(response.url)) == [
        f'<a href="{change_page(entry)}">{entry}</a>: Scheduled for 31 December 2998, 10:30.'
    ]


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


@pytest.mark.parametrize(("name", "after"), [("scheduled", "draft"), ("published", "withdrawn")])
def test_clearing_the_time_withdraws_the_entry(client, name, after):
    log_in(client, "Publisher")
    entry = organisation_in(name)

    save(client, entry, published_at_0="", published_at_1="")

    entry.refresh_from_db()
    assert entry.status == after


def test_time_entered_with_another_transition_is_reported_as_not_kept(client):
    log_in(client, "Publisher")
    entry = organisation_in("draft")

    response = save(client, entry, **MOMENT, _review="x")

    assert messages_of(client.get(response.url)) == [
        f'<a href="{change_page(entry)}">{entry}</a>: Sent for review. '
        "The date you entered (31 December 2998, 10:30) was not kept."
    ]


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


@pytest.mark.parametrize("name", ["scheduled", "published"])
def test_editor_may_view_public_entries_and_is_shown_what_to_do(client, name):
    log_in(client, "Editor")
    entry = organisation_in(name)

    page = client.get(change_page(entry) + "?version=published")
    response = client.post(change_page(entry), {"name": "B"})

    assert "Only publishers can edit it." in text_of(page)
    assert "Save" not in text_of(page)
    assert response.status_code == 403


@pytest.mark.parametrize("button", ["_publish", "_publishnow", "_withdraw"])
def test_editor_does_not_publish_by_sending_the_button(client, button):
    log_in(client, "Editor")
    entry = organisation_in("draft")

    response = save(client, entry, summary="Typed", **{button: "x"})

    entry.refresh_from_db()
    assert response.status_code == 403
    assert (entry.status, entry.summary) == ("draft", "A")


def test_editor_does_not_add_what_is_published(client):
    log_in(client, "Editor")
    data = open_form(client, ADD) | {"name": "A", "summary": "B", "is_country_not_stated": "on"}

    response = client.post(ADD, data | {"_publish": "x"})

    assert (response.status_code, Organisation.objects.count()) == (403, 0)


def test_moment_typed_by_an_editor_has_no_effect(client):
    log_in(client, "Editor")
    entry = organisation_in("draft")
    data = open_form(client, change_page(entry))

    client.post(change_page(entry), data | MOMENT)
    client.post(ADD, open_form(client, ADD) | {"name": "New"} | MOMENT)

    assert "published_at_0" not in data
    assert list(Organisation.objects.values_list("published_at", flat=True)) == [None, None]


def test_transition_that_is_no_longer_possible_is_reported(client):
    log_in(client, "Publisher")
    entry = organisation_in("published")

    response = save(client, entry, summary="Typed", _publish="x")

    entry.refresh_from_db()
    assert entry.summary == "Typed"
    assert messages_of(client.get(response.url)) == [
        "Saved, but the status did not change. Already published."
    ]


def test_step_is_recorded_in_the_history(client):
    log_in(client, "Publisher")
    with reversion.create_revision():
        entry = organisation_in("draft")

    save(client, entry, _publish="x")

    assert Revision.objects.order_by("pk").last().comment == "Published"


def test_scheduling_is_recorded_as_such(client):
    log_in(client, "Publisher")
    entry = organisation_in("draft")

    save(client, entry, _publish="x", **MOMENT)

    comment = Revision.objects.order_by("pk").last().comment
    assert comment == "Scheduled for 31 December 2998, 10:30."


def test_publisher_changes_the_address_of_a_public_entry_and_the_old_one_redirects(client):
    log_in(client, "Publisher")
    entry = organisation_in("published", slug="before")

    save(client, entry, slug="after")

    assert client.get("/organisations/before/").url == "/organisations/after/"


def test_publisher_changes_an_address_back(client):
    log_in(client, "Publisher")
    entry = organisation_in("published", slug="before")

    save(client, entry, slug="after")
    save(client, entry, slug="before")

    assert client.get("/organisations/before/").status_code == 200
    assert client.get("/organisations/after/").url == "/organisations/before/"


def test_address_of_a_draft_is_not_kept(client):
    log_in(client, "Publisher")

    save(client, organisation_in("draft", slug="before"), slug="after")

    assert FormerAddress.objects.count() == 0


def test_form_of_a_public_entry_states_that_the_old_address_redirects(client):
    log_in(client, "Publisher")

    assert "the old address redirects here" in text_of(client.get(change_page(organisation_in("published"))))
    assert "the old address redirects here" not in text_of(client.get(change_page(organisation_in("draft"))))


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
