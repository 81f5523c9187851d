"""Nothing is stated that a page does not state: no guess becomes a field or a row."""

import pytest

from smartbalkans.page_texts.account import Use
from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import Kind
from tests.smartbalkans.page_texts.reading import read_one

PROJECT = "Tiha obala\n\nSažetak projekta\n\nMladi čiste obalu.\n\n{heading}\n\n{text}\n"


def project(heading, text):
    return read_one(PROJECT.format(heading=heading, text=text))


def levels(page):
    return [(item.level, item.text) for item in page.activities]


def dropped_or_unused(page):
    return [
        line.text
        for line in page.account.lines
        if page.account.pieces[line.number][0].use in (Use.DROPPED, Use.UNPLACED)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Tekst za stranicu - final v2.docx",
        "Logo i slika organizacije (1).png",
        "PCRC_page_text.pdf",
        "Слика за насловна.jpg",
        "Teksti i faqes.docx (34 kB)",
        "https://www.izvor.example/o-nama",
        "Link: www.izvor.example",
        "Foto: arhiva udruženja",
        "Në foto: vullnetarët e shoqatës",
        "На фотографијата: младите од Битола",
        "Ana Ilić, ana@izvor.example",
    ],
)
def test_file_name_caption_or_link_never_becomes_a_name(line):
    page = read_one(f"{line}\n\nIzvor Nikšić\n\nCiljevi organizacije\n\nČista voda.\n")
    nameless = read_one(f"{line}\n\nCiljevi organizacije\n\nČista voda.\n")

    assert (page.name, nameless.name) == ("Izvor Nikšić", "")
    assert dropped_or_unused(page) == [line]


@pytest.mark.parametrize(
    "caption",
    [
        "Foto: učesnice radionice",
        "• Foto: učesnice radionice",
        "Fotografija 2: učesnice radionice u Mostaru",
        "Na slici: učesnice radionice u Mostaru",
        "Slika 3",
        "Фото: учесници обуке",
        "На фотографијата: учесници на обуката",
        "Në foto: pjesëmarrësit e trajnimit",
        "Participants of the workshop in Tirana (photo: Arta Hoxha)",
        "Figure 2. Participants of the workshop",
        "From left: Ana Ilić, Blerim Gashi",
        "[Image: a group of young people]",
        "radionica_mostar.jpg",
        "- https://example.org/radionica",
    ],
)
def test_captions_never_become_activities(caption):
    page = project("Glavne aktivnosti", f"• Radionice\n{caption}\n• Kampanja")

    assert levels(page) == [(1, "Radionice"), (1, "Kampanja")]
    assert dropped_or_unused(page) == [caption]


def test_nationalities_never_become_countries():
    page = read_one(
        "Quiet Shore\n\nSummary of the project\n\nMontenegrin and Albanian youth meet Bosnian artists.\n\n"
        "Target groups\n\n• Kosovar journalists\n• Macedonian students\n"
    )

    assert (page.places, [row.countries for row in page.targets], page.proposals) == ([], [[], []], [])


def test_countries_in_running_text_are_only_proposed():
    page = project("Očekivani rezultati", "Mreža u Crnoj Gori.\n\nA network of Albania and Kosovo.")

    assert (page.places, [(one.field, one.value) for one in page.proposals]) == (
        [],
        [("places_of_work", "AL"), ("places_of_work", "XK")],
    )


@pytest.mark.parametrize(
    "line",
    [
        "Forum MNE",
        "Center for Quiet Shores",
        "Udruženje Tiha Obala",
        "Qendra Bregu i Qetë",
        "Здружение Тивок Брег",
    ],
)
def test_organisations_never_become_speakers(line):
    page = read_one(f"Quiet shores\n\nAbout the training\n\nIt was quiet.\n\nTrainers\n\n• {line}\n")

    assert (page.kind, page.proposals, page.account.kept) == (Kind.TRAINING, [], [line])


def test_associate_never_becomes_a_partner():
    page = project(
        "Partneri na projektu", "• Tiha obala, nosilac projekta, BiH\n• Mirna luka, associate, Srbija"
    )

    assert [(row.name, row.role) for row in page.partners] == [
        ("Tiha obala", "lead"),
        ("Mirna luka", "associate"),
    ]
    assert "“Mirna luka” is an associate, not a partner. Choose what it is." in page.doubts


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("• 4.500 mladih", 4500, "mladih"),
        ("• najmanje 4.500 mladih", 4500, "mladih"),
        ("• at least 12,000 pupils", 12000, "pupils"),
        ("• 1 200 vozača", 1200, "vozača"),
        ("• 1.250.000 građana", 1250000, "građana"),
        ("4.500 mladih; nastavnici", 4500, "mladih"),
        ("• do 4.500 mladih", None, "do 4.500 mladih"),
    ],
)
def test_point_and_three_digits_are_thousands(text, number, words):
    page = project("Ciljne grupe", text)

    assert (page.targets[0].at_least, page.targets[0].words) == (number, words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1. Research\nA1.1 Desk\nA1.2 Field\nA2. Campaign", [1, 2, 2, 1]),
        ("I. Research\nI.1 Desk\nI.2 Field\nII. Campaign", [1, 2, 2, 1]),
        ("1. Research\n1.a Desk\n1.b Field\n2. Campaign", [1, 2, 2, 1]),
        ("1. Research\n• Desk\n• Field\n2. Campaign", [1, 2, 2, 1]),
        ("1. Research • Desk • Field\n2. Campaign", [1, 2, 2, 1]),
        ("Activity 1: Research\nActivity 1.1: Desk\nActivity 1.2: Field\nActivity 2: Campaign", [1, 2, 2, 1]),
        ("Aktivnost 1 – Research\n- Desk\n- Field\nAktivnost 2 – Campaign", [1, 2, 2, 1]),
        ("• Research\n• Desk\n• Field\n• Campaign", [1, 1, 1, 1]),
        ("1.1 Research\n1.2 Desk\n2.1 Field\n2.2 Campaign", [1, 1, 1, 1]),
    ],
)
def test_nesting_follows_the_numbering_and_prefixes_are_dropped(text, expected):
    page = project("Main activities", text)

    assert levels(page) == list(zip(expected, ["Research", "Desk", "Field", "Campaign"], strict=True))


