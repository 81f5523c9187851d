"""The names of entries, of their own and of their rows."""

import pytest

from catalogue.duplicates.names import names_in, names_of
from organisations.models import Organisation
from tests.factories import OrganisationFactory, OtherNameFactory

pytestmark = pytest.mark.django_db

PATHS = ("name", "acronym", "other_names__name")


def test_names_in_yields_own_names_and_those_of_rows():
    organisation = OrganisationFactory(name="Agro Centre", acronym="AC")
    OtherNameFactory(organisation=organisation, name="Agro centar")

    names = list(names_in(Organisation.objects.all(), PATHS))

    assert names == [
        (organisation.pk, "Agro Centre"),
        (organisation.pk, "AC"),
        (organisation.pk, "Agro centar"),
    ]


def test_names_in_leaves_empty_names_out():
    organisation = OrganisationFactory(name="Agro Centre", acronym="")

    names = list(names_in(Organisation.objects.all(), PATHS))

    assert names == [(organisation.pk, "Agro Centre")]


def test_names_in_takes_one_query_and_one_for_each_path_to_rows(django_assert_num_queries):
    OrganisationFactory.create_batch(3)

    with django_assert_num_queries(2):
        list(names_in(Organisation.objects.all(), PATHS))


def test_names_of_yields_names_of_these_keys_only():
    wanted, _other = OrganisationFactory.create_batch(2)

    names = list(names_of(Organisation.objects.all(), ("name",), [wanted.pk]))

    assert names == [(wanted.pk, wanted.name)]
