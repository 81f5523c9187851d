"""Unsaved changes of a form are kept, offered to the same person only, and gone once they are saved."""

import uuid
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.autosave.models import AutosavedForm
from catalogue.proposals.models import ProposedVersion
from organisations.models import Organisation
from tests.catalogue.proposals.proposing import propose
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.forms import form_of
from tests.staff import log_in, person_of

pytestmark = pytest.mark.django_db

FACTORIES = (OrganisationFactory, GrantFactory, ProjectFactory, TrainingFactory)


def address(entry, page: str = "change", *args, query=None) -> str:
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}"
    return reverse(name, args=args or [entry.pk], query=query)


def opened(client, page: str, **changes) -> tuple[dict, uuid.UUID]:
    """Return what the form at an address sends once it is kept, with changes, and its key."""
    response = client.get(page)
    key = response.context["autosave"].key
    return {**form_of(response), "_autosave": str(key), **changes}, key


def keep(client, entry, data: dict, key: uuid.UUID):
    return client.post(address(entry, "autosave", entry.pk, key), data)


@pytest.fixture
def publisher(client):
    return log_in(client, "Publisher")


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Centre for Dialogue", draft=True)


@pytest.fixture
def typed(client, publisher, organisation):
    """The fields of the organisation's form after somebody has typed into it, and the form's key."""
    return opened(client, address(organisation), name="Centre for Dialogue and Peace", summary="Typed")


def test_form_has_a_key_of_its_own_each_time(client, publisher, organisation):
    keys = {opened(client, address(organisation))[1] for _number in range(2)}

    assert len(keys) == 2
    assert AutosavedForm.objects.count() == 0


def test_changes_are_kept_and_the_entry_stays(client, organisation, typed):
    data, key = typed

    response = keep(client, organisation, data, key)

    kept = AutosavedForm.objects.get()
    assert response.status_code == 200
    assert response.json()["text"].startswith("Unsaved changes kept at")
    assert (kept.pk, kept.name, kept.data["summary"]) == (key, "Centre for Dialogue", ["Typed"])
    assert "csrfmiddlewaretoken" not in kept.data
    organisation.refresh_from_db()
    assert organisation.name == "Centre for Dialogue"


@pytest.mark.parametrize("factory", FACTORIES)
def test_continued_form_shows_what_was_entered(client, publisher, factory):
    entry = factory(draft=True)
    data, key = opened(client, address(entry), staff_note="Unsaved note")
    keep(client, entry, data, key)

    response = client.get(address(entry, query={"continue": key}))

    assert form_of(response) == {**data, "csrfmiddlewaretoken": ANY}
    assert "The form shows your unsaved changes of" in response.content.decode()


def test_rows_are_continued_new_changed_and_to_be_deleted(client, publisher):
    organisation = OrganisationFactory(draft=True)
    goals = [organisation.goals.create(order=number, text=f"Goal {number}") for number in (1, 2, 3)]
    data, key = opened(client, address(organisation))
    data |= {
        "goals-TOTAL_FORMS": "5",
        "goals-0-text": "Goal 1, changed",
        "goals-1-DELETE": "on",
        "goals-3-text": "A new goal",
        "goals-4-text": "Another",
        "goals-4-order": "1",
    }
    keep(client, organisation, data, key)
    goals[2].delete()

    found = form_of(client.get(address(organisation, query={"continue": key})))

    texts = [found[f"goals-{number}-text"] for number in range(int(found["goals-TOTAL_FORMS"]))]
    assert texts == ["Goal 1, changed", "Goal 2", "Goal 3", "A new goal", "Another", ""]
    assert found["goals-1-DELETE"] == "on"
    assert found["goals-INITIAL_FORMS"] == "2"
    assert [found[f"goals-{number}-id"] for number in range(4)] == [
        str(goals[0].pk),
        str(goals[1].pk),
        "",
        "",
    ]