@pytest.mark.parametrize(
    "prefix",
    [
        "R1:",
        "R1.",
        "A1.",
        "Objective 1 –",
        "Specific objective 1:",
        "Cilj 1:",
        "Циљ 1.",
        "Objektivi 1 –",
        "1)",
    ],
)
def test_prefixes_of_results_are_dropped(prefix):
    page = project("Expected results", f"{prefix} Quiet shores\n{prefix.replace('1', '2')} Clean shores")

    assert [row.text for row in page.objectives] == ["Quiet shores", "Clean shores"]


def test_numbers_in_a_text_are_no_prefix():
    page = project("Expected results", "4.5 km of shore\n\nGoal 4.5 million trees\n\n3D models")

    assert [row.text for row in page.objectives] == ["4.5 km of shore", "Goal 4.5 million trees", "3D models"]


@pytest.mark.parametrize(
    "group", ["Young people; teachers", "Young people\nTeachers", "Mladi\n\nNastavnici", "Youth\n\nMedia"]
)
def test_target_group_never_becomes_a_title(group):
    text = f"Summary of the project\nQuiet.\n\nTarget groups\n{group}\n\nProject goal\nQuiet shores.\n"
    turned = f"Quiet Shore\n\nTarget groups\n\n{group}\n\nSummary of the project\n\nQuiet.\n"

    assert [page.name for page in read(text)] == [""]
    assert [page.name for page in read(turned)] == ["Quiet Shore"]


@pytest.mark.parametrize("mark", ["\u200e", "\u200b", "\ufeff", "\u2066", "\u00ad", "\u202a"])
def test_title_with_an_invisible_character_is_a_title(mark):
    page = read_one(f"{mark}Tiha obala\n\nCiljevi organizacije\n\nMir.\n")

    assert page.name == "Tiha obala"


@pytest.mark.parametrize(
    "signature",
    [
        "Best regards,\nArta Hoxha\nForum of Villages",
        "S poštovanjem,\n\nAna Ilić\nKoordinatorka",
        "Со почит\n\nАна Илиевска",
        "Me respekt,\nArta Hoxha",
        "--\nArta Hoxha",
    ],
)
def test_signature_never_becomes_a_title_or_a_row(signature):
    page = "Organization goal\n\nPeace.\n\nMain organization activities\n\n• Talks\n"
    (first, second) = read(f"Most\n\n{page}\n{signature}\n\nUra\n\n{page}")

    assert [first.name, second.name] == ["Most", "Ura"]
    assert levels(first) == [(1, "Talks")]
    assert first.account.unplaced() == [line for line in signature.splitlines() if line]


def test_year_and_town_are_only_proposed():
    page = read_one(
        "Udruženje Izvor Mostar\n\nO nama\n\nUdruženje Izvor Mostar (UIM) osnovano je 1998. godine.\n\n"
        "Ciljevi\n\nVoda.\n"
    )

    assert [name for name in ("acronym", "founded_year", "town", "country") if name in page.texts] == []
    assert [(one.field, one.value) for one in page.proposals] == [
        ("acronym", "UIM"),
        ("founded_year", "1998"),
        ("town", "Mostar"),
    ]


LANGUAGES = {
    "Bosnian": ("Sažetak projekta", "Opći cilj", "Specifični ciljevi", "Ciljne grupe", "Glavne aktivnosti"),
    "Croatian": (
        "Sažetak projekta",
        "Opći cilj",
        "Posebni ciljevi",
        "Ciljne skupine",
        "Planirane aktivnosti",
    ),
    "Serbian": ("Rezime projekta", "Opšti cilj", "Specifični ciljevi", "Ciljne grupe", "Aktivnosti projekta"),
    "Serbian in Cyrillic": (
        "Резиме пројекта",
        "Општи циљ",
        "Специфични циљеви",
        "Циљне групе",
        "Главне активности",
    ),
    "Macedonian": ("Резиме на проектот", "Општа цел", "Специфични цели", "Целни групи", "Главни активности"),
    "Albanian": (
        *("Përmbledhje e projektit", "Qëllimi i përgjithshëm", "Objektivat specifike", "Grupet e synuara"),
        "Aktivitetet kryesore",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_read_under_headings_of_its_language(language):
    summary, goal, objectives, groups, activities = LANGUAGES[language]
    page = read_one(
        f"Ura\n\n{summary}\n\nMir.\n\n{goal}\n\nVoda.\n\n{objectives}\n\n• Ura\n• Most\n\n"
        f"{groups}\n\n• 20 djece\n\n{activities}\n\n• Most\n  - Ura\n"
    )

    assert (page.kind, page.name, page.texts) == (
        Kind.PROJECT,
        "Ura",
        {"summary": "Mir.", "overall_goal": "Voda."},
    )
    assert [row.text for row in page.objectives] == ["Ura", "Most"]
    assert [(row.at_least, row.words) for row in page.targets] == [(20, "djece")]
    assert levels(page) == [(1, "Most"), (2, "Ura")]
