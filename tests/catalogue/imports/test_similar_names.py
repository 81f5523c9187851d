"""New entries named almost as others are reported."""

import pytest

from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    counts,
    places,
)
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Građanska alijansa", "NGO Грађанска алијанса"])
def test_file_without_slugs_never_adds_an_existing_name(name):
    OrganisationFactory(slug="gradanska-alijansa", name="Građanska alijansa")

    run = organisations(["Name"], [name], ["Quite another"])

    assert places(run) == [(2, "Name", name)]
    assert "To update it, add a column “Slug” with “gradanska-alijansa”" in messages(run)[0]


def test_new_entries_called_like_others_are_to_be_looked_at():
    OrganisationFactory(slug="gradanska-alijansa", name="Građanska alijansa")
    OtherNameFactory(organisation__slug="idm", name="Instituti për Demokraci")
    GrantFactory(slug="core-one")

    run = organisations(
        ["Slug", "Name"],
        [None, "Gradjanska alijansa"],
        [None, "NGO Грађанска алијанса"],
        [None, "Gradanska aljansa"],
        ["democracy", "Instituti per Demokraci"],
        [None, "Youth House"],
        [None, "The Youth House"],
        [None, "Quite another"],
    )

    looks = [(one.line, one.column, one.message) for one in run.findings.filter(is_wrong=False)]
    assert (counts(run), run.warned) == ((7, 0, 0, 0), 5)
    assert [look[:2] for look in looks] == [(2, "Slug"), (3, "Name"), (4, "Slug"), (5, "Name"), (7, "Name")]
    assert "enter its slug here: idm" in looks[3][2]
    assert "Row 6 has almost the same name, “Youth House”" in looks[4][2]
