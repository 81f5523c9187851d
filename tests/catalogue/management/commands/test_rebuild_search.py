"""`manage.py rebuild_search` rebuilds the documents, or checks them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalogue.search import registry, sync
from catalogue.search.models import StaleEntry
from organisations.models import Organisation
from tests.catalogue.search.finding import found
from tests.factories import (
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


INDEX = registry.index_of(Organisation)


def test_check_fails_for_outdated_documents_and_rebuild_fixes_them():
    organisation = OrganisationFactory(name="Kestrel")
    found(Organisation, "x")
    INDEX.document.objects.update(title="osprey", body="")
    StaleEntry.objects.all().delete()

    with pytest.raises(CommandError, match="index is wrong"):
        call_command("rebuild_search", "--check", stdout=StringIO())
    call_command("rebuild_search", stdout=StringIO())
    call_command("rebuild_search", "--check", stdout=StringIO())

    assert found(Organisation, "kestrel") == [organisation]


def test_check_distinguishes_what_is_waiting_from_what_is_wrong():
    OrganisationFactory.create_batch(2, name="Kestrel")
    sync.process_waiting()
    Organisation.objects.filter(pk=Organisation.objects.first().pk).update(name="Osprey")
    output = StringIO()

    call_command("rebuild_search", "--check", stdout=output)

    assert output.getvalue().splitlines()[0] == "Organisations: 1 waiting to be processed, 0 wrong"
