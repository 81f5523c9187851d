"""Texts are cleaned and limited whichever way they come in."""

import csv
import io
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from catalogue.fields import MAX_PROSE, NameField, ProseField, label_of
from catalogue.search.models import SearchDocument
from catalogue.seeding.fixtures import FixtureError
from catalogue.seeding.load import seed
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.catalogue.imports.importing import check_file, counts, faults, import_file, workbook
from tests.factories import OrganisationFactory
from tests.forms import errors_of, open_form

UNCLEAN = {
    "name": "\ufeffCivic\u200b \r\nAlli\u00adance\u202e",
    "summary": "One\r\ntwo\vthree\u2028\u200bfour\x07",
    "website": "https://www.\u200bexample.org",
    "email": "\u200binfo@example.org",
}
CLEAN = {
    "name": "Civic Alliance",
    "summary": "One\ntwo\nthree\nfour",
    "website": "https://www.example.org",
    "email": "info@example.org",
}
TEXTS = ("name", "summary")  # the texts that `save` cleans as well
TOO_LONG = "ž" * (MAX_PROSE + 1)
# Codes, and what staff do not fill in.
NO_NAMES = {"organisations.Country.code"}


def is_entered(model):
    return not issubclass(model, SearchDocument)


def fields_of(kind):
    for app in ("organisations", "projects", "trainings"):
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if type(field) in kind and field.editable and not field.choices and is_entered(model):
                    yield str(field), field


def texts_of(entry):
    entry.refresh_from_db()
    return {name: getattr(entry, name) for name in TEXTS}


def clean_texts():
    return {name: CLEAN[name] for name in TEXTS}


def unclean_texts():
    return {name: UNCLEAN[name] for name in TEXTS}


def unclean_file():
    content = io.StringIO()
    csv.writer(content).writerows([["slug", *UNCLEAN], ["civic", *UNCLEAN.values()]])
    return content.getvalue().encode(), "organisations.csv"


def test_every_text_of_one_line_is_a_name_field():
    fields = dict(fields_of((models.CharField, NameField)))

    assert len(fields) > 15
    assert {name for name, field in fields.items() if not isinstance(field, NameField)} == NO_NAMES


def test_every_text_of_paragraphs_is_a_prose_field():
    fields = dict(fields_of((models.TextField, ProseField)))

    assert len(fields) > 10
    assert {name for name, field in fields.items() if not isinstance(field, ProseField)} == set()


@pytest.mark.django_db
def test_save_cleans_texts():
    entry = OrganisationFactory(**unclean_texts())

    assert {name: getattr(entry, name) for name in TEXTS} == clean_texts()
    assert texts_of(entry) == clean_texts()


@pytest.mark.django_db
def test_saving_many_cleans_texts():
    entry = OrganisationFactory.build(slug="civic", **unclean_texts())
    Organisation.objects.bulk_create([entry])
    assert texts_of(Organisation.objects.get(slug="civic")) == clean_texts()

    other = OrganisationFactory()
    other.name, other.summary = unclean_texts().values()
    Organisation.objects.bulk_update([other], TEXTS)
    assert texts_of(other) == clean_texts()


@pytest.mark.django_db
def test_update_cleans_texts():
    entry = OrganisationFactory()

    Organisation.objects.update(**unclean_texts())

    assert texts_of(entry) == clean_texts()


@pytest.mark.django_db
def test_an_expression_is_computed_by_the_database():
    entry = OrganisationFactory(name="Civic")

    entry.name = Concat(F("name"), Value(" Alliance"))
    entry.save()

    assert texts_of(entry)["name"] == "Civic Alliance"


def test_form_cleans_texts(admin_client):
    entry = OrganisationFactory(draft=True)
    address = f"/admin/organisations/organisation/{entry.pk}/change/"
    data = open_form(admin_client, address)

    response = admin_client.post(address, data | UNCLEAN)

    assert response.status_code == 302
    entry.refresh_from_db()
    assert {name: getattr(entry, name) for name in CLEAN} == CLEAN


