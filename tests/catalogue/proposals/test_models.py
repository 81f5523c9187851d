"""One proposed version an entry."""

import pytest
from django.db import IntegrityError

from catalogue.proposals.models import ProposedVersion
from tests.catalogue.proposals.proposing import propose
from tests.factories import OrganisationFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_entry_has_one_proposed_version():
    project = ProjectFactory()
    propose(project, summary="New text.")

    with pytest.raises(IntegrityError):
        ProposedVersion.objects.create(kind="projects.project", entry_id=project.pk, base={}, state={})


def test_keys_are_those_of_the_kind():
    project, organisation = ProjectFactory(), OrganisationFactory()
    propose(project, summary="New text.")

    assert ProposedVersion.objects.of_entries(type(project), [project.pk]) == {project.pk}
    assert ProposedVersion.objects.of_entries(type(organisation), [project.pk, organisation.pk]) == set()


def test_sent_for_review_is_in_review():
    propose(ProjectFactory(), summary="New text.")
    assert list(ProposedVersion.objects.in_review()) == []

    ProposedVersion.objects.update(status="review")

    assert ProposedVersion.objects.in_review().count() == 1
