"""Lists of the back office are narrowed to what there is to do."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Organisation
from tests.catalogue.publishing.statuses import COMPLETE
from tests.factories import OrganisationFactory
from tests.staff import log_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"missing": "any"}, ["A", "B"]),
        ({"missing": "summary"}, ["A"]),
        ({"missing": "country"}, ["A", "B"]),
        ({"missing": "nonsense"}, ["A", "B", "C", "D"]),
        ({"author": "me"}, ["B"]),
        ({"author": "nonsense"}, ["A", "B", "C", "D"]),
        ({"changed": "stale"}, ["D"]),
        ({"changed": "nonsense"}, ["A", "B", "C", "D"]),
        ({"missing": "any", "author": "me", "publication": "review"}, ["B"]),
    ],
)
def test_list_is_narrowed_to_what_there_is_to_do(client, query, names):
    me = log_in(client, "Editor")
    OrganisationFactory(name="A", draft=True)
    OrganisationFactory(name="B", summary="A", draft=True, stage="review", author=me)
    OrganisationFactory(name="C", **COMPLETE)
    old = OrganisationFactory(name="D", **COMPLETE)
    Organisation.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=366))

    response = client.get("/admin/organisations/organisation/", query)

    assert [found.name for found in response.context["cl"].result_list] == names


def test_filters_have_their_titles_alone(client):
    log_in(client, "Editor")
    OrganisationFactory()

    page = client.get("/admin/organisations/organisation/").content.decode()

    titles = re.findall(r"<summary> (.*?)</summary>", page)
    assert titles[:4] == ["Status", "Missing information", "Author", "Last changed by"]