def test_form_counts_a_line_end_once(admin_client):
    entry = OrganisationFactory(draft=True)
    address = f"/admin/organisations/organisation/{entry.pk}/change/"
    text = "žena\n" * (MAX_PROSE // 5 - 1) + "žena!"
    data = open_form(admin_client, address)

    response = admin_client.post(address, data | {"summary": text.replace("\n", "\r\n")})

    assert response.status_code == 302
    assert texts_of(entry)["summary"] == text


def test_form_with_other_line_ends_has_not_changed(admin_client):
    entry = OrganisationFactory(draft=True, summary="One\n\ntwo")
    form = admin.site.get_model_admin(Organisation).get_form(admin_client.get("/admin/").wsgi_request)

    field = form.base_fields["summary"]

    assert not field.has_changed(entry.summary, "One\r\n\r\ntwo\u200b")


@pytest.mark.django_db
def test_import_cleans_texts():
    import_file(OrganisationResource, *unclean_file())

    entry = Organisation.objects.get(slug="civic")
    assert {name: getattr(entry, name) for name in CLEAN} == CLEAN


@pytest.mark.django_db
def test_import_of_what_is_stored_changes_nothing():
    OrganisationFactory(slug="civic", **CLEAN)

    run = check_file(OrganisationResource, *unclean_file())

    assert counts(run) == (0, 0, 1, 0)


@pytest.mark.django_db
def test_fixture_is_cleaned(tmp_path):
    row = {"model": "organisations.organisation", "fields": {"slug": "civic", **unclean_texts()}}
    (tmp_path / "organisations.json").write_text(json.dumps([row]), encoding="utf-8")

    seed([tmp_path])

    assert texts_of(Organisation.objects.get()) == clean_texts()


@pytest.mark.django_db
def test_migration_cleans_stored_texts():
    entry = OrganisationFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_organisation SET name = %s, summary = %s", list(unclean_texts().values())
        )

    import_module("smartbalkans.migrations.0002_clean_texts").clean(apps, connection.schema_editor())

    assert texts_of(entry) == clean_texts()


@pytest.mark.parametrize(
    "name", ["\u200b", "\u2060\u200d", "\u3164", "\u2800", "\ufe0f", "\u00a0\u2003", "\x07"]
)
def test_name_that_nobody_can_see_is_missing(name):
    with pytest.raises(ValidationError) as refusal:
        NameField(max_length=20).clean(name, None)

    assert [error.code for error in refusal.value.error_list] == ["blank"]


def test_form_without_a_visible_name_is_refused(admin_client):
    address = f"/admin/organisations/organisation/{OrganisationFactory(draft=True).pk}/change/"
    data = open_form(admin_client, address)

    response = admin_client.post(address, data | {"name": "\u200b\u3164"})

    assert errors_of(response) == {"name": ["Enter the name."]}


def test_form_refuses_a_text_that_is_too_long(admin_client):
    address = f"/admin/organisations/organisation/{OrganisationFactory(draft=True).pk}/change/"
    data = open_form(admin_client, address)

    response = admin_client.post(address, data | {"summary": TOO_LONG})

    assert errors_of(response) == {"summary": ["Shorten this to 16000 characters (now 16001)."]}


@pytest.mark.django_db
def test_import_refuses_a_text_that_is_too_long():
    rows = [["Slug", "Name", "Summary"], ["civic", "Civic Alliance", TOO_LONG]]

    run = check_file(OrganisationResource, workbook(Organisations=rows))

    assert [fault[1:3] + fault[4:] for fault in faults(run)] == [
        (2, "Summary", "Shorten this to 16000 characters (now 16001).")
    ]


@pytest.mark.django_db
def test_fixture_with_a_text_that_is_too_long_is_refused(tmp_path):
    row = {
        "model": "organisations.organisation",
        "fields": {"slug": "civic", "name": "Civic", "summary": TOO_LONG},
    }
    (tmp_path / "organisations.json").write_text(json.dumps([row]), encoding="utf-8")

    with pytest.raises(FixtureError, match="16000 characters"):
        seed([tmp_path])

    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_database_refuses_a_text_that_is_too_long():
    entry = OrganisationFactory(summary="ž" * MAX_PROSE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(summary=TOO_LONG)

    assert texts_of(entry)["summary"] == "ž" * MAX_PROSE


@pytest.mark.parametrize(
    ("kind", "expected"), [("media", "Media"), ("", ""), ("no such kind", "no such kind")]
)
def test_label_of_a_value_is_that_of_its_choice_or_the_value(kind, expected):
    organisation = Organisation(kind=kind)

    assert label_of(Organisation.Kind, kind) == expected
    assert organisation.get_kind_display() == expected
