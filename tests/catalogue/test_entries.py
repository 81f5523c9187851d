import pytest

from catalogue.entries import OrderedRow
from organisations.models import Activity, Goal
from projects.models import Objective, Partner, TargetGroup
from trainings.models import Speaker, Testimonial


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (OrderedRow, None),
        (Activity, None),
        (Goal, "kind"),
        (Objective, "kind"),
        (Partner, None),
        (Speaker, None),
        (TargetGroup, "kind"),
        (Testimonial, None),
    ],
)
def test_rows_declare_within_which_field_they_are_numbered(model, field):
    assert model.numbered_within == field


def test_numbering_group_of_a_row_is_the_value_of_that_field():
    rows = Goal(kind="strategic"), Speaker(role="trainer")

    assert [row.numbering_group for row in rows] == ["strategic", None]
