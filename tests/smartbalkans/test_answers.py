import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.search.questions import ask
from catalogue.search.sync import process_waiting
from organisations.models import Organisation
from smartbalkans.answers import Answer, Result, answers_to
from smartbalkans.kinds import KINDS
from tests.factories import OrganisationFactory, ProjectFactory

pytestmark = pytest.mark.django_db

ORGANISATIONS = next(kind for kind in KINDS if kind.model is Organisation)

NAME = '"organisations_organisation"."name"'


def best_of(typed: str) -> tuple[list[Result], str]:
    """Return the best organisations that a search finds, and the SQL of all queries for them."""
    answer = Answer(ORGANISATIONS, ask(typed))
    with CaptureQueriesContext(connection) as captured:
        best = answer.best
    return best, "; ".join(query["sql"] for query in captured.captured_queries)


def test_kinds_that_have_most_of_the_words_answer():
    OrganisationFactory(name="Danube Kestrel")
    ProjectFactory(name="Danube")
    process_waiting()

    assert [answer.kind for answer in answers_to(ask("danube kestrel"))] == [ORGANISATIONS]


def test_results_that_are_asked_for_again_are_not_fetched():
    OrganisationFactory(name="Danube", slug="danube", country=None, town="Bar")
    process_waiting()

    (first,), queries = best_of("danube")
    (again,), fewer_queries = best_of("danube")

    assert again == first
    assert (first.title, first.address) == ("Danube", "/organisations/danube/")
    assert "Country not stated · Bar" in first.note
    assert [piece.text for piece in first.snippet.pieces if piece.is_hit] == ["Danube"]
    assert NAME in queries
    assert NAME not in fewer_queries
