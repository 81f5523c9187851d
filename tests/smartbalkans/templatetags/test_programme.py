"""The logos on the foot of each page."""

import pytest

from organisations.models import Organisation
from organisations.programme import fetched_programme
from smartbalkans.templatetags.programme import programme_logos
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

LEAD = {"programme_role": Organisation.ProgrammeRole.LEAD_IMPLEMENTER}


def test_logos_of_a_page_that_has_the_programme_cost_no_query(django_assert_num_queries):
    lead = OrganisationFactory(logo="logos/one.png", **LEAD)
    programme = fetched_programme()

    with django_assert_num_queries(0):
        assert programme_logos(programme) == [lead]


def test_logos_of_another_page_are_fetched():
    lead = OrganisationFactory(logo="logos/one.png", **LEAD)
    OrganisationFactory()

    assert programme_logos("") == [lead]
