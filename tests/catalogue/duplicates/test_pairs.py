"""The pairs of entries that may be the same, against all pairs compared one with another."""

from itertools import combinations
from random import Random

import pytest

from catalogue.duplicates.pairs import pairs_of
from catalogue.duplicates.similarity import name_similarity, read_name
from organisations.models import Organisation
from tests.factories import OrganisationFactory, OtherNameFactory
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

NAMES = ("name", "acronym", "local_name", "other_names__name")


def test_pairs_are_listed_once_with_their_most_similar_names_the_strongest_first():
    first = OrganisationFactory(name="Open School Tetovo", acronym="OSTT")
    second = OrganisationFactory(name="Open Schools Tetova", acronym="OSTT", draft=True)
    third = OtherNameFactory(organisation__name="Another", name="open school tetovo").organisation
    OrganisationFactory(name="Civic League")

    pairs = pairs_of(Organisation, NAMES)

    assert [(pair.keys, round(pair.score), pair.first_name, pair.second_name) for pair in pairs] == [
        ((first.pk, third.pk), 100, "Open School Tetovo", "open school tetovo"),
        ((first.pk, second.pk), 91, "Open School Tetovo", "Open Schools Tetova"),
        ((second.pk, third.pk), 91, "Open Schools Tetova", "open school tetovo"),
    ]


def test_two_names_of_one_entry_are_no_pair():
    OtherNameFactory(organisation__name="Open School", name="Open Schools")

    assert pairs_of(Organisation, NAMES) == []


def test_nearly_all_pairs_are_found_without_comparing_all():
    make_entries(250)
    random = Random(5)  # noqa: S311  (chance for a test keeps no secret)
    for entry in random.sample(list(Organisation.objects.order_by("pk")), 80):
        place = random.randrange(len(entry.name))
        OrganisationFactory(name=entry.name[:place] + random.choice(["", "xx"]) + entry.name[place + 1 :])
    names = {key: read_name(name) for key, name in Organisation.objects.values_list("pk", "name")}
    every = {
        (one, other)
        for one, other in combinations(sorted(names), 2)
        if name_similarity(names[one], names[other])
    }

    found = {pair.keys for pair in pairs_of(Organisation, ("name",))}

    assert found - every == set()
    assert len(every) > 60
    assert len(found) >= 0.97 * len(every)


@pytest.mark.parametrize("rows", [1, 3])
def test_pairs_take_a_query_for_names_of_entries_and_one_for_those_of_rows(django_assert_num_queries, rows):
    for _ in range(rows):
        OtherNameFactory()

    with django_assert_num_queries(2):
        pairs_of(Organisation, NAMES)
