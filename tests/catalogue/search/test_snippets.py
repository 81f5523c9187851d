import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.search import registry
from catalogue.search.facets import counter_of
from catalogue.search.questions import read_question
from catalogue.search.selection import FetchedSlice
from catalogue.search.snippets import LENGTH, MOST_KEPT, lines_of, marked, snippet_of, snippets_of
from organisations.models import Organisation
from tests.factories import GoalFactory, OrganisationFactory

INDEX = registry.index_of(Organisation)


def snippet(organisation, question):
    """Return the snippet of an organisation that the public may see."""
    return snippet_of(lines_of(INDEX.public_entries([organisation.pk]).get(), INDEX), question)


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

    found = snippet(organisation, read_question("youth police"))

    assert bracketed(found.pieces) == "[Police] and [youth] together."


@pytest.mark.django_db
def test_snippet_of_a_word_in_the_names_alone_shows_the_names():
    organisation = OrganisationFactory(
        name="Civic Alliance", local_name="Građanska alijansa", summary="What it is."
    )

    found = snippet(organisation, read_question("gradjanska"))

    assert bracketed(found.pieces) == "Civic Alliance · [Građanska] alijansa"


@pytest.mark.django_db
def test_snippet_of_a_long_text_is_cut_at_words():
    goal = GoalFactory(text="lorem " * 100 + "kestrel " + "ipsum " * 100)

    found = snippet(goal.organisation, read_question("kestrel"))

    text = "".join(piece.text for piece in found.pieces)
    assert (found.is_cut_before, found.is_cut_after) == (True, True)
    assert len(text) <= LENGTH
    assert set(text.split()) == {"lorem", "kestrel", "ipsum"}


@pytest.mark.django_db
@pytest.mark.parametrize(("letters", "is_read_again"), [(100, False), (MOST_KEPT, True)])
def test_lines_are_kept_unless_they_are_long(letters, is_read_again):
    organisation = GoalFactory(text="kestrel " + "a" * (letters // 2)).organisation
    GoalFactory(organisation=organisation, text="a" * (letters // 2))
    entries = INDEX.with_texts(Organisation.objects.for_public())
    state, question = counter_of(INDEX).state, read_question("kestrel")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            snippets = snippets_of(FetchedSlice([organisation.pk], entries), INDEX, question, state)
        assert snippets[organisation.pk].pieces[0].is_hit
        return len(captured)

    first = queries()

    assert queries() == (first if is_read_again else 0)
