"""Pages as grantees might send them, each in another way."""

from smartbalkans.page_texts.read import ReaderAnswers, read
from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.accounting import faults_of
from tests.smartbalkans.page_texts.reading import (
    dropped,
    key_of,
    levels,
    proposed,
    read_one,
)


def test_headings_with_slips_of_the_pen():
    page = read_one(
        "Shoqata Dritë e Re\n\nSumary of organisations strategic orientaton\n\nLight for every village "
        "school.\n\n"
        "Organisation gaols\n\nLamps\n\nBenificiaries\n\nPupils.\n\nMian activites\n\nBuilding lamps\n"
    )

    assert (page.kind, page.account.unplaced()) == (PageKind.ORGANISATION, [])
    assert page.texts["strategic_orientation"] == "Light for every village school."
    assert [row.text for row in page.goals] == ["Lamps"]
    assert levels(page) == [(1, "Building lamps")]


def test_numbered_headings_with_numbered_lists_below():
    page = read_one(
        "Путеви младих\n\n1. Strategic orientation\n\nPaths for young hikers in Serbia.\n\n2. Goals\n\n"
        "1) Marked paths\n2) Safe huts\n\n3. Main activities\n\n3.1 Marking\n3.1.1 with paint\n3.2 Mapping\n"
    )

    assert page.name == "Путеви младих"
    assert [row.text for row in page.goals] == ["Marked paths", "Safe huts"]
    assert levels(page) == [(1, "Marking"), (2, "With paint"), (1, "Mapping")]
    assert proposed(page, "country") == ["RS"]


def test_several_pages_in_a_row_with_captions_of_other_kinds_between():
    text = (
        "IMG_2041.jpg\n\nQendra Lule\n\nOrganization goal\n\nGardens\n\nMain organization activities\n\n• "
        "Planting\n"
        "Photo: Qendra Lule / archive\n\nHome » Grantees » Organisations\n\nДруштво Извор\n\nOrganization "
        "goal\n\nWells\n\n"
        "Read more\nShare | Facebook | Twitter\n\nKuća mostova\n\nImplementing partners:\n\n– Kuća "
        "mostova, Serbia\n\n"
        "Project goals\n\nBridges\n"
    )

    pages = read(text)

    assert faults_of(text, pages) == []
    assert [(page.kind, page.name) for page in pages] == [
        (PageKind.ORGANISATION, "Qendra Lule"),
        (PageKind.ORGANISATION, "Друштво Извор"),
        (PageKind.PROJECT, "Kuća mostova"),
    ]
    assert [dropped(page) for page in pages] == [
        ["IMG_2041.jpg"],
        ["Photo: Qendra Lule / archive", "Home » Grantees » Organisations"],
        ["Read more", "Share | Facebook | Twitter"],
    ]


def test_unknown_line_before_every_title_is_no_name_and_no_row():
    text = "".join(
        f"\nTraka SB 2024\n\n{name}\n\nOrganization goal\n\nPeace\n\nMain organization activities\n\n• "
        f"Talks\n"
        for name in ("Most", "Ura", "Мост")
    )

    pages = read(text)

    assert faults_of(text, pages) == []
    assert [page.name for page in pages] == ["Most", "Ura", "Мост"]
    assert [levels(page) for page in pages] == [[(1, "Talks")]] * 3
    assert [page.account.unplaced() for page in pages] == [["Traka SB 2024"] * 2, ["Traka SB 2024"], []]


def test_pages_separated_by_a_line_of_dashes_though_headings_are_missing():
    text = "Qendra Hap\n\nBeneficiaries\n\nWomen\n\n-----\n\nKuća zvuka\n\nMain activities\n\nConcerts\n"

    pages = read(text)

    assert faults_of(text, pages) == []
    assert [(page.name, page.kind) for page in pages] == [("Qendra Hap", None), ("Kuća zvuka", None)]


