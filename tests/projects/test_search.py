"""What finds a project."""

import pytest

from projects.models import Project
from tests.catalogue.search.finding import found
from tests.factories import (
    BeneficiaryGroupFactory,
    ObjectiveFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        lambda: ProjectFactory(acronym="KESTREL"),
        lambda: ProjectFactory(description="kestrel"),
        lambda: ProjectFactory(overall_goal="kestrel"),
        lambda: ObjectiveFactory(text="kestrel").project,
        lambda: ProjectActivityFactory(text="kestrel").project,
        lambda: TargetGroupFactory(words="kestrel").project,
        lambda: TargetGroupFactory(beneficiary_group=BeneficiaryGroupFactory(name="Kestrel")).project,
        lambda: PartnerFactory(organisation__name="Kestrel").project,
        lambda: PartnerFactory(organisation__local_name="Kestrel").project,
        lambda: PartnerFactory(organisation=OtherNameFactory(name="Kestrel").organisation).project,
    ],
)
def test_project_is_found_by_every_text_of_its_page_and_its_partners_names(make):
    ProjectFactory()
    assert found(Project, "kestrel") == []

    project = make()

    assert found(Project, "kestrel") == [project]
