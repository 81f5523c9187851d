"""Who runs the programme."""

import pytest

from catalogue.querysets import previewing
from organisations.models import Organisation
from organisations.programme import fetched_programme, lead_implementers
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

Role = Organisation.ProgrammeRole


def test_programme_without_organisations_still_has_a_name():
    programme = fetched_programme()

    assert (programme.lead, programme.implementers, programme.donors) == (None, [], [])
    assert programme.name == "SMART Balkans"


def test_programme_has_each_organisation_by_its_role():
    lead = OrganisationFactory(programme_role=Role.LEAD_IMPLEMENTER)
    partner = OrganisationFactory(programme_role=Role.IMPLEMENTING_PARTNER)
    donor = OrganisationFactory(programme_role=Role.DONOR)
    OrganisationFactory()

    programme = fetched_programme()

    assert programme.implementers == [lead, partner]
    assert programme.donors == [donor]
    assert programme.name == lead.name


def test_programme_is_read_once_and_again_after_a_change(django_assert_num_queries):
    donor = OrganisationFactory(programme_role=Role.DONOR)
    fetched_programme()

    with django_assert_num_queries(1):  # of the state of the data
        assert fetched_programme().donors == [donor]
    Organisation.objects.update(programme_role=Role.IMPLEMENTING_PARTNER)

    assert (fetched_programme().partners, fetched_programme().donors) == ([donor], [])


def test_preview_of_a_draft_does_not_show_it_as_running_the_programme():
    draft = OrganisationFactory(programme_role=Role.DONOR, draft=True)

    with previewing(draft):
        assert fetched_programme().donors == []

    assert fetched_programme().donors == []


def test_drafts_do_not_run_the_programme():
    OrganisationFactory(programme_role=Role.LEAD_IMPLEMENTER, draft=True)

    assert fetched_programme().lead is None
    assert not lead_implementers().exists()


def test_of_several_leads_the_first_one_entered_counts():
    first, _second = OrganisationFactory.create_batch(2, programme_role=Role.LEAD_IMPLEMENTER)

    assert fetched_programme().lead == first


def test_logos_are_of_those_who_have_one():
    OrganisationFactory(programme_role=Role.LEAD_IMPLEMENTER, logo="logos/one.png")
    OrganisationFactory(programme_role=Role.IMPLEMENTING_PARTNER)
    OrganisationFactory(programme_role=Role.DONOR, logo="logos/two.png")

    assert [one.logo.name for one in fetched_programme().logos] == ["logos/one.png", "logos/two.png"]
