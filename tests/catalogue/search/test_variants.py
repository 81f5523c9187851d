"""Words that mean the same find each other, in both directions, on the database at hand."""

import pytest

from catalogue.search.questions import MOST_ALTERNATIVES, read_question
from catalogue.search.variants import number_forms, parts
from organisations.models import Organisation
from tests.catalogue.search.finding import found
from tests.factories import OrganisationFactory

# Each line: what one organisation writes, and another; whoever types one of them finds both.
SAME = [
    "community | communities",
    "network | networks",
    "youth | youths",
    "process | processes",
    "approach | approaches",
    "crisis | crises",
    "analysis | analyses",
    "policy | policies",
    "service | services",
    "woman | women",
    "child | children",
    "Women’s rights | woman's right",
    "mobilisation | mobilizations",
    "organised | organized",
    "digitalisation | digitalization",
    "programme | programs",
    "centre | Centers",
    "labour | labor",
    "counselling | counseling",
    "dialogue | dialogs",
    "e-governance | egovernance | e governance | e- governance | e‑governance",
    "anti-discrimination | antidiscrimination | anti discrimination",
    "cyber-security | cybersecurity | cyber security",
    "peace-building | peacebuilding | peace building",
    "round-table | roundtables | round tables",
    "grass-roots | grassroots | grass roots",
    "fund-raising | fundraising | fund raising",
    "decision-makers | decisionmaker | decision makers",
    "co-operation | cooperation | co operation",
    "NARKO-NE | narkone",
    "Group 484 | group484 | Group-484",
    "DIGI-CORE | digicore",
    "C.I.V.I.C. | CIVIC",
    "Peace & Tolerance | peace and tolerance | tolerance, peace",
    "Ministry of Justice | justice ministry",
    "com\N{SOFT HYPHEN}mu\N{ZERO WIDTH SPACE}nity | community",
    "CSO | CSOs | civil society organisation | civil society organizations | civil-society organisations",
    "NGO | NGOs | non-governmental organisation | nongovernmental organizations",
    "NGO | non governmental organisation",
    "GBV | gender-based violence | gender based violence",
    "PWD | PWDs | persons with disabilities | people with disabilities | person with a disability",
    "OCG | OCGs | organised criminal group | organized criminal groups",
    "SoM | smuggling of migrants | migrant smuggling",
    "ICT | information and communication technology | information & communication technologies",
    "P/CVE | PCVE | preventing and countering violent extremism",
    "M&E | monitoring and evaluation",
    "RS | Republika Srpska",
    "EU | European Union",
    "BiH | B&H | Bosnia and Herzegovina | Bosnia & Herzegovina",
    "western balkans | WB",
]
PAIRS = [
    (written, typed)
    for line in SAME
    for written in line.split(" | ")
    for typed in line.split(" | ")
    if written != typed
]


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "typed"), PAIRS)
def test_variant_finds_what_is_written_otherwise(written, typed):
    OrganisationFactory(name="Forum", summary="Some members care for the others.")
    organisation = OrganisationFactory(name=f"Kestrel {written} kestrel")

    assert found(Organisation, typed) == [organisation]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "typed"), [("narkone", "Narko NE"), ("DIGI-CORE", "digi core"), ("Digicore", "digi core")]
)
def test_words_typed_apart_find_what_is_written_together(written, typed):
    OrganisationFactory(name="Forum")
    organisation = OrganisationFactory(name=written)

    assert found(Organisation, typed) == [organisation]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("SoM", {"SoM now", "The SoMs"}),
        ("som", {"SoM now", "The SoMs", "Some"}),
        ("EU,", {"EU funds"}),
        ("eu", {"EU funds", "Europe"}),
    ],
)
def test_abbreviation_in_its_capitals_is_no_beginning(typed, names):
    for name in ("SoM now", "The SoMs", "Some", "EU funds", "Europe"):
        OrganisationFactory(name=name)

    assert {organisation.name for organisation in found(Organisation, typed)} == names


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("community", "communit"),
        ("communities", "communit"),
        ("reintegration", "reintegr"),
        ("e-governance", "egov"),
        ("antidiscrimination", "anti-discr"),
        ("civil society organisations", "civil society org"),
        ("Juventas", "juv"),
        ("Juventas", "Juventas"),
        ("Ujedinjene", "ujed"),
    ],
)
def test_beginning_of_a_variant_is_enough(written, typed):
    OrganisationFactory(name="Forum")
    organisation = OrganisationFactory(name=written)

    assert found(Organisation, typed) == [organisation]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("new ways", "news"),
        ("good governance and education", "e-governance"),
        ("some members", '"SoM"'),
        ("something", "smuggling of migrants"),
        ("part of a park", "public administration reform"),
        ("mental health", "women"),
        ("mentors", "man"),
        ("mass media", "M&E"),
        ("civil servants of a society", "CSO"),
        ("a community of organisations", '"communities"'),
        ("human society", "humans rights"),
        ("484 members of a group of 12", "group48"),
    ],
)
def test_other_words_are_not_found(written, typed):
    OrganisationFactory(name=written)

    assert found(Organisation, typed) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "peace in the Balkans",
        "the peace",
        "peace of Balkans",
        "peace and Balkans",
        "peace for balkan",
        "mir i",
    ],
)
def test_fillers_are_never_required(typed):
    OrganisationFactory(name="Forum for the And in Of")
    organisation = OrganisationFactory(name="Balkans Peace", local_name="Mir")

    assert found(Organisation, typed) == [organisation]


