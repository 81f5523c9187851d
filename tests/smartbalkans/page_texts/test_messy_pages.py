"""Pages as they arrive by email and from word processors: nothing is lost, and nothing guessed."""

from tests.smartbalkans.page_texts.reading import (
    dropped,
    messy_project,
    read_one,
)

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


def partners(text: str):
    return [(row.name, row.role, row.country) for row in read_one(text).partners]


def test_mail_around_a_page_is_no_part_of_it():
    page = read_one(MAIL)

    assert (page.name, page.texts["acronym"], [one.value for one in page.proposals]) == (
        "Quiet River Initiative",
        "QRI",
        ["2014", "AL"],
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


def test_table_of_organisations_is_read_by_its_tabs():
    text = messy_project(
        "Organisation\tRole\tCountry\nКућа реке\tLead applicant\tСрбија\nKuća vode\tco-applicant\tBiH"
    )

    assert partners(text) == [("Кућа реке", "lead", "RS"), ("Kuća vode", "partner", "BA")]
    assert read_one(text).account.unplaced() == ["Organisation\tRole\tCountry"]


def test_organisations_in_one_line_are_separated_by_towns_and_labels():
    towns = messy_project("NGO Heshtja, Tirana; NGO Mir, Skopje; Institute for Sound, Pristina, Kosovo")
    labels = messy_project(
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


def test_name_ends_before_a_role():
    text = messy_project(
        "• Sea Watch (partner, Montenegro, Bar)\n• Coast & Sea, d.o.o., Partner, Croatia\n• TBC"
    )
    page = read_one(text)

    assert partners(text) == [("Sea Watch", "partner", "ME"), ("Coast & Sea, d.o.o.", "partner", "")]
    assert [row.left_over for row in page.partners] == [["Bar"], ["Croatia"]]
    assert page.account.unplaced() == ["• TBC"]
