"""What is not for the public is at no public address: the tests walk over all that there are."""

import json
from typing import NamedTuple

import pytest
from django.contrib.auth import get_user_model

from organisations.models import Grant
from tests.addresses import ENTRIES, addresses, make_what_is_public, text_in
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TestimonialFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db

KINDS_OF_FILES = {
    "application/atom+xml",
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/xml",
    "application/zip",
    "text/calendar",
    "text/csv",
}
CSV_FILES = [f"/{section}/data.csv" for section in ("organisations", "projects", "grants", "trainings")]
INTERNAL = {"staff_note", "stage", "author", "author_id", "token"}


class AddressResponse(NamedTuple):
    """What an address answers."""

    status: int
    kind: str
    text: str


def ask(client, address: str) -> AddressResponse:
    response = client.get(address)
    kind = response.headers["Content-Type"].partition(";")[0]
    return AddressResponse(response.status_code, kind, text_in(response.getvalue()))


def keys_in(value) -> set[str]:
    """Return the keys at every depth of a JSON file."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


def make_what_is_secret(organisation, grant, project, training, author) -> None:
    """Make what is not public in every way there is, hung on what is."""
    secret = {"draft": True, "author": author}
    hidden = OrganisationFactory(name="Secret organisation", acronym="SECRET", **secret)
    PartnerFactory(project=project, organisation=hidden)
    OrganisationFactory(name="Secret review", stage="review", **secret)
    OrganisationFactory(name="Secret withdrawn", stage="withdrawn", **secret)
    GrantFactory(call="Secret call", recipient=organisation, **secret)
    GrantFactory(call="Secret grant", recipient=hidden)
    in_secret = ProjectFactory(name="Secret project", summary="Secret", **secret)
    PartnerFactory(project=in_secret, organisation=organisation)
    core = GrantFactory(recipient=organisation, slug="shown-core", amount=1, currency="EUR")
    ProjectFactory(name="Secret plan", grant=core, **secret)
    ProjectFactory(
        name="Shown plan", grant=GrantFactory(slug="secret-grant", recipient=organisation, **secret)
    )
    SpeakerFactory(training=training, name="A", organisation=hidden)
    TestimonialFactory(training=training, organisation=hidden)
    event = TrainingFactory(name="Secret training", **secret)
    SpeakerFactory(training=event, name="Secret speaker", organisation=organisation)


def test_no_public_address_has_what_is_secret(client):
    author = get_user_model().objects.create_user("secret-author", first_name="Secret", email="secret@x.org")
    shown = make_what_is_public(author)
    make_what_is_secret(*shown, author)
    tokens = [entry.token for model in (*ENTRIES.values(), Grant) for entry in model.objects.all()]

    responses = {address: ask(client, address) for address in addresses()}

    assert {address: one.status for address, one in responses.items() if one.status != 200} == {}
    assert {one.kind for one in responses.values()} >= KINDS_OF_FILES
    assert [address for address, one in responses.items() if "secret" in one.text.lower()] == []
    assert [address for address, one in responses.items() if any(token in one.text for token in tokens)] == []
    assert sum("Shown organisation" in one.text for one in responses.values()) > 20


def test_no_file_has_a_column_of_what_is_internal(client):
    make_what_is_public(author=None)

    responses = {address: ask(client, address) for address in addresses()}

    files = {
        address: keys_in(json.loads(one.text))
        for address, one in responses.items()
        if one.kind == "application/json"
    }
    assert len(files) > 8
    assert {address: keys & INTERNAL for address, keys in files.items() if keys & INTERNAL} == {}
    asked = {(file, name): client.get(f"{file}?columns={name}") for file in CSV_FILES for name in INTERNAL}
    assert {answer.status_code for answer in asked.values()} == {400}


@pytest.mark.parametrize("section", ENTRIES)
def test_secret_entries_have_no_address(client, section):
    factory = {
        "organisations/": OrganisationFactory,
        "projects/": ProjectFactory,
        "trainings/": TrainingFactory,
    }
    entry = factory[section](draft=True, stage="withdrawn")

    answers = [client.get(f"{entry.get_absolute_url()}{tail}").status_code for tail in ("", "data.json")]

    assert answers == [404, 404]
