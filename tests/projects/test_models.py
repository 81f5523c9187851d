import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from projects.models import Partner, Project
from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def test_project_has_one_lead():
    lead = PartnerFactory(role="lead")
    second = PartnerFactory.build(project=lead.project, organisation=OrganisationFactory(), role="lead")

    with pytest.raises(ValidationError) as refusal:
        second.full_clean()

    assert refusal.value.messages == [
        "A project has one lead applicant. Choose the role “Partner” for the others."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_two_projects_have_a_lead_each():
    organisation = OrganisationFactory()

    PartnerFactory(organisation=organisation, role="lead")
    PartnerFactory(organisation=organisation, role="lead")

    assert Partner.objects.filter(role="lead").count() == 2


def test_organisation_is_in_a_project_once():
    partner = PartnerFactory()
    again = PartnerFactory.build(project=partner.project, organisation=partner.organisation)

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()

    assert refusal.value.messages == ["This organisation is already a partner of the project."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_grant_pays_for_one_project():
    grant = GrantFactory()
    ProjectFactory(grant=grant)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectFactory(grant=grant)


def test_organisation_that_a_project_refers_to_stays():
    partner = PartnerFactory()

    with pytest.raises(ProtectedError):
        partner.organisation.delete()


def test_activity_of_level_2_does_not_come_first():
    activity = ProjectActivityFactory.build(project=ProjectFactory(), order=1, level=2)

    with pytest.raises(ValidationError) as refusal:
        activity.full_clean()

    assert refusal.value.messages == [
        "The first row must be at level 1. A row at level 2 belongs to the row above it."
    ]


def test_countries_are_those_of_partners_and_of_work():
    kosovo, albania = CountryFactory(code="XK", name="Kosovo"), CountryFactory(code="AL", name="Albania")
    project = ProjectFactory()
    project.places_of_work.add(albania)
    PartnerFactory(project=project, organisation__country=kosovo)
    PartnerFactory(project=project, organisation__country=albania)
    PartnerFactory(project=project, organisation__country=None)

    fetched = Project.objects.with_public_parts().get()

    assert fetched.countries == [albania, kosovo]


def test_lead_comes_first_and_partners_follow_in_order():
    project = ProjectFactory()
    third = PartnerFactory(project=project, order=3)
    second = PartnerFactory(project=project, order=2)
    lead = PartnerFactory(project=project, order=9, role="lead")

    fetched = Project.objects.with_public_parts().get()

    assert fetched.public_partners == [lead, second, third]
    assert fetched.lead == lead
