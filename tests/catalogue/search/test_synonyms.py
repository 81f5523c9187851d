"""Names in the languages of the region, and the synonyms of staff, on the database at hand."""

from datetime import date

import pytest
from django.db import connection

from catalogue.data_versions.models import DataVersion
from catalogue.search import synonyms
from catalogue.search.models import MOST_SYNONYMS, SearchSynonym
from catalogue.search.questions import MOST_ALTERNATIVES, ask, read_question
from catalogue.search.snippets import Piece, marked, places_of
from catalogue.search.synonyms import KIND, LISTED, Synonyms, date_words
from organisations.models import Organisation
from projects.models import Project
from tests.catalogue.search.finding import found
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    OrganisationFactory,
    TargetGroupFactory,
    TrainingFactory,
)
from trainings.models import Training

LISTS = synonyms.LISTED_GROUPS


@pytest.mark.parametrize("group", LISTS, ids=lambda group: group[0])
def test_each_form_of_a_list_finds_all_others(group):
    missed = [
        (typed, written)
        for typed in group
        for written in group
        if not all(places_of(written, read_question(typed)))
    ]

    assert missed == []


def test_terms_of_the_lists_have_room_for_the_synonyms_of_staff():
    terms = [term for group in LISTS for text in group for term in read_question(text).wanted]

    assert max(len(term.alternatives) for term in terms) + MOST_SYNONYMS <= MOST_ALTERNATIVES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("Montenegro", "Montenegrin"),
        ("Kosovo", "Kosovar"),
        ("Montenegro", "Crna Gora"),
        ("Montenegro", "Црна Гора"),
        ("Montenegro", "Mali i Zi"),
        ("Serbia", "Srbija"),
        ("Serbia", "Србија"),
        ("Serbia", "Serbi"),
        ("Albania", "Shqipëria"),
        ("Albania", "shqiperi"),
        ("Albania", "Албанија"),
        ("Kosovo", "Kosova"),
        ("Kosovo", "Kosovë"),
        ("Kosovo", "Косово"),
        ("North Macedonia", "Македонија"),
        ("North Macedonia", "Severna Makedonija"),
        ("North Macedonia", "Северна Македонија"),
        ("North Macedonia", "FYROM"),
        ("North Macedonia", "Macedonia"),
        ("North Macedonia", "Maqedonia"),
        ("Bosnia and Herzegovina", "Bosna i Hercegovina"),
        ("Bosnia and Herzegovina", "Босна и Херцеговина"),
        ("Bosnia and Herzegovina", "Bosna"),
    ],
)
def test_country_is_found_in_its_own_language_and_old_spelling(country, typed):
    OrganisationFactory(name="Forum", country=CountryFactory(code="NO", name="Norway"))
    organisation = OrganisationFactory(country=CountryFactory(code="XX", name=country))

    assert found(Organisation, typed) == [organisation]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["mladi", "omladina", "të rinjtë", "te rinjte", "млади", "младина"])
def test_group_is_found_by_its_name_in_other_languages(typed):
    TargetGroupFactory(beneficiary_group=BeneficiaryGroupFactory(name="Judges"))
    target = TargetGroupFactory(beneficiary_group=BeneficiaryGroupFactory(name="Youth"))

    assert found(Project, typed) == [target.project]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["December 2023", "decembar 2023", "декември 2023", "dhjetor 2023", "prosinca 2023", "5 December 2023",
     "5.12.2023", "05.12.2023.", "2023-12-05", "2023-12", "December", "Sarajevo 2023"],
)  # fmt: skip
def test_training_is_found_by_its_date(typed):
    TrainingFactory(town="Sarajevo", starts_on=date(2022, 11, 6))
    training = TrainingFactory(town="Sarajevo", starts_on=date(2023, 12, 5))

    assert found(Training, typed) == [training]


@pytest.mark.parametrize(("day", "words"), [(date(2023, 12, 5), "5 December 2023 2023-12-05"), (None, "")])
def test_date_is_indexed_in_words_and_digits(day, words):
    assert date_words(day) == words


@pytest.mark.django_db
def test_synonym_of_staff_is_used_until_it_is_changed_or_deleted():
    organisation = OrganisationFactory(name="Volunteers")
    before = found(Organisation, "volonteri")
    synonym = SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri\nвулонтери")
    added = found(Organisation, "volonteri"), found(Organisation, "вулонтери")
    SearchSynonym.objects.filter(pk=synonym.pk).update(synonyms="dobrovoljci")
    changed = found(Organisation, "volonteri"), found(Organisation, "dobrovoljci")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_searchsynonym")
    deleted = found(Organisation, "dobrovoljci")

    assert (before, added, changed, deleted) == (
        [],
        ([organisation], [organisation]),
        ([], [organisation]),
        [],
    )


@pytest.mark.django_db
def test_kept_answer_and_marks_follow_the_synonyms():
    """The word itself has answers, so that only its alternatives differ."""
    OrganisationFactory(name="Volunteers")
    local = OrganisationFactory(name="Volonteri")
    before = found(Organisation, "volonteri"), marked("Volunteers", ask("volonteri"))
    SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri")

    assert before == ([local], [Piece("Volunteers", False)])
    assert len(found(Organisation, "volonteri")) == 2
    assert marked("Volunteers", ask("volonteri")) == [Piece("Volunteers", True)]


@pytest.mark.django_db
def test_synonyms_take_one_query_until_they_change(django_assert_num_queries):
    SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri")
    synonyms.current()

    with django_assert_num_queries(1):
        ask("volonteri")
    with django_assert_num_queries(0):
        ask("  ")


@pytest.mark.django_db
def test_synonyms_are_read_again_without_a_version_of_the_data():
    DataVersion.objects.filter(kind=KIND).delete()
    before = ask("volonteri").wanted[0].alternatives
    SearchSynonym.objects.create(name="Volunteers", synonyms="volonteri")

    assert before == ()
    assert [term.words for term in ask("volonteri").wanted[0].alternatives] == [
        ("volunteers",),
        ("volunteer",),
    ]


def test_synonyms_of_several_words_are_found_in_their_order_alone():
    known = Synonyms([["Rule of law", "vladavina prava"]])

    assert known.of(["vladavina", "prava"]) == [(0, 2, ("rule", "of", "law"))]
    assert known.of(["prava", "vladavina"]) == []
    assert known.of(["rule", "law", "today"]) == [(0, 2, ("vladavina", "prava"))]


def test_listed_synonyms_are_those_of_the_file():
    assert LISTED.version == ""
    assert LISTED.of(["mladi"])[0] == (0, 1, ("youth",))
