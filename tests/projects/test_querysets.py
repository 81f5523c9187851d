"""Which projects and partners the public sees, and in which order."""

from datetime import date

import pytest

from organisations.models import Grant
from projects.models import Partner, Project
from projects.querysets import has_no_lead
from tests.factories import GrantFactory, OrganisationFactory, PartnerFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_public_parts_leave_drafts_out():
    project = ProjectFactory(grant=GrantFactory(draft=True))
    partner = PartnerFactory(project=project)
    PartnerFactory(project=project, organisation=OrganisationFactory(draft=True))

    fetched = Project.objects.with_public_parts().get()

    assert fetched.public_partners == [partner]
    assert fetched.public_grant is None


def test_has_no_lead_finds_projects_that_nobody_leads():
    led, other = ProjectFactory(), ProjectFactory()
    PartnerFactory(project=led, role=Partner.Role.LEAD)
    PartnerFactory(project=other, role=Partner.Role.PARTNER)

    assert list(Project.objects.filter(has_no_lead(Project))) == [other]


def test_partners_are_public_if_their_project_and_organisation_are():
    public = PartnerFactory()
    PartnerFactory(project=ProjectFactory(draft=True))
    PartnerFactory(organisation=OrganisationFactory(draft=True))

    assert list(Partner.objects.for_public()) == [public]


def test_by_first_day_uses_planned_days_while_the_others_are_unknown():
    late = ProjectFactory(grant=GrantFactory(starts_on=date(2024, 6, 1)))
    early = ProjectFactory(grant=GrantFactory(planned_starts_on=date(2024, 1, 1)))

    assert list(Project.objects.by_first_day()) == [early, late]
    assert list(Project.objects.by_first_day(descending=True)) == [late, early]


def test_in_state_is_that_of_the_public_grant():
    running = {"starts_on": date(2020, 1, 1), "ends_on": date(2999, 1, 1)}
    project = ProjectFactory(grant=GrantFactory(**running))
    ProjectFactory(grant=GrantFactory(**running, draft=True))

    assert list(Project.objects.in_state(Grant.State.RUNNING)) == [project]
