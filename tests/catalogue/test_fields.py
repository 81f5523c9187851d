"""Names and titles: people can see them, and they read as they are stored, whichever way they come in."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from catalogue.fields import NameField
from catalogue.seeding.fixtures import FixtureError
from catalogue.seeding.load import seed
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.catalogue.imports.importing import bring_in, faults, workbook
from tests.factories import OrganisationFactory
from tests.forms import errors_of, open_form

ONLY_INVISIBLE = "This contains only invisible characters. Delete them and type the text."
DIRECTION = (
    "This contains the invisible character U+202E RIGHT-TO-LEFT OVERRIDE, which changes the direction of the "
    "text. Delete it, or type the text again."
)
REFUSED = [("\u200b\u3164 \ufe0f", ONLY_INVISIBLE), ("Civic \u202eecnaillA", DIRECTION)]
# Codes, and what staff do not fill in.
NO_NAMES = {"organisations.Country.code"}


def text_fields():
    for app in ("organisations", "projects", "trainings"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if type(field) in (models.CharField, NameField) and field.editable and not field.choices:
                    yield str(field), field


def test_every_text_of_one_line_is_a_name_field():
    fields = dict(text_fields())

    assert len(fields) > 15
    assert {name for name, field in fields.items() if not isinstance(field, NameField)} == NO_NAMES


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\u2060\u200d", "\u00ad", "\u3164", "\u2800", "\u115f", "\ufe0f", "\u00a0\u2003", "\x07"],
)
def test_name_of_invisible_characters_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        NameField(max_length=20).clean(text, None)

    assert refusal.value.messages == [ONLY_INVISIBLE]


@pytest.mark.parametrize("character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_name_with_a_character_that_changes_its_direction_is_refused(character):
    with pytest.raises(ValidationError) as refusal:
        NameField(max_length=20).clean(f"Civic{character}Alliance", None)

    assert [error.code for error in refusal.value.error_list] == ["direction"]
    assert f"U+{ord(character):04X} " in refusal.value.messages[0]


@pytest.mark.parametrize(
    "text", ["Građanska alijansa", "Граѓанска алијанса", "Αθήνα", "منظمة", "क्‍ष", "a\u200bb"]
)
def test_names_of_all_scripts_are_accepted(text):
    assert NameField(max_length=20).clean(text, None) == text


@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_form_refuses_a_name_that_misleads(admin_client, name, message):
    address = f"/admin/organisations/organisation/{OrganisationFactory(draft=True).pk}/change/"
    data = open_form(admin_client, address)

    response = admin_client.post(address, data | {"name": name})

    assert errors_of(response) == {"name": [message]}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_import_refuses_a_name_that_misleads(name, message):
    rows = [["Slug", "Name", "Town"], ["civic", name, "Bar"], ["open-doors", "Open Doors", name]]

    run = bring_in(OrganisationResource, workbook(Organisations=rows))

    assert [(line, column, text) for _sheet, line, column, _value, text in faults(run)] == [
        (2, "Name", message),
        (3, "Town", message),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_fixture_with_a_name_that_misleads_is_refused(tmp_path, name, message):
    row = {"model": "organisations.organisation", "fields": {"slug": "civic", "name": name}}
    (tmp_path / "organisations.json").write_text(json.dumps([row]), encoding="utf-8")

    with pytest.raises(FixtureError, match=message.partition("+")[0]):
        seed([tmp_path])

    assert Organisation.objects.count() == 0
