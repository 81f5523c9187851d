import pytest

from catalogue.history.recording import recorded
from catalogue.history.versions import states_now, version_with_token, versions_of
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


def test_version_with_a_token_is_that_of_the_entry_with_it(db):
    organisation = OrganisationFactory()
    tokens = []
    for name in ("First", "Second", "Third"):
        with recorded(None, name):
            organisation.name = name
            organisation.save()
        tokens.append(organisation.token)

    found = [version_with_token(versions_of(Organisation, organisation.pk), token) for token in tokens]

    assert [version.object_repr for version in found] == ["First", "Second", "Third"]


@pytest.mark.parametrize("token", ["", "0" * 22, '", "name": "Alliance'])
def test_no_version_has_an_unknown_token(db, token):
    with recorded(None, "Added"):
        organisation = OrganisationFactory(name="Alliance")

    assert version_with_token(versions_of(Organisation, organisation.pk), token) is None
