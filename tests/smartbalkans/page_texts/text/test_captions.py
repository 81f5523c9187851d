"""Captions, file names and links are recognised, and lines of the entry are never taken for one."""

import pytest

from smartbalkans.page_texts.text.captions import REASONS, kind_of_caption


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", "only a number"),
        ("-----", "a page separator"),
        ("Page 3 of 7", "a page separator"),
        ("Traka 2 - NE DIRATI", "a note by the site's editors"),
        ("Photo: Open Riverbank", "a picture caption"),
        ("Foto: arhiva udruženja", "a picture caption"),
        ("Slika 3", "a picture caption"),
        ("Zajednička slika za naslovnu", "a picture caption"),
        ("cover image", "a picture caption"),
        ("IMG_2041.JPG", "a file name"),
        ("© 2024 Open Riverbank", "a copyright notice"),
        ("Read more", "a website button"),
        ("Share | Facebook | Twitter", "a website button"),
        ("Lexo më shumë", "a website button"),
        ("Повеќе", "a website button"),
        ("Home » Grantees", "a breadcrumb"),
        ("Published on 12. 3. 2024", "the date it was posted"),
        ("Tags: rivers, peace", "text added by the website"),
        ("Naša priča - final v2 (1).docx", "a file name"),
        ("Logo Udruženja Izvor.png (240 kB)", "a file name"),
        ("Слика 2: учесници обуке", "a picture caption"),
        ("Фото: архива", "a picture caption"),
        ("Fotografija br. 3", "a picture caption"),
        ("Na slici: učesnice radionice u Mostaru", "a picture caption"),
        ("Në foto: pjesëmarrësit e trajnimit", "a picture caption"),
        ("На фотографијата: младите од Битола", "a picture caption"),
        ("Participants in Tirana. Photo: Arta Hoxha", "a picture caption"),
        ("[Image: the team at work]", "a picture caption"),
        ("From left: Ana Ilić, Blerim Gashi", "a picture caption"),
        ("https://example.org/our-work", "a link"),
        ("Više na: www.izvor.example/o-nama", "a link"),
        ("facebook.com/izvor", "a link"),
        ("Arta Hoxha, arta@example.org, +355 69 000 0000", "contact details"),
        ("Tel: +387 33 000 000", "contact details"),
    ],
)
def test_stray_line_is_recognised_with_its_reason(text, reason):
    assert str(REASONS[kind_of_caption(text)]) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Photo competition for students",
        "Pictures of the region, a travelling exhibition",
        "Sharing of good practice",
        "More schools with a library",
        "Home visits",
        "Search for missing persons",
        "120 young people",
        "Media",
        "Next steps for the network",
        "Images by young photographers are shown",
        "Print media",
        "Fotografska radionica za mlade",
        "Slikanje murala u školama",
        "Figures of speech: a course for journalists",
        "Linking schools with farms",
        "2.500 students from three countries",
    ],
)
def test_line_of_the_entry_is_no_caption(text):
    assert kind_of_caption(text) == ""
