import pytest

from catalogue.search.questions import LONGEST, MOST_TERMS, Term, errors_of, read_question


def word(text):
    return Term((text,))


def phrase(*words):
    return Term(words, is_phrase=True)


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("youth work", (word("youth"), word("work")), ()),
        ('"legal aid" roma', (phrase("legal", "aid"), word("roma")), ()),
        ("„pravna pomoć“", (phrase("pravna", "pomoc"),), ()),
        ("youth -police", (word("youth"),), (word("police"),)),
        ('-"legal aid"', (), (phrase("legal", "aid"),)),
        ("Fushe-Arrez", (word("fuse"), word("arrez")), ()),
        ("roma -Fushe-Arrez", (word("roma"),), (phrase("fuse", "arrez"),)),
        ('"left open', (word("left"), word("open")), ()),
        ("youth - work", (word("youth"), word("work")), ()),
        ("youth youth", (word("youth"),), ()),
        ('""', (), ()),
        ("AND OR NOT NEAR(", (word("not"), word("near")), ()),
        ("' OR 1=1 --", (word("1"),), ()),
        ("research in the field of peace", (word("researc"), word("field"), word("peace")), ()),
        ("Centar za ženska prava", (word("centar"), word("zenska"), word("prava")), ()),
        ("Peace & Tolerance", (word("peace"), word("tolerance")), ()),
        ("in the", (word("in"), word("the")), ()),
        ("of -police", (), (word("police"),)),
        ('"Ministry of Justice"', (phrase("ministry", "of", "justice"),), ()),
        ("e-governance,", (word("egovernance"),), ()),
        ("roma -e-governance", (word("roma"),), (word("egovernance"),)),
        ("C.I.V.I.C.", (word("civic"),), ()),
        ("\x00\x01 *:^(){}|&!<->", (), ()),
        ("", (), ()),
    ],
)
def test_question_is_read_from_any_text(typed, wanted, unwanted):
    question = read_question(typed)

    assert (question.wanted, question.unwanted) == (wanted, unwanted)


def test_question_of_a_long_text_is_its_beginning_and_is_marked_so():
    typed = "roma " + "x" * 10_000

    question = read_question(typed)

    assert question.wanted == (word("roma"), word("x" * (LONGEST - 5)))
    assert list(map(str, errors_of(typed, question))) == [
        "The search is longer than 300 characters. Only the first 300 were used."
    ]


def test_question_has_no_more_terms_than_a_database_bears():
    question = read_question(" ".join(f"w{number}" for number in range(60)))

    assert len(question.wanted) == MOST_TERMS


def test_question_of_nothing_to_search_for_is_marked_so():
    assert list(map(str, errors_of("???", read_question("???")))) == [
        "“???” contains no letters or digits to search for."
    ]
    assert errors_of("  ", read_question("  ")) == []
    assert errors_of("roma", read_question("roma")) == []


@pytest.mark.parametrize(
    ("one", "other", "covers"),
    [
        (Term(("young", "person")), Term(("young", "persons"), is_phrase=True), True),
        (Term(("young", "person")), Term(("young", "person"), is_phrase=True), True),
        (Term(("young", "person"), is_phrase=True), Term(("young", "person")), False),
        (Term(("mladi",), is_phrase=True), Term(("mladi", "luge")), True),
        (Term(("mladi",), is_phrase=True), Term(("mladih",)), False),
        (Term(("mladi",)), Term(("mladih",)), True),
        (Term(("young", "person")), Term(("young",)), False),
        (Term(("young", "person")), Term(("old", "person"), is_phrase=True), False),
    ],
)
def test_term_covers_another_whose_matches_it_has(one, other, covers):
    assert one.covers(other) == covers


def test_searched_forms_are_those_that_no_other_form_covers():
    plural, beginning = Term(("persons",), is_phrase=True), Term(("persona",))
    term = Term(("person",), alternatives=(plural, beginning, Term(("lica",))))

    assert term.searched_forms == [term, Term(("lica",))]
