"""The sections of a project become its fields and rows."""

from smartbalkans.page_texts.text.headings import PageKind
from tests.smartbalkans.page_texts.reading import (
    messy_project,
    project,
    proposed,
    read_one,
)


def test_project_headed_with_the_name_of_its_organisation():
    page = read_one(
        "Izvor Nikšić\n\nImplementing organisations\n\nIzvor Nikšić, lead applicant, Montenegro\n\n"
        "Summary of the project\n\nThe project “Springs for All” maps the springs of the karst.\n"
    )

    assert (page.kind, page.is_name_doubtful, proposed(page, "name")) == (PageKind.PROJECT, True, [])


def test_overall_goal_within_a_sentence_and_goals_in_a_list():
    page = read_one(
        "Vjetar\n\nProject partners\n\nVjetar, lead, Montenegro\n\nProject goals\n\n"
        "The overall goal of the project is to let the wind work.\n\n• Ten mills\n• Two miners retrained\n"
    )

    assert page.texts["overall_goal"] == "To let the wind work."
    assert [(row.kind, row.text) for row in page.objectives] == [
        ("objective", "Ten mills"),
        ("objective", "Two miners retrained"),
    ]
    assert "The goals are a list, so they were added as specific objectives." in page.doubts


def test_two_leads_are_reported_and_the_second_is_a_partner():
    page = read_one(
        "Dva\n\nImplementing organisations\n\n• Prvi, lead applicant, Serbia\n• Drugi, lead applicant, "
        "Kosovo\n"
    )

    assert [row.role for row in page.partners] == ["lead", "partner"]
    assert page.doubts == [("The text names two leads: “Prvi” and “Drugi”. “Drugi” was added as a partner.")]


def test_lists_separated_by_semicolons_over_a_whole_project():
    page = read_one(
        "Open Kitchens (OPEN-K)\n\nPartners: Kuhinja Sjever (lead, Montenegro); Guzhina e Re (GR), "
        "partner, Kosovo*\n\n"
        "Specific objectives\n\nEvery town has a kitchen; every kitchen has a cook; and nobody eats "
        "alone.\n\n"
        "Expected results\n\n12 kitchens; 24 cooks\n\n"
        "Final beneficiaries\n\nolder people from Kosovo; at least 300 high school students\n"
    )

    assert (page.kind, page.name, page.texts["acronym"]) == (PageKind.PROJECT, "Open Kitchens", "OPEN-K")
    assert [(row.name, row.acronym, row.role, row.country) for row in page.partners] == [
        ("Kuhinja Sjever", "", "lead", "ME"),
        ("Guzhina e Re", "GR", "partner", "XK"),
    ]
    assert [(row.kind, row.text) for row in page.objectives] == [
        ("objective", "Every town has a kitchen"),
        ("objective", "Every kitchen has a cook"),
        ("objective", "Nobody eats alone"),
        ("result", "12 kitchens"),
        ("result", "24 cooks"),
    ]
    assert [(row.kind, row.words, row.at_least, row.countries) for row in page.targets] == [
        ("final", "older people from Kosovo", None, ["XK"]),
        ("final", "high school students", 300, []),
    ]


def test_associate_never_becomes_a_partner():
    page = project(
        "Partneri na projektu", "• Tiha obala, nosilac projekta, BiH\n• Mirna luka, associate, Srbija"
    )

    assert [(row.name, row.role) for row in page.partners] == [
        ("Tiha obala", "lead"),
        ("Mirna luka", "associate"),
    ]
    assert "“Mirna luka” is an associate, not a partner. Choose what it is." in page.doubts


def test_headings_with_bullets_are_no_rows():
    page = read_one(
        messy_project(
            "- Overall goal\nTo hear every port.\n- Specific goals\nPort A speaks\nPort B speaks", "Goals"
        )
    )

    assert page.texts["overall_goal"] == "To hear every port."
    assert [row.text for row in page.objectives] == ["Port A speaks", "Port B speaks"]
