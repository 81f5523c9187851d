import io
import json
import zipfile

import pytest
from frictionless import Package
from pytest_django.asserts import assertContains

from smartbalkans.made_up.entries import make_entries
from tests.factories import CountryFactory, GrantFactory, OrganisationFactory, PartnerFactory, TrainingFactory
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def unzipped(client, folder):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/data/smart-balkans.zip").streaming_content)))
    archive.extractall(folder)
    return sorted(archive.namelist())


def faults(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    return report.flatten(["title", "message"])


def test_page_tells_how_many_rows_there_are_and_how_complete(client):
    OrganisationFactory(country=CountryFactory(code="AL"), acronym="A")
    OrganisationFactory()
    OrganisationFactory(draft=True, acronym="B")

    page = client.get("/data/")

    dictionary = page.context["datasets"][0].dictionary
    filled = {entry.key: (entry.filled, entry.share) for entry in dictionary.entries}
    assert dictionary.rows == 2
    assert {key: filled[key] for key in ("name", "country", "acronym", "grant_lines")} == {
        "name": (2, 100),
        "country": (1, 50),
        "acronym": (1, 50),
        "grant_lines": (0, 0),
    }
    assert "1 of 2" in text_of(page)


def test_completeness_counts_as_filled_what_the_file_fills(client):
    make_entries(40)
    sections = {"organisations": 0, "projects": 1, "grants": 2, "trainings": 3}

    datasets = client.get("/data/").context["datasets"]

    for section, number in sections.items():
        content = b"".join(client.get(f"/{section}/data.json").streaming_content)
        rows = json.loads(content)["rows"]
        told = {entry.key: entry.filled for entry in datasets[number].dictionary.entries}
        assert told == {key: sum(row[key] not in (None, "", []) for row in rows) for key in told}


def test_completeness_is_told_anew_when_something_changes(client):
    OrganisationFactory()
    assert client.get("/data/").context["datasets"][0].dictionary.rows == 1

    OrganisationFactory()

    assert client.get("/data/").context["datasets"][0].dictionary.rows == 2


def test_page_says_what_a_column_means_in_the_words_of_the_model(client):
    assertContains(client.get("/data/"), "The year it was founded or started to work, such as 2002.")


def test_page_stands_without_entries(client):
    assert client.get("/data/").status_code == 200


def test_data_package_of_the_programme_validates(client, programme, tmp_path):
    assert unzipped(client, tmp_path) == [
        "datapackage.json",
        "grants.csv",
        "organisations-activities.csv",
        "organisations-goals.csv",
        "organisations-other-names.csv",
        "organisations.csv",
        "projects-activities.csv",
        "projects-objectives.csv",
        "projects-partners.csv",
        "projects-target-groups.csv",
        "projects.csv",
        "trainings-speakers.csv",
        "trainings-testimonials.csv",
        "trainings.csv",
    ]
    assert faults(tmp_path) == []


@pytest.mark.parametrize("number", [0, 200])
def test_data_package_of_made_up_entries_validates(client, tmp_path, number):
    if number:
        make_entries(number)

    unzipped(client, tmp_path)

    assert faults(tmp_path) == []


def test_data_package_that_is_wrong_is_found_out(client, tmp_path):
    OrganisationFactory(founded_year=1999)
    unzipped(client, tmp_path)
    file = tmp_path / "organisations.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("1999", "long ago"), encoding="utf-8-sig")

    assert [title for title, _message in faults(tmp_path)] == ["Type Error"]


def test_data_package_names_the_files_where_they_are(client):
    package = client.get("/data/datapackage.json").json()

    addresses = {resource["name"]: resource["path"] for resource in package["resources"]}
    assert addresses["projects-partners"] == "http://testserver/projects/partners.csv"
    for address in addresses.values():
        response = client.get(address)
        assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")


def test_zip_file_has_no_drafts(client, tmp_path):
    PartnerFactory(organisation__name="Secret partner", organisation__draft=True)
    GrantFactory(call="Secret call", draft=True)
    TrainingFactory(name="Secret training", draft=True)

    names = unzipped(client, tmp_path)

    assert [name for name in names if "Secret" in (tmp_path / name).read_text(encoding="utf-8")] == []
