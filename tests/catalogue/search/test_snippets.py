import pytest

from catalogue.search import registry
from catalogue.search.questions import read_question
from catalogue.search.snippets import LENGTH, marked, snippet_of
from organisations.models import Organisation
from tests.factories import GoalFactory, OrganisationFactory

INDEX = registry.index_of(Organisation)


def bracketed(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Građanska alijansa", "gradjanska", "[Građanska] alijansa"),
        ("Грађанска алијанса", "alij", "Грађанска [алијанса]"),
        ("Women’s rights, women", "womens", "[Women’s] rights, [women]"),
        ("a community of communities", "communities", "a [community] of [communities]"),
        ("women and men of the community", "of the", "women and men [of] [the] community"),
        ("women and men of the community", "the community of women", "[women] and men of the [community]"),
        ("good e-governance", "egovernance", "good [e-governance]"),
        ("good e-governance", "e governance", "good [e-governance]"),
        ("Group 484 of 484", "group484", "[Group] [484] of 484"),
        ("The C.I.V.I.C. office", "civic", "The [C.I.V.I.C]. office"),
        ("commu\N{SOFT HYPHEN}nity", "community", "[commu\N{SOFT HYPHEN}nity]"),
        ("Civil society, a civil servant, CSOs", "CSO", "Civil society, a civil servant, [CSOs]"),
        ("civil society organizations, some", "CSO", "[civil] [society] [organizations], some"),
        ("Fushë-Arrëz", "arrez", "Fushë-[Arrëz]"),
        ("legal and legality", '"legal"', "[legal] and legality"),
        ("<b>roma</b>", "roma", "<b>[roma]</b>"),
        ("nothing here", "roma", "nothing here"),
    ],
)
def test_searched_words_are_marked_in_the_original_text(text, typed, expected):
    assert bracketed(marked(text, read_question(typed))) == expected


@pytest.mark.django_db
def test_snippet_is_the_place_that_has_most_of_the_words():
    organisation = OrganisationFactory(
        summary="About youth.", strategic_orientation="Police and youth together."
    )

    found = snippet_of(INDEX.public_entries([organisation.pk]).get(), INDEX, read_question("youth police"))

    assert bracketed(found.pieces) == "[Police] and [youth] together."


@pytest.mark.django_db
def test_snippet_of_a_word_in_the_names_alone_shows_the_names():
    organisation = OrganisationFactory(
        name="Civic Alliance", local_name="Građanska alijansa", summary="What it is."
    )

    found = snippet_of(INDEX.public_entries([organisation.pk]).get(), INDEX, read_question("gradjanska"))

    assert bracketed(found.pieces) == "Civic Alliance · [Građanska] alijansa"


@pytest.mark.django_db
def test_snippet_of_a_long_text_is_cut_at_words():
    goal = GoalFactory(text="lorem " * 100 + "kestrel " + "ipsum " * 100)

    found = snippet_of(INDEX.public_entries([goal.organisation.pk]).get(), INDEX, read_question("kestrel"))

    text = "".join(piece.text for piece in found.pieces)
    assert (found.is_cut_before, found.is_cut_after) == (True, True)
    assert len(text) <= LENGTH
    assert set(text.split()) == {"lorem", "kestrel", "ipsum"}