@pytest.mark.django_db
def test_fillers_are_asked_for_if_there_is_nothing_else():
    OrganisationFactory(name="Peace")
    organisation = OrganisationFactory(name="For All")

    assert found(Organisation, "for") == [organisation]


@pytest.mark.django_db
def test_unwanted_word_leaves_out_its_variants():
    organisation = OrganisationFactory(name="Kestrel Forum")
    OrganisationFactory(name="Kestrel Community")
    OrganisationFactory(name="Kestrel e-governance")

    assert found(Organisation, "kestrel -communities -egovernance") == [organisation]


@pytest.mark.django_db
def test_name_as_it_was_typed_comes_before_its_variants():
    singular = OrganisationFactory(name="Network")
    plural = OrganisationFactory(name="Kestrel", summary="networks")

    assert found(Organisation, "networks") == [singular, plural]


@pytest.mark.django_db
def test_phrase_does_not_run_into_the_compounds_after_the_text():
    OrganisationFactory(name="Kestrel e-governance of towns")

    assert len(found(Organisation, '"e governance of towns"')) == 1
    assert found(Organisation, '"e governance egovernance"') == []


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("network", ()),
        ("networks", ("network",)),
        ("community", ("communities",)),
        ("communities", ("community", "communitys", "communitie")),
        ("boy", ()),
        ("access", ()),
        ("status", ()),
        ("bus", ()),
        ("gas", ()),
        ("news", ()),
        ("484s", ("484",)),
        ("womens", ("women", "woman", "womans")),
        ("people", ("person", "persons")),
    ],
)
def test_number_of_a_word_is_changed_at_its_end_alone(word, others):
    assert number_forms(word) == others


@pytest.mark.parametrize(
    ("word", "two"),
    [
        ("group484", ("group", "484")),
        ("cybersecurity", ("cyber", "security")),
        ("peacebuilding", ("peace", "building")),
        ("antic", ()),
        ("building", ()),
        ("2023", ()),
        ("community", ()),
    ],
)
def test_word_is_split_where_others_write_two(word, two):
    assert parts(word) == two


def test_alternatives_of_a_term_are_few():
    typed = " ".join(line.split(" | ")[-1] for line in SAME[:20]) + " persons with disabilities analyses"

    question = read_question(typed)

    assert max(len(term.alternatives) for term in question.wanted) <= MOST_ALTERNATIVES