def test_continued_form_can_be_saved_and_is_no_longer_kept(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    continued = form_of(client.get(address(organisation, query={"continue": key})))

    response = client.post(address(organisation), continued)

    organisation.refresh_from_db()
    assert response.status_code == 302
    assert organisation.name == "Centre for Dialogue and Peace"
    assert AutosavedForm.objects.count() == 0


def test_refused_form_stays_kept(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)

    response = client.post(address(organisation), {**data, "name": ""})

    assert response.status_code == 200
    assert form_of(response)["_autosave"] == str(key)
    assert AutosavedForm.objects.count() == 1


def test_continued_form_of_an_entry_changed_since_is_an_edit_conflict(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    organisation.summary = "Written by somebody else"
    organisation.save()
    continued = form_of(client.get(address(organisation, query={"continue": key})))

    response = client.post(address(organisation), continued)

    assert response.status_code == 200
    assert "was changed while you were editing" in response.content.decode()


def test_unsaved_changes_are_offered_and_discarded(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    page = client.get(address(organisation)).content.decode()

    response = client.post(address(organisation, "autosave", organisation.pk, key), {"_discard": "1"})

    assert "You have unsaved changes" in page
    assert f"?continue={key}" in page
    assert response.status_code == 302
    assert "You have unsaved changes" not in client.get(address(organisation)).content.decode()
    assert AutosavedForm.objects.count() == 0


def test_two_open_forms_do_not_replace_each_other(client, organisation, typed):
    data, key = typed
    other = uuid.uuid4()
    keep(client, organisation, data, key)
    keep(client, organisation, {**data, "summary": "In another tab"}, other)

    found = {kept.pk: kept.data["summary"] for kept in AutosavedForm.objects.all()}

    assert found == {key: ["Typed"], other: ["In another tab"]}


def test_new_entry_is_kept_and_continued(client, publisher):
    add = reverse("admin:organisations_organisation_add")
    data, key = opened(client, add, name="New network", summary="Typed")
    client.post(reverse("admin:organisations_organisation_add_autosave", args=[key]), data)

    offer = client.get(add).content.decode()
    continued = form_of(client.get(f"{add}?continue={key}"))
    client.post(add, continued)

    assert "New network" in offer
    assert continued["summary"] == "Typed"
    assert Organisation.objects.get().name == "New network"
    assert AutosavedForm.objects.count() == 0


def test_nobody_else_sees_or_changes_it(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    client.force_login(person_of("Publisher", "another"))

    page = client.get(address(organisation)).content.decode()
    continued = form_of(client.get(address(organisation, query={"continue": key})))
    kept = keep(client, organisation, {**data, "summary": "Theirs"}, key)
    discarded = client.post(address(organisation, "autosave", organisation.pk, key), {"_discard": "1"})

    assert "You have unsaved changes" not in page
    assert continued["summary"] != "Typed"
    assert (kept.status_code, discarded.status_code) == (403, 302)
    assert AutosavedForm.objects.get().data["summary"] == ["Typed"]


def test_key_of_another_form_is_refused(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    other = OrganisationFactory(draft=True)

    assert keep(client, other, data, key).status_code == 403


def test_only_who_may_save_keeps(client):
    entry = OrganisationFactory()
    log_in(client, "Analyst")

    assert keep(client, entry, {"name": "X"}, uuid.uuid4()).status_code == 403
    assert "autosave" not in client.get(address(entry)).context


def test_unsaved_proposed_changes_are_kept_continued_and_deleted_once_they_are_saved(client):
    entry = OrganisationFactory(summary="Old text.")
    propose(entry, summary="Proposed text.")
    log_in(client, "Editor")
    data, key = opened(client, address(entry), summary="Typed text.")
    assert keep(client, entry, data, key).status_code == 200

    continued = form_of(client.get(address(entry, query={"continue": str(key)})))
    response = client.post(address(entry), continued | {"_later": "1"})

    assert continued["summary"] == "Typed text."
    assert (continued["_proposed"], continued["_token"]) == (data["_proposed"], data["_token"])
    assert response.status_code == 302
    assert AutosavedForm.objects.count() == 0
    assert ProposedVersion.objects.get().state["entry"]["fields"]["summary"] == "Typed text."


def test_entry_that_is_gone_is_refused(client, organisation, typed):
    data, key = typed
    organisation_address = address(organisation, "autosave", organisation.pk, key)
    organisation.delete()

    assert client.post(organisation_address, data).status_code == 403


def test_get_returns_the_csrf_token_and_keeps_nothing(client, publisher, organisation):
    response = client.get(address(organisation, "autosave", organisation.pk, uuid.uuid4()))

    assert len(response.json()["token"]) == 64
    assert response["Cache-Control"].endswith("private")
    assert AutosavedForm.objects.count() == 0


def test_old_unsaved_changes_are_not_offered(client, organisation, typed):
    data, key = typed
    keep(client, organisation, data, key)
    AutosavedForm.objects.update(changed_at=timezone.now() - timedelta(days=31))

    page = client.get(address(organisation)).content.decode()

    assert "You have unsaved changes" not in page


@pytest.mark.parametrize("value", ["nonsense", "0", str(uuid.UUID(int=1))])
def test_unknown_key_in_the_address_shows_the_stored_form(client, publisher, organisation, value):
    response = client.get(address(organisation, query={"continue": value}))

    assert form_of(response)["name"] == "Centre for Dialogue"


def test_continued_nonsense_is_shown_and_never_an_error_page(client, organisation, typed):
    data, key = typed
    nonsense = {name: "x\u2028y" for name in data if not name.startswith("_")}
    nonsense |= {"goals-TOTAL_FORMS": "9" * 30, "partnerships-TOTAL_FORMS": "3", "partnerships-0-id": "x"}
    keep(client, organisation, nonsense, key)

    response = client.get(address(organisation, query={"continue": key}))

    assert response.status_code == 200
    assert AutosavedForm.objects.count() == 1
