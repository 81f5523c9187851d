from catalogue.history.versions import states_now
from organisations.models import Organisation
from tests.factories import GoalFactory, OrganisationFactory


def test_rows_are_in_the_order_of_their_model(db):
    organisation = OrganisationFactory()
    for kind, order, text in (
        ("goal", 1, "C"),
        ("strategic", 2, "B"),
        ("strategic", 1, "A"),
        ("goal", 1, "D"),
    ):
        GoalFactory(organisation=organisation, kind=kind, order=order, text=text)

    state = states_now(Organisation, [organisation.pk])[organisation.pk]

    assert [part.fields["text"] for part in state.rows["goals"].values()] == ["A", "B", "C", "D"]
