"""The search of the back office over all kinds of entries."""

import pytest

from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, SpeakerFactory, TrainingFactory
from tests.pages import text_of
from tests.queries import RANKING_QUERIES
from tests.staff import log_in

pytestmark = pytest.mark.django_db


def groups(client, typed: str) -> dict[str, tuple[int, list[str]]]:
    page = client.get("/admin/search/", {"q": typed})
    return {
        group.label: (group.count, [found.label for found in group.entries])
        for group in page.context["groups"]
    }


def test_results_are_of_every_kind_and_status(client):
    log_in(client, "Editor")
    OrganisationFactory(name="Danube alliance", draft=True)
    ProjectFactory(name="Clean Danube")
    GrantFactory(recipient=OrganisationFactory(name="Sava", slug="sava"), reference="DANUBE-1", line="media")
    training = TrainingFactory(name="Rivers", draft=True, stage="withdrawn")
    SpeakerFactory(training=training, name="Ana Danube")

    assert groups(client, "danube") == {
        "Organisations": (1, ["Danube alliance"]),
        "Projects": (1, ["Clean Danube"]),
        "Grants": (1, ["Media grant to Sava"]),
        "Trainings": (1, ["Rivers"]),
    }


def test_results_are_only_of_what_a_person_may_see(client_with):
    OrganisationFactory(name="Danube")
    ProjectFactory(name="Danube")

    assert groups(client_with("view_project"), "danube") == {"Projects": (1, ["Danube"])}


def test_results_lead_to_the_forms_and_to_the_list_of_all(client):
    log_in(client, "Editor")
    for number in range(12):
        OrganisationFactory(name=f"Danube {number}", draft=True)

    (group,) = client.get("/admin/search/", {"q": "danube"}).context["groups"]

    assert (group.count, len(group.entries)) == (12, 10)
    assert client.get(group.address).context["cl"].result_count == 12
    assert {client.get(found.address).status_code for found in group.entries} == {200}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nothing like it", "No entries found for “nothing like it”. Try other words, or fewer."),
        ("?", "“?” contains no letters or digits to search for."),
    ],
)
def test_page_without_results_explains_it(client, typed, sentence):
    log_in(client, "Editor")

    assert sentence in text_of(client.get("/admin/search/", {"q": typed}))


@pytest.mark.parametrize("rows", [1, 3])
def test_search_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory(name="Danube", draft=True)
        ProjectFactory(name="Danube")
        TrainingFactory(name="Danube")
        GrantFactory(reference="Danube")

    with django_assert_num_queries(
        3 + 4 * (RANKING_QUERIES + 2)
    ):  # session, user, synonyms; of each kind the best, their rows, the number
        admin_client.get("/admin/search/", {"q": "danube"})
