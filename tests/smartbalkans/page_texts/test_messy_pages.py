"""Pages as they come by e-mail and out of word processors: nothing is lost, and nothing guessed."""

import pytest

from smartbalkans.page_texts.read import read
from tests.smartbalkans.page_texts.accounting import faults_of
from tests.smartbalkans.page_texts.readers.test_page_finder import dropped, read_one

MAIL = """\
From: Arta Hoxha <arta@example.org>
Sent: Monday, 6 March 2023 10:12
To: Programme Office <office@example.org>
Subject: FW: text for the page

Dear colleagues,

Quiet River Initiative (QRI)

Summary of organization's strategic orientation

Quiet River Initiative (QRI) was founded in 2014 in Albania. Our main activities take place in spring.

Main organization activities
§ Measuring the water
§ Teaching to swim
o\tin summer

Best regards,
Arta Hoxha
Project manager

-----Original Message-----
From: Programme Office
Sent: Friday, 3 March 2023

Dear Arta, could you send us the text?
"""


def project(under: str, heading: str = "Implementing organizations:") -> str:
    return f"Quiet Streets\n\nSummary of the project\n\nStreets get quieter.\n\n{heading}\n{under}\n"


def partners(text: str):
    return [(row.name, row.role, row.country) for row in read_one(text).partners]


def test_mail_around_a_page_is_no_part_of_it():
    page = read_one(MAIL)

    assert (page.name, page.texts["acronym"], page.texts["founded_year"]) == (
        "Quiet River Initiative",
        "QRI",
        "2014",
    )
    assert [(item.level, item.text) for item in page.activities] == [
        (1, "Measuring the water"),
        (1, "Teaching to swim"),
        (2, "In summer"),
    ]
    assert dropped(page) == [
        line for line in MAIL.splitlines() if line.startswith(("From", "Sent", "To:", "Subject", "--"))
    ]
    assert page.account.unplaced() == [
        "Dear colleagues,",
        "Best regards,",
        "Arta Hoxha",
        "Project manager",
        "Dear Arta, could you send us the text?",
    ]


def test_quoted_mail_is_read_without_its_marks():
    text = "Naziv organizacije: Prozor\n\nOrganization goal\n\nMore light.\n\nMain activities\n\n* Cleaning\n"
    quoted = "".join(f"> {line}\n" for line in text.splitlines())

    page = read(quoted)[0]

    assert (page.name, [row.text for row in page.goals]) == ("Prozor", ["More light."])
    assert [item.text for item in page.activities] == ["Cleaning"]


@pytest.mark.parametrize(
    "below",
    ["CONTACT\nforum@villages.example.org", "O NAMA\nMi smo mreža sela.", "Disclaimer: it is ours alone."],
)
def test_what_follows_the_last_section_is_no_activity(below):
    above = "Forum of Villages\n\nOrganization goal\n\nRoads.\n\nActivities\n\nEvery spring we count buses."

    page = read_one(f"{above}\n\n{below}\n")

    assert [item.text for item in page.activities] == ["Every spring we count buses."]
    assert page.account.unplaced() == below.splitlines()


def test_table_of_organisations_is_read_by_its_tabs():
    text = project(
        "Organisation\tRole\tCountry\nКућа реке\tLead applicant\tСрбија\nKuća vode\tco-applicant\tBiH"
    )

    assert partners(text) == [("Кућа реке", "lead", "RS"), ("Kuća vode", "partner", "BA")]
    assert read_one(text).account.unplaced() == ["Organisation\tRole\tCountry"]


def test_organisations_in_one_line_are_parted_by_towns_and_labels():
    towns = project("NGO Heshtja, Tirana; NGO Mir, Skopje; Institute for Sound, Pristina, Kosovo")
    labels = project(
        "Lead applicant: Hill Club (Montenegro); Partners: Valley Club (Albania), Lake Club (Serbia)"
    )

    assert [name for name, _role, _country in partners(towns)] == [
        "NGO Heshtja",
        "NGO Mir",
        "Institute for Sound",
    ]
    assert partners(labels) == [
        ("Hill Club", "lead", "ME"),
        ("Valley Club", "partner", "AL"),
        ("Lake Club", "partner", "RS"),
    ]


def test_name_ends_where_a_role_stands():
    text = project("• Sea Watch (partner, Montenegro, Bar)\n• Coast & Sea, d.o.o., Partner, Croatia\n• TBC")
    page = read_one(text)

    assert partners(text) == [("Sea Watch", "partner", "ME"), ("Coast & Sea, d.o.o.", "partner", "")]
    assert [row.left_over for row in page.partners] == [["Bar"], ["Croatia"]]
    assert page.account.unplaced() == ["• TBC"]


def test_numbers_with_blanks_and_in_brackets_are_read_whole():
    page = read_one(project("drivers, at least 1 200; journalists (min. 12); 15-20 mayors", "Target groups"))

    assert [(row.words, row.at_least) for row in page.targets] == [
        ("drivers", 1200),
        ("journalists", 12),
        ("15-20 mayors", None),
    ]


def test_numbered_parts_of_a_line_lose_their_numbers():
    page = read_one(project("1) measure noise; 2) plant 12 km of hedges", "Specific objectives"))

    assert [row.text for row in page.objectives] == ["Measure noise", "Plant 12 km of hedges"]


def test_headings_with_bullets_are_no_rows():
    page = read_one(
        project(
            "- Overall goal\nTo hear every port.\n- Specific goals\nPort A speaks\nPort B speaks", "Goals"
        )
    )

    assert page.texts["overall_goal"] == "To hear every port."
    assert [row.text for row in page.objectives] == ["Port A speaks", "Port B speaks"]


def test_guest_lecturer_named_beside_the_trainers_is_none():
    text = (
        "Learning to listen\n\nA workshop was held in Mostar on 3–5 March 2023. "
        "The trainers were Dr. Jelena Šarac and Mark O'Neill, while Prof. Agim Berisha was guest lecturer.\n"
    )
    (page,) = read(text)

    assert faults_of(text, [page]) == []
    assert [(row.name, row.role) for row in page.speakers] == [
        ("Jelena Šarac", "trainer"),
        ("Mark O'Neill", "trainer"),
        ("Agim Berisha", "guest_lecturer"),
    ]