def test_kind_that_is_not_certain_is_set_as_answered():
    text = "Kuća zvuka\n\nGoals\n\nMusic\n\nMain activities\n\nConcerts\n"
    page = read_one(text)

    organisation = read_one(text, ReaderAnswers(kinds={page.key: "organisation"}))
    project = read_one(text, ReaderAnswers(kinds={page.key: "project"}))

    assert (page.kind, page.account.unplaced()) == (None, ["Goals", "Music", "Main activities", "Concerts"])
    assert ([row.text for row in organisation.goals], levels(organisation)) == (["Music"], [(1, "Concerts")])
    assert (project.texts["overall_goal"], levels(project)) == ("Music", [(1, "Concerts")])


def test_headings_of_two_kinds_are_not_guessed_over():
    page = read_one(
        "Zvono\n\nOrganization goal\n\nBells for everybody.\n\nImplementing organisations\n\nZvono, lead, "
        "Serbia\n\nExpected results\n\nSound\n"
    )

    assert page.kind is None
    assert "Choose whether this is an organisation, a project or a training." in page.doubts


def test_title_that_is_none_and_line_that_is_one():
    text = (
        "Jasen\n\nOrganization goal\n\nAshes\n\nBirches\n\n---\n\nSecond thoughts\n\nMain "
        "activities\n\nWalks\n"
    )
    pages = read(text)

    one = read(text, ReaderAnswers(lines={pages[1].key: "no-title"}))
    three = read(text, ReaderAnswers(lines={key_of(pages[0], "Ashes"): "title"}))

    assert [page.name for page in pages] == ["Jasen", "Second thoughts"]
    assert [page.name for page in one] == ["Jasen"]
    assert [page.name for page in three] == ["Jasen", "Ashes", "Second thoughts"]
    assert faults_of(text, one) + faults_of(text, three) == []


def test_text_without_headings_is_kept_whole_and_asked_about():
    page = read_one("Jorgovan\n\nWe plant lilacs along the tracks.\n\nWrite to us.\n")

    assert (page.kind, page.name) == (None, "Jorgovan")
    assert page.account.unplaced() == ["We plant lilacs along the tracks.", "Write to us."]


def test_empty_text_has_no_pages():
    assert read("\ufeff \r\n\t\n") == []


def test_exchanged_letters_and_spaces_in_headings_are_accepted():
    page = read_one(
        "Vrelo\n\nProjec tgoals\n\nWater.\n\nExpected results o fthe project are:\n\n(1) Taps\n\n"
        "Target groups adn beneficiaries\n\n• Media\n"
    )

    assert (page.kind, page.texts["overall_goal"], page.account.unplaced()) == (
        PageKind.PROJECT,
        "Water.",
        [],
    )
    assert [row.text for row in page.objectives] == ["Taps"]
    assert [row.words for row in page.targets] == ["Media"]


def test_words_near_a_heading_are_none():
    page = read_one(
        "Vrelo\n\nOrganization goal\n\nWater.\n\nEmissions\n\nThey are measured twice a day.\n\nProject "
        "tools\n\nA spade.\n"
    )

    assert page.account.unplaced() == [
        "Emissions",
        "They are measured twice a day.",
        "Project tools",
        "A spade.",
    ]


def test_pages_without_a_line_between_them_or_a_caption():
    text = (
        "Ropes for all\n\nA training for youth workers was held on 4 May 2024 in Skopje.\n\n"
        "Vrelo\n\nOrganization goal\n\nWater\n\nMain organization activities\n\n• Digging\n\n"
        "Izvor\n\nSummary of organization’s strategic orientation\n\nSprings.\n"
    ).replace("\n\n", "\n")

    pages = read(text)

    assert faults_of(text, pages) == []
    assert [(page.kind, page.name) for page in pages] == [
        (PageKind.TRAINING, "Ropes for all"),
        (PageKind.ORGANISATION, "Vrelo"),
        (PageKind.ORGANISATION, "Izvor"),
    ]


def test_name_of_a_group_alone_is_no_title():
    text = "{}\n\nOrganization goal\n\nPeace.\n"

    assert [read_one(text.format(title)).name for title in ("Young people", "Youth of Tuzla")] == [
        "",
        "Youth of Tuzla",
    ]
