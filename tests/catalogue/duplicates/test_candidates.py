"""Entries that are called nearly as one that is being added, whether they are public or not."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from catalogue.duplicates.candidates import find_candidates
from catalogue.search import sync
from organisations.models import Organisation
from projects.models import Project
from tests.factories import OrganisationFactory, OtherNameFactory, ProjectFactory
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

NAMES = ("name", "acronym", "local_name", "other_names__name")


def found(*typed, but=()):
    sync.process_waiting()
    return [one.key for one in find_candidates(Organisation, NAMES, typed, but)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"draft": True},
        {"draft": True, "stage": "withdrawn"},
        {"published_at": timezone.now() + timedelta(days=9)},
    ],
)
@pytest.mark.parametrize("typed", ["Građanska alijansa", "Грађанска алиjанса", "NVO Gradanska alijanca"])
def test_candidate_is_found_in_any_order(fields, typed):
    entry = OrganisationFactory(name="Građanska alijansa", **fields)
    OrganisationFactory(name="Alijansa za prirodu")

    assert found(typed) == [entry.pk]


@pytest.mark.parametrize("field", ["acronym", "local_name"])
def test_any_name_counts_on_either_side(field):
    entry = OrganisationFactory(**{field: "KRPM"})
    other = OtherNameFactory(name="Open School of Tetovo").organisation

    assert found("Another name", "krpm") == [entry.pk]
    assert found("Open Schools of Tetovo") == [other.pk]


def test_candidates_are_sorted_by_similarity_with_the_similar_name():
    far = OrganisationFactory(name="Open Schools Tetova")
    near = OrganisationFactory(name="Quite different", local_name="Open School Tetovo")
    sync.process_waiting()

    candidates = find_candidates(Organisation, NAMES, ["Open school, Tetovo"])

    assert [(one.key, one.name) for one in candidates] == [
        (near.pk, "Open School Tetovo"),
        (far.pk, "Open Schools Tetova"),
    ]


def test_entry_itself_is_left_out():
    entry = OrganisationFactory(name="Open School")

    assert found("Open School", but=[entry.pk]) == []


def test_kinds_are_kept_apart():
    OrganisationFactory(name="Open School")
    project = ProjectFactory(name="Open School")
    sync.process_waiting()

    assert [one.key for one in find_candidates(Project, ("name", "acronym"), ["Open School"])] == [project.pk]


@pytest.mark.parametrize("typed", ["", "???", 'a"b', "( AND ) OR NOT", "%s :* !", "\x00abcdef"])
def test_nothing_typed_breaks_the_index(typed):
    OrganisationFactory(name="Open School")

    assert found(typed) == []


def test_misspelt_name_is_found_among_many(programme):
    """One letter of each name is wrong, left out or doubled, wherever it is."""
    make_entries(300)
    random = Random(4)  # noqa: S311  (chance for a test keeps no secret)
    names = list(Organisation.objects.order_by("pk").values_list("pk", "name"))

    missed = []
    for key, name in random.sample(names, 60):
        place = random.choice([place for place, letter in enumerate(name) if letter.isalpha()])
        typed = name[:place] + random.choice(["", "x", name[place] * 2]) + name[place + 1 :]
        if key not in found(typed):
            missed.append((name, typed))

    assert missed == []


@pytest.mark.parametrize("rows", [1, 3])
def test_finding_takes_a_fixed_number_of_queries(django_assert_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory(name="Open School", draft=True)
        OtherNameFactory(organisation=OrganisationFactory(name="Open School"))
    sync.process_waiting()

    with django_assert_num_queries(5):  # hits; names of entries and of rows, twice
        assert len(find_candidates(Organisation, NAMES, ["Open School"])) == 2 * rows
