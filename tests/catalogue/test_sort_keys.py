"""Lists, files and choices are sorted as people sort names, whoever wrote them and on every database."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import F, Value
from django.db.models.functions import Concat

from catalogue.collation import sort_key
from catalogue.seeding.load import seed
from catalogue.sort_keys import correct_all_keys, count_wrong_keys, sorted_models
from organisations.exports import OrganisationResource
from organisations.models import Organisation
from tests.catalogue.history.changes import edited, restore, versions
from tests.catalogue.imports.importing import import_file, workbook
from tests.catalogue.sorted_names import IN_ORDER, SHUFFLED, code_of
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

LISTS = {
    "/organisations/": (OrganisationFactory, "name", "name"),
    "/projects/": (ProjectFactory, "name", "name"),
    "/trainings/": (TrainingFactory, "name", "name"),
    "/grants/": (lambda name: GrantFactory(recipient__name=name), "recipient.name", "recipient"),
}


def content_of(response) -> str:
    return response.getvalue().decode("utf-8-sig")


@pytest.mark.parametrize("address", LISTS)
def test_list_and_its_files_are_sorted_as_people_sort(client, address):
    make, path, key = LISTS[address]
    for name in SHUFFLED:
        make(name=name)
    query = "" if address == "/grants/" else "?sort=name"

    page = client.get(f"{address}{query}").context["object_list"]
    csv_file = csv.DictReader(io.StringIO(content_of(client.get(f"{address}data.csv{query}"))))
    json_file = json.loads(content_of(client.get(f"{address}data.json{query}")))

    assert [str(entry.recipient if path != "name" else entry) for entry in page] == IN_ORDER
    assert [row[key.capitalize()] for row in csv_file] == IN_ORDER
    assert [row[key] for row in json_file["rows"]] == IN_ORDER


def test_grants_and_references_in_the_back_office_are_sorted_by_names(admin_client):
    for name in SHUFFLED:
        country = CountryFactory(code=code_of(name), name=name)
        GrantFactory(recipient=OrganisationFactory(name=name, country=country))

    grants = admin_client.get("/admin/organisations/grant/").context["cl"].result_list
    by_country = admin_client.get("/admin/organisations/organisation/?o=4").context["cl"].result_list

    assert [grant.recipient.name for grant in grants] == IN_ORDER
    assert [organisation.country.name for organisation in by_country] == IN_ORDER


def test_choices_are_sorted_as_people_sort(admin_client):
    project, training = ProjectFactory(), TrainingFactory()
    for name in SHUFFLED:
        country = CountryFactory(code=code_of(name), name=name)
        organisation = OrganisationFactory(name=name, country=country)
        PartnerFactory(project=project, organisation=organisation)
        organisation.themes.add(ThemeFactory(name=name))
        organisation.beneficiary_groups.add(BeneficiaryGroupFactory(name=name))
        training.topics.add(TopicFactory(name=name))

    found = {}
    for section in ("organisations", "projects", "trainings"):
        for facet in admin_client.get(f"/{section}/").context["filterset"].facets:
            choices = [choice.label for choice in (*facet.shown, *facet.folded)]
            found[section, facet.name] = [name for name in choices if name in IN_ORDER]
    query = "?app_label=projects&model_name=partner&field_name=organisation"
    offered = admin_client.get(f"/admin/autocomplete/{query}").json()["results"]

    assert {place for place, names in found.items() if names == IN_ORDER} == {
        ("organisations", "country"),
        ("organisations", "theme"),
        ("organisations", "group"),
        ("projects", "country"),
        ("projects", "organisation"),
        ("trainings", "topic"),
    }
    assert [choice["text"] for choice in offered] == IN_ORDER


def test_values_within_pages_and_cells_are_sorted_as_people_sort(client):
    organisation, project = OrganisationFactory(slug="one"), ProjectFactory(slug="bridges")
    for name in SHUFFLED:
        OtherNameFactory(organisation=organisation, name=name)
        PartnerFactory(organisation=organisation, project=ProjectFactory(name=name))
        organisation.themes.add(ThemeFactory(name=name))
        organisation.beneficiary_groups.add(BeneficiaryGroupFactory(name=name))
        project.places_of_work.add(CountryFactory(code=code_of(name), name=name))

    row = client.get("/organisations/one/data.json").json()
    page = client.get("/organisations/one/").context["organisation"]

    assert (row["other_names"], row["themes"], row["beneficiary_groups"]) == (IN_ORDER, IN_ORDER, IN_ORDER)
    assert row["projects_partnered"] == IN_ORDER
    assert client.get("/projects/bridges/data.json").json()["countries"] == IN_ORDER
    assert [partnership.project.name for partnership in page.public_partnerships] == IN_ORDER
    assert [country.name for country in client.get("/projects/bridges/").context["project"].countries] == (
        IN_ORDER
    )


def test_files_of_rows_follow_the_order_of_the_entries(client):
    for name in SHUFFLED:
        GoalFactory(organisation=OrganisationFactory(name=name), text=name)

    rows = csv.DictReader(io.StringIO(content_of(client.get("/organisations/goals.csv"))))

    assert [row["Text"] for row in rows] == IN_ORDER


# Whoever writes the name "Čačak"


def save():
    organisation = OrganisationFactory(name="Azra")
    organisation.name = "  Čačak "
    organisation.save()


def save_only_the_name():
    organisation = OrganisationFactory(name="Azra")
    organisation.name = "Čačak"
    organisation.save(update_fields=["name"])


def save_without_the_stored_key():
    OrganisationFactory(name="Azra")
    organisation = Organisation.objects.only("name").get()
    organisation.name = "Čačak"
    organisation.save()


def save_without_the_name():
    OrganisationFactory(name="Čačak")
    Organisation.objects.only("town").get().save()
    Organisation.objects.defer("name").get().save()


def save_an_expression():
    organisation = OrganisationFactory(name="Ča")
    organisation.name = Concat(F("name"), Value("čak"))
    organisation.save()


def update_or_create():
    OrganisationFactory(slug="one", name="Azra")
    Organisation.objects.update_or_create(slug="one", defaults={"name": "Čačak"})


def update():
    OrganisationFactory(name="Azra")
    Organisation.objects.update(name="Čačak")


def update_by_an_expression():
    OrganisationFactory(name="Ča")
    Organisation.objects.filter(name="Ča").update(name=Concat(F("name"), Value("čak")))


def bulk_create():
    Organisation.objects.bulk_create([Organisation(name="Čačak", slug="one")])


def bulk_update():
    organisation = OrganisationFactory(name="Azra")
    organisation.name = "Čačak"
    Organisation.objects.bulk_update([organisation], ["name"])


def import_a_new_entry():
    import_file(OrganisationResource, workbook(Organisations=[["Slug", "Name"], ["one", "Čačak"]]))


def import_a_new_name():
    organisation = OrganisationFactory(name="Azra", slug="one")
    lines = [["Slug", "Name", "Version"], ["one", "Čačak", organisation.token]]
    import_file(OrganisationResource, workbook(Organisations=lines))


def load_fixtures():
    fields = {"slug": "one", "name": "Čačak"}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "one.json"
        file.write_text(json.dumps([{"model": "organisations.organisation", "fields": fields}]), "utf-8")
        seed([folder])


@pytest.mark.parametrize(
    "write",
    [
        save,
        save_only_the_name,
        save_without_the_stored_key,
        save_without_the_name,
        save_an_expression,
        update_or_create,
        update,
        update_by_an_expression,
        bulk_create,
        bulk_update,
        import_a_new_entry,
        import_a_new_name,
        load_fixtures,
    ],
)
def test_key_follows_the_name_however_it_is_written(write):
    write()

    (stored,) = Organisation.objects.values_list("name", "sort_key")
    assert (stored[0], bytes(stored[1])) == ("Čačak", sort_key("Čačak"))


def test_restoring_a_version_or_a_deleted_entry_restores_its_key(admin_client):
    organisation = edited(OrganisationFactory(name="Čačak"), name="Azra")
    OtherNameFactory(organisation=organisation, name="Žene")

    restore(admin_client, organisation, versions(organisation)[1])

    assert Organisation.objects.values_list("name", flat=True).get() == "Čačak"
    assert wrong() == {}


def test_the_programme_and_sample_data_have_the_right_keys(programme):
    make_entries(20)

    assert wrong() == {}
    assert Organisation.objects.filter(sort_key=b"").count() == 0


def wrong() -> dict[str, int]:
    counts = {model.__name__: count_wrong_keys(model._base_manager.all()) for model in sorted_models()}
    return {name: count for name, count in counts.items() if count}


def spoil():
    CountryFactory(name="Srbija")
    OrganisationFactory.create_batch(2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET name = 'Žene'")
        cursor.execute("UPDATE organisations_country SET name = 'Crna Gora'")


def test_key_that_another_program_left_wrong_is_reported_and_corrected():
    spoil()
    output = io.StringIO()

    with pytest.raises(CommandError) as caught:
        call_command("rebuild_search", "--check", stdout=output)

    assert str(caught.value) == (
        "Sort keys are wrong: another program has written names. Run manage.py rebuild_search."
    )
    lines = output.getvalue().splitlines()
    assert [line for line in lines if "sort keys" in line and ": 0 " not in line] == [
        "Countries: 1 sort keys wrong",
        "Organisations: 2 sort keys wrong",
    ]

    call_command("rebuild_search", stdout=io.StringIO())

    call_command("rebuild_search", "--check", stdout=io.StringIO())
    assert wrong() == {}


def test_migrating_corrects_the_keys():
    spoil()

    emit_post_migrate_signal(0, False, connection.alias)

    assert wrong() == {}


def test_keys_are_left_alone_while_a_model_has_none():
    before = MigrationLoader(connection).project_state()
    before.remove_field("organisations", "organisation", "sort_key")
    before.remove_model("organisations", "othername")
    spoil()

    correct_all_keys(apps=before.apps)

    assert wrong() == {"Organisation": 2}
