"""The steps of an entry on its way to the public and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.former_addresses import FormerAddress
from catalogue.publishing.status import (
    ActionRefused,
    back_to_draft,
    publish,
    save_status,
    send_for_review,
    set_publication_date,
    withdraw,
)
from organisations.models import Organisation
from tests.catalogue.publishing.statuses import STATUSES, TOMORROW, organisation_in

pytestmark = pytest.mark.django_db


def schedule(entry):
    publish(entry, at=TOMORROW)


@pytest.mark.parametrize(
    ("step", "results"),
    [
        (send_for_review, {"draft": "review", "withdrawn": "review"}),
        (publish, dict.fromkeys(["draft", "review", "scheduled", "withdrawn"], "published")),
        (schedule, dict.fromkeys(["draft", "review", "scheduled", "withdrawn"], "scheduled")),
        (withdraw, {"published": "withdrawn"}),
        (back_to_draft, dict.fromkeys(["draft", "review", "scheduled", "withdrawn"], "draft")),
    ],
)
def test_step_leads_from_where_it_may_to_where_it_should(step, results):
    for name in STATUSES:
        entry = organisation_in(name)
        if name in results:
            step(entry)
        else:
            with pytest.raises(ActionRefused):
                step(entry)
        entry.save()

        assert Organisation.objects.get(pk=entry.pk).status == results.get(name, name)


@pytest.mark.parametrize("step", [send_for_review, publish, schedule])
def test_incomplete_entry_keeps_its_status_and_lists_what_is_missing(step):
    entry = organisation_in("draft", summary="", is_country_not_stated=False)

    with pytest.raises(
        ActionRefused, match=r"^Missing: summary, country \(or tick “country not known”\)\.$"
    ) as raised:
        step(entry)

    assert [fact.key for fact in raised.value.missing] == ["summary", "country"]
    assert entry.status == "draft"


def test_incomplete_entry_may_be_withdrawn_and_be_a_draft():
    entry = organisation_in("published", summary="")

    withdraw(entry)
    back_to_draft(entry)

    assert entry.status == "draft"


def test_withdrawn_entry_keeps_its_address_while_it_is_reworked(client):
    entry = organisation_in("published", slug="before")
    withdraw(entry)
    save_status(entry)
    assert client.get("/organisations/before/").status_code == 404

    back_to_draft(entry)
    entry.slug = "after"
    publish(entry)
    entry.save()

    assert client.get("/organisations/before/").url == "/organisations/after/"


def test_public_entry_that_is_rescheduled_keeps_its_address():
    entry = organisation_in("published", slug="before")

    set_publication_date(entry, TOMORROW)
    save_status(entry, was_public=True)

    assert entry.status == "scheduled"
    assert FormerAddress.objects.get().slug == "before"


def test_draft_keeps_no_address():
    entry = organisation_in("draft")

    send_for_review(entry)
    save_status(entry)

    assert FormerAddress.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "moment", "after"),
    [
        ("published", None, "withdrawn"),
        ("scheduled", None, "draft"),
        ("withdrawn", TOMORROW, "scheduled"),
        ("review", timezone.now(), "published"),
    ],
)
def test_time_entered_or_cleared_changes_the_status(before, moment, after):
    entry = organisation_in(before)

    set_publication_date(entry, moment)
    save_status(entry)

    assert Organisation.objects.get(pk=entry.pk).status == after


def test_status_of_one_and_of_many_agree():
    entries = {name: organisation_in(name) for name in STATUSES}

    for name, entry in entries.items():
        assert entry.status == name
        assert list(Organisation.objects.with_status(name)) == [entry]


def test_stale_is_what_is_public_and_was_not_changed_for_a_year():
    entries = {name: organisation_in(name) for name in STATUSES}
    Organisation.objects.update(updated_at=timezone.now() - timedelta(days=366))
    organisation_in("published")

    assert list(Organisation.objects.stale()) == [entries["published"]]
