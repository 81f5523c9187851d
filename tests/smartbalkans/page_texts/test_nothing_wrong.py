"""Nothing is stated that a page does not state: no guess becomes a field or a row."""

import pytest

from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.reading import (
    dropped_or_unused,
    levels,
    project,
    read_one,
)


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


@pytest.mark.parametrize(
    "group", ["Young people; teachers", "Young people\nTeachers", "Mladi\n\nNastavnici", "Youth\n\nMedia"]
)
def test_target_group_never_becomes_a_title(group):
    text = f"Summary of the project\nQuiet.\n\nTarget groups\n{group}\n\nProject goal\nQuiet shores.\n"
    turned = f"Quiet Shore\n\nTarget groups\n\n{group}\n\nSummary of the project\n\nQuiet.\n"

    assert [page.name for page in read(text)] == [""]
    assert [page.name for page in read(turned)] == ["Quiet Shore"]


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
        PageKind.PROJECT,
        "Ura",
        {"summary": "Mir.", "overall_goal": "Voda."},
    )
    assert [row.text for row in page.objectives] == ["Ura", "Most"]
    assert [(row.at_least, row.words) for row in page.targets] == [(20, "djece")]
    assert levels(page) == [(1, "Most"), (2, "Ura")]
