"""What the home page and the page of open data state for machines, by the rules of schema.org."""

from datetime import date

import pytest

from tests.factories import GrantFactory, OrganisationFactory, TrainingFactory
from tests.published_schemas import vocabulary
from tests.structured_data import PROGRAMME, SITE, nodes_of, reference

pytestmark = pytest.mark.django_db

SECTIONS = ["organisations", "projects", "grants", "trainings"]


def faults(client, path) -> list[str]:
    return [fault for node in nodes_of(client.get(path)) for fault in vocabulary().faults(node)]


def addresses(node) -> list[str]:
    return [one["contentUrl"].removeprefix(SITE) for one in node["distribution"]]


@pytest.mark.parametrize("path", ["/", "/data/"])
def test_pages_keep_to_the_vocabulary(client, programme, path):
    assert faults(client, path) == []


@pytest.mark.parametrize("path", ["/", "/data/"])
def test_pages_of_an_empty_portal_keep_to_the_vocabulary(client, path):
    assert faults(client, path) == []


def test_home_page_is_a_site_that_can_be_searched(client):
    website, _organisation = nodes_of(client.get("/"))

    assert website == {
        "@type": "WebSite",
        "@id": website["@id"],
        "name": "SMART Balkans",
        "url": f"{SITE}/",
        "publisher": PROGRAMME,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{SITE}/search/?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def test_home_page_names_who_runs_the_programme(client):
    donor = OrganisationFactory(programme_role="donor")
    partner = OrganisationFactory(programme_role="implementing_partner")
    lead = OrganisationFactory(programme_role="lead_implementer")
    OrganisationFactory(programme_role="donor", draft=True)

    _website, organisation = nodes_of(client.get("/"))

    assert organisation == PROGRAMME | {
        "description": organisation["description"],
        "member": [reference("Organization", lead), reference("Organization", partner)],
        "funder": [reference("Organization", donor)],
    }


def test_open_data_is_a_dataset_with_a_part_for_each_kind(client):
    training = TrainingFactory()

    (dataset,) = nodes_of(client.get("/data/"))

    parts = dataset["hasPart"]
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert (dataset["@type"], dataset["url"], dataset["license"]) == ("Dataset", f"{SITE}/data/", licence)
    assert dataset["creator"] == PROGRAMME
    assert addresses(dataset) == ["/data/smart-balkans.zip"]
    assert [part["url"] for part in parts] == [f"{SITE}/{section}/" for section in SECTIONS]
    assert [addresses(part) for part in parts] == [
        [f"/{section}/data.{name}" for name in ("csv", "xlsx", "json")] for section in SECTIONS
    ]
    assert parts[3]["dateModified"][:19] == training.updated_at.isoformat()[:19]
    assert all(50 <= len(part["description"]) <= 5000 for part in (dataset, *parts))


def test_every_download_of_the_open_data_works(client, programme):
    OrganisationFactory(programme_role="lead_implementer")
    GrantFactory(amount=1, currency="EUR", awarded_on=date(2020, 1, 1), starts_on=date(2020, 1, 1))

    (dataset,) = nodes_of(client.get("/data/"))

    assert addresses(dataset) == ["/data/smart-balkans.zip", "/grants/360giving.json", "/projects/iati.xml"]
    for node in (dataset, *dataset["hasPart"]):
        for one in node["distribution"]:
            response = client.get(one["contentUrl"])
            assert response.status_code == 200
            assert response["Content-Type"].split(";")[0] == one["encodingFormat"]
            assert b"".join(response.streaming_content)
