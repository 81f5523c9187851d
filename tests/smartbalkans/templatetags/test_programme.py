import pytest

from organisations.programme import fetched_programme
from smartbalkans.templatetags.programme import programme_logos
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_logos_are_fetched_where_a_page_has_no_programme(django_assert_num_queries):
    lead = OrganisationFactory(programme_role="lead_implementer", logo="logos/one.png")

    with django_assert_num_queries(1):
        assert programme_logos("") == [lead]


def test_logos_are_those_of_the_programme_that_a_page_has(django_assert_num_queries):
    lead = OrganisationFactory(programme_role="lead_implementer", logo="logos/one.png")
    programme = fetched_programme()

    with django_assert_num_queries(0):
        assert programme_logos(programme) == [lead]
