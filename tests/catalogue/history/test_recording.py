"""What is recorded together, and with which comment."""

import pytest
from django.core.management import call_command
from reversion.models import Revision

from catalogue.history.recording import recorded, set_comment
from catalogue.history.versions import versions_of
from organisations.models import Organisation
from tests.catalogue.history.comments import comments, summaries
from tests.factories import (
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


FOUND = "Version before the first recorded change"


def test_bulk_update_is_recorded_if_announced(admin_user):
    organisations = [OrganisationFactory(summary="Old") for _number in range(2)]
    tokens = [organisation.token for organisation in organisations]

    with recorded(admin_user, "Set for many") as recorder:
        recorder.add(*organisations)
        Organisation.objects.update(summary="New")

    for organisation, token in zip(organisations, tokens, strict=True):
        assert comments(organisation) == ["Set for many", FOUND]
        assert summaries(organisation) == ["New", "Old"]
        organisation.refresh_from_db()
        assert organisation.token != token


def test_what_is_rolled_back_is_not_recorded(admin_user):
    organisation = OrganisationFactory()

    def save_and_fail():
        organisation.save()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), recorded(admin_user, "Edited"):
        save_and_fail()

    assert comments(organisation) == []


def test_inner_record_joins_the_outer_and_names_it(admin_user):
    organisation = OrganisationFactory()

    with recorded(admin_user, "Edited"), recorded(admin_user, "Published"):
        organisation.save()

    assert comments(organisation) == ["Published", FOUND]


def test_comment_is_put_more_exactly_within_the_act(admin_user):
    organisation = OrganisationFactory()

    with recorded(admin_user, "Edited"):
        organisation.save()
        set_comment("Published")
    set_comment("Said to nobody")

    assert comments(organisation) == ["Published", FOUND]


def test_each_entry_of_an_act_has_a_revision_of_its_own(admin_user):
    with recorded(admin_user, "Imported"):
        OrganisationFactory()
        OrganisationFactory()

    assert Revision.objects.count() == 2
    assert len(set(Revision.objects.values_list("date_created"))) == 1


def test_seed_is_recorded_as_such(db):
    call_command("seed", verbosity=0)

    first = versions_of(Organisation, Organisation.objects.first().pk)
    assert [(version.revision.comment, version.revision.user) for version in first] == [
        ("Loaded with the programme's entries", None)
    ]
