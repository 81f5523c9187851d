import io
import json
import zipfile
from datetime import date

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from frictionless import Package
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.search import registry
from catalogue.search.facets import counter_of
from organisations.models import Grant, Organisation
from organisations.standards import public_coverage
from smartbalkans.datasets import DATASETS
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TrainingFactory,
)
from tests.pages import text_of
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db


def unzipped(client, folder):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get("/data/smart-balkans.zip").streaming_content)))
    archive.extractall(folder)
    return sorted(archive.namelist())


def faults(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    return report.flatten(["title", "message"])


def test_page_shows_the_number_of_rows_and_their_completeness(client):
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


def test_page_groups_the_thousands_of_rows(client):
    Organisation.objects.bulk_create(
        Organisation(slug=f"o-{number}", name="O", published_at=timezone.now()) for number in range(1234)
    )

    text = text_of(client.get("/data/"))

    assert "1,234 rows" in text
    assert "1,234 of 1,234" in text
    assert "1234" not in text


def test_standard_formats_without_a_complete_grant_are_not_linked(client, programme):
    page = client.get("/data/")

    assert "360Giving, JSON: 0 of 9 grants have" in text_of(page)
    assert "IATI 2.03, XML: 0 of 9 grants have" in text_of(page)
    assertNotContains(page, "/grants/360giving.json")
    assertNotContains(page, "/projects/iati.xml")


def test_standard_formats_with_a_complete_grant_are_linked(client):
    OrganisationFactory(programme_role="lead_implementer")
    known = {"amount": 1, "currency": "EUR", "awarded_on": date(2020, 1, 1)}
    GrantFactory(**known)
    GrantFactory(starts_on=date(2020, 1, 1), **known)
    GrantFactory(draft=True, **known)

    page = client.get("/data/")

    assertContains(page, '<a href="/grants/360giving.json">360Giving</a>, JSON: 2 of 2 grants')
    assertContains(page, '<a href="/projects/iati.xml">IATI 2.03</a>, XML: 1 of 2 grants')


def test_standard_formats_follow_the_publication_of_the_lead(client):
    lead = OrganisationFactory(programme_role="lead_implementer")
    GrantFactory(amount=1, currency="EUR", awarded_on=date(2020, 1, 1))
    before = text_of(client.get("/data/"))
    Organisation.objects.filter(pk=lead.pk).update(published_at=None)

    after = text_of(client.get("/data/"))

    assert ["1 of 1 grant have" in page for page in (before, after)] == [True, False]


@pytest.mark.parametrize("rows", [1, 3])
def test_coverage_of_standards_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        ProjectFactory(grant=GrantFactory(line="media", amount=number + 1, currency="EUR"))
    counter_of(registry.index_of(Grant))

    with django_assert_num_queries(3):  # the lead, the state of the data, the counts
        public_coverage()


def test_completeness_counts_as_filled_what_the_file_fills(client):
    make_entries(40)
    sections = {"organisations": 0, "projects": 1, "grants": 2, "trainings": 3}

    datasets = client.get("/data/").context["datasets"]

    for section, number in sections.items():
        content = b"".join(client.get(f"/{section}/data.json").streaming_content)
        rows = json.loads(content)["rows"]
        stated = {entry.key: entry.filled for entry in datasets[number].dictionary.entries}
        assert stated == {key: sum(row[key] not in (None, "", []) for row in rows) for key in stated}


def test_completeness_is_computed_again_when_something_changes(client):
    OrganisationFactory()
    assert client.get("/data/").context["datasets"][0].dictionary.rows == 1

    OrganisationFactory()

    assert client.get("/data/").context["datasets"][0].dictionary.rows == 2


def test_page_describes_every_column_of_every_file(client):
    page = text_of(client.get("/data/"))

    descriptions = [meaning.description for dataset in DATASETS for meaning in dataset.meanings]
    assert len(descriptions) > 120
    assert [description for description in descriptions if description not in page] == []


def test_page_is_complete_without_entries(client):
    assert client.get("/data/").status_code == 200


def test_data_package_of_the_programme_validates(client, programme, tmp_path):
    assert unzipped(client, tmp_path) == [
        "README.txt",
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
def test_data_package_of_sample_entries_is_valid(client, tmp_path, number):
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


def test_data_package_describes_every_column(client):
    package = client.get("/data/datapackage.json").json()

    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert [field["description"] for field in fields] == [
        meaning.description for dataset in DATASETS for meaning in dataset.meanings
    ]


def test_data_package_links_its_files(client):
    package = client.get("/data/datapackage.json").json()

    links = {
        (resource["name"], *key["fields"], key["reference"]["resource"], *key["reference"]["fields"])
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }
    assert links == {
        ("organisations-other-names", "Organisation's slug", "organisations", "Slug"),
        ("organisations-goals", "Organisation's slug", "organisations", "Slug"),
        ("organisations-activities", "Organisation's slug", "organisations", "Slug"),
        ("projects", "Grant", "grants", "Slug"),
        ("projects-partners", "Project's slug", "projects", "Slug"),
        ("projects-partners", "Organisation's slug", "organisations", "Slug"),
        ("projects-objectives", "Project's slug", "projects", "Slug"),
        ("projects-target-groups", "Project's slug", "projects", "Slug"),
        ("projects-activities", "Project's slug", "projects", "Slug"),
        ("grants", "Recipient's slug", "organisations", "Slug"),
        ("grants", "Project's slug", "projects", "Slug"),
        ("trainings-speakers", "Training's slug", "trainings", "Slug"),
        ("trainings-speakers", "Organisation's slug", "organisations", "Slug"),
        ("trainings-testimonials", "Training's slug", "trainings", "Slug"),
        ("trainings-testimonials", "Organisation's slug", "organisations", "Slug"),
    }


def test_data_package_with_a_link_to_nothing_is_found_out(client, tmp_path):
    GrantFactory(recipient__slug="civic")
    GrantFactory(recipient__slug="youth")
    unzipped(client, tmp_path)
    file = tmp_path / "organisations.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("civic", "moved"), encoding="utf-8-sig")

    assert [title for title, _message in faults(tmp_path)] == ["ForeignKey Error"]


def test_data_package_with_a_row_twice_is_found_out(client, tmp_path):
    PartnerFactory()
    unzipped(client, tmp_path)
    file = tmp_path / "projects-partners.csv"
    file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[1])

    assert [title for title, _message in faults(tmp_path)] == ["PrimaryKey Error"]


def test_readme_of_the_zip_file_names_each_file_and_link(client, tmp_path):
    names = unzipped(client, tmp_path)

    readme = (tmp_path / "README.txt").read_text(encoding="utf-8")

    assert [name for name in names if name != "README.txt" and f"\n{name}: " not in readme] == []
    assert "\ngrants.csv, “Recipient's slug” → organisations.csv, “Slug”\n" in readme
    assert "\nAn empty cell means that there is no value or that it is not known; datapackage.json " in readme
    assert f"\nExported on {date_format(timezone.localdate(), 'j F Y')}" in readme
    assert "\nLicence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/\n" in readme
    assert "\nhttp://testserver/report/?about=/data/\n" in readme


def test_data_package_names_the_files_where_they_are(client):
    package = client.get("/data/datapackage.json").json()

    addresses = {resource["name"]: resource["path"] for resource in package["resources"]}
    assert addresses["projects-partners"] == "http://testserver/projects/partners.csv"
    for address in addresses.values():
        response = client.get(address)
        assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")


@pytest.mark.attack
def test_zip_file_has_no_drafts(client, tmp_path):
    PartnerFactory(organisation__name="Secret partner", organisation__draft=True)
    GrantFactory(call="Secret call", draft=True)
    TrainingFactory(name="Secret training", draft=True)

    names = unzipped(client, tmp_path)

    assert [name for name in names if "Secret" in (tmp_path / name).read_text(encoding="utf-8")] == []
