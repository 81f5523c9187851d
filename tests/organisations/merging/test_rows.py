"""Rows of an organisation that is merged into another."""

import pytest
from django.core.exceptions import ValidationError
from reversion.models import Version

from organisations.merging.merge import merge
from organisations.models import Activity, Goal, Organisation
from tests.factories import (
    GoalFactory,
    GrantFactory,
    OrganisationActivityFactory,
    PartnerFactory,
    ProjectFactory,
)
from tests.organisations.merging.merged import merged

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role_of_kept", "role_of_gone", "role"),
    [("partner", "lead", "lead"), ("lead", "partner", "lead"), ("partner", "partner", "partner")],
)
def test_project_of_both_has_it_once_and_the_lead_wins(kept, gone, role_of_kept, role_of_gone, role):
    project = ProjectFactory()
    other = PartnerFactory(project=project, order=2)
    PartnerFactory(project=project, organisation=kept, role=role_of_kept, order=3)
    PartnerFactory(project=project, organisation=gone, role=role_of_gone, order=1)

    merged(kept, gone)

    rows = project.partners.order_by("order").values_list("organisation__name", "role")
    assert list(rows) == [("Civic Alliance", role), (other.organisation.name, "partner")]


def test_goals_and_activities_come_after_those_that_are_there_and_none_twice(kept, gone):
    GoalFactory(organisation=kept, text="Free media", order=1)
    GoalFactory(organisation=kept, kind="strategic", text="Peace", order=1)
    GoalFactory(organisation=gone, text="Free  media ", order=1)
    GoalFactory(organisation=gone, text="Clean rivers", order=2)
    GoalFactory(organisation=gone, kind="strategic", text="Law", order=1)
    for order, level, text in ((1, 1, "Training"), (2, 2, "of judges")):
        OrganisationActivityFactory(organisation=kept, order=order, level=level, text=text)
        OrganisationActivityFactory(organisation=gone, order=order, level=level, text=text)
    for order, level, text in ((3, 1, "Advocacy"), (4, 2, "of judges"), (5, 1, "Training")):
        OrganisationActivityFactory(organisation=gone, order=order, level=level, text=text)

    merged(kept, gone)

    assert list(Goal.objects.values_list("kind", "order", "text")) == [
        ("strategic", 1, "Peace"),
        ("strategic", 2, "Law"),
        ("goal", 1, "Free media"),
        ("goal", 2, "Clean rivers"),
    ]
    assert list(Activity.objects.values_list("order", "level", "text")) == [
        (1, 1, "Training"),
        (2, 2, "of judges"),
        (3, 1, "Advocacy"),
        (4, 2, "of judges"),
        (5, 1, "Training"),
    ]


def test_many_rows_move_in_portions_with_the_same_result_and_history(kept, gone, admin_user, monkeypatch):
    monkeypatch.setattr("organisations.merging.merge.PORTION", 1)
    partners = [PartnerFactory(organisation=gone) for _number in range(2)]
    PartnerFactory(organisation=kept, project=partners[1].project, role="lead")
    GrantFactory(recipient=gone)

    merged(kept, gone, user=admin_user)

    assert list(Organisation.objects.all()) == [kept]
    roles = dict(kept.partnerships.values_list("project", "role"))
    assert roles == {partners[0].project_id: "partner", partners[1].project_id: "lead"}
    assert kept.grants.count() == 1
    for partner in partners:
        versions = Version.objects.get_for_object(partner.project)
        assert [version.revision.comment for version in versions] == [
            "Merged “Civic Aliance” into “Civic Alliance”",
            "Version before the first recorded change",
        ]
        assert [version.revision.user for version in versions] == [admin_user, None]


def test_merge_that_breaks_a_rule_moves_no_rows_ahead(kept, gone, monkeypatch):
    monkeypatch.setattr("organisations.merging.merge.PORTION", 1)
    for _number in range(2):
        PartnerFactory(organisation=gone)

    def broken(self):
        raise ValidationError("A rule")

    monkeypatch.setattr(Organisation, "validate_constraints", broken)
    with pytest.raises(ValidationError, match="A rule"):
        merge(kept.pk, gone.pk, (kept.token, gone.token), {}, None)

    assert gone.partnerships.count() == 2
