"""Pages as grantees might send them, each in another way."""

from datetime import date

from smartbalkans.page_texts.read import Answers, read
from smartbalkans.page_texts.text.headings import Kind
from tests.smartbalkans.page_texts.accounting import faults_of
from tests.smartbalkans.page_texts.reading import dropped, read_one


def key_of(page, text):
    return next(line.key for line in page.account.lines if line.text == text)


def proposed(page, field):
    return [proposal.value for proposal in page.proposals if proposal.field == field]


def levels(page):
    return [(item.level, item.text) for item in page.activities]


def test_headings_in_capitals_with_windows_line_ends_and_tabs():
    page = read_one(
        "GRAĐANSKI KRUG ŠABAC\r\n\r\nORGANIZATION GOAL:\r\n\r\n\tLibraries that stay open in the "
        "evening\r\n\r\n"
        "BENEFICIARIES\r\n\r\n\t•\tReaders\r\n\t•\tPensioners\r\n\r\n"
        "MAIN ORGANISATION ACTIVITIES :\r\n\r\n\t•\tReading aloud\r\n\t\t–\tin villages\r\n\t•\tMending "
        "books\r\n"
    )

    assert (page.kind, page.name) == (Kind.ORGANISATION, "GRAĐANSKI KRUG ŠABAC")
    assert [(row.kind, row.text) for row in page.goals] == [
        ("goal", "Libraries that stay open in the evening")
    ]
    assert page.texts["beneficiaries"] == "Readers; Pensioners"
    assert levels(page) == [(1, "Reading aloud"), (2, "In villages"), (1, "Mending books")]


def test_headings_with_slips_of_the_pen():
    page = read_one(
        "Shoqata Dritë e Re\n\nSumary of organisations strategic orientaton\n\nLight for every village "
        "school.\n\n"
        "Organisation gaols\n\nLamps\n\nBenificiaries\n\nPupils.\n\nMian activites\n\nBuilding lamps\n"
    )

    assert (page.kind, page.account.unplaced()) == (Kind.ORGANISATION, [])
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


def test_values_behind_their_headings():
    page = read_one(
        "Udruženje Žabac (UŽ)\n\nOrganisation goal: ponds without rubbish\nBeneficiaries: children; anglers\n"
        "Website: www.zabac.example\nE-mail: info@zabac.example\nFounded: 1998\nCountry: Bosnia & "
        "Herzegovina\n"
        "Main activities: cleaning ponds; counting frogs; telling about it\n"
    )

    assert (page.kind, page.name, page.texts["acronym"]) == (Kind.ORGANISATION, "Udruženje Žabac", "UŽ")
    assert [row.text for row in page.goals] == ["Ponds without rubbish"]
    assert {name: page.texts[name] for name in ("website", "email", "founded_year", "country")} == {
        "website": "https://www.zabac.example",
        "email": "info@zabac.example",
        "founded_year": "1998",
        "country": "BA",
    }
    assert levels(page) == [(1, "Cleaning ponds"), (1, "Counting frogs"), (1, "Telling about it")]


def test_lists_separated_by_semicolons_over_a_whole_project():
    page = read_one(
        "Open Kitchens (OPEN-K)\n\nPartners: Kuhinja Sjever (lead, Montenegro); Guzhina e Re (GR), "
        "partner, Kosovo*\n\n"
        "Specific objectives\n\nEvery town has a kitchen; every kitchen has a cook; and nobody eats "
        "alone.\n\n"
        "Expected results\n\n12 kitchens; 24 cooks\n\n"
        "Final beneficiaries\n\nolder people from Kosovo; at least 300 high school students\n"
    )

    assert (page.kind, page.name, page.texts["acronym"]) == (Kind.PROJECT, "Open Kitchens", "OPEN-K")
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


def test_project_headed_with_the_name_of_its_organisation():
    page = read_one(
        "Izvor Nikšić\n\nImplementing organisations\n\nIzvor Nikšić, lead applicant, Montenegro\n\n"
        "Summary of the project\n\nThe project “Springs for All” maps the springs of the karst.\n"
    )

    assert (page.kind, page.is_name_doubtful, proposed(page, "name")) == (
        Kind.PROJECT,
        True,
        ["Springs for All"],
    )


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
        (Kind.ORGANISATION, "Qendra Lule"),
        (Kind.ORGANISATION, "Друштво Извор"),
        (Kind.PROJECT, "Kuća mostova"),
    ]
    assert [dropped(page) for page in pages] == [
        ["IMG_2041.jpg"],
        ["Photo: Qendra Lule / archive", "Home » Grantees » Organisations"],
        ["Read more", "Share | Facebook | Twitter"],
    ]


def test_unknown_line_that_stands_before_every_title_is_no_name_and_no_row():
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


def test_kind_that_is_not_certain_is_asked_and_taken_as_answered():
    text = "Kuća zvuka\n\nGoals\n\nMusic\n\nMain activities\n\nConcerts\n"
    page = read_one(text)

    organisation = read_one(text, Answers(kinds={page.key: "organisation"}))
    project = read_one(text, Answers(kinds={page.key: "project"}))

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


def test_unknown_heading_keeps_its_text_apart_until_it_is_answered():
    text = (
        "Lipa\n\nOrganisation goal\n\nShade in every street.\n\nWhat keeps us going\n\nNeighbours bring "
        "water when it is hot.\n\n"
        "Main activities\n\n• Planting\n"
    )
    page = read_one(text)
    key = key_of(page, "What keeps us going")

    as_orientation = read_one(text, Answers(lines={key: "heading:orientation"}))
    left_out = read_one(text, Answers(lines={key: "leave-out"}))

    assert page.account.unplaced() == ["What keeps us going", "Neighbours bring water when it is hot."]
    assert key in page.asked
    assert as_orientation.texts["strategic_orientation"] == "Neighbours bring water when it is hot."
    assert (as_orientation.account.unplaced(), dropped(left_out)) == ([], ["What keeps us going"])


def test_line_without_a_place_goes_where_a_person_says():
    text = "Breza\n\nThey are twelve.\n\nOrganization goal\n\nBirches\n"
    page = read_one(text)

    said = read_one(text, Answers(lines={key_of(page, "They are twelve."): "text:orientation"}))

    assert page.account.unplaced() == ["They are twelve."]
    assert (said.texts["strategic_orientation"], said.account.unplaced()) == ("They are twelve.", [])


def test_title_that_is_none_and_line_that_is_one():
    text = (
        "Jasen\n\nOrganization goal\n\nAshes\n\nBirches\n\n---\n\nSecond thoughts\n\nMain "
        "activities\n\nWalks\n"
    )
    pages = read(text)

    one = read(text, Answers(lines={pages[1].key: "no-title"}))
    three = read(text, Answers(lines={key_of(pages[0], "Ashes"): "title"}))

    assert [page.name for page in pages] == ["Jasen", "Second thoughts"]
    assert [page.name for page in one] == ["Jasen"]
    assert [page.name for page in three] == ["Jasen", "Ashes", "Second thoughts"]
    assert faults_of(text, one) + faults_of(text, three) == []


def test_activities_under_heads_of_their_own():
    page = read_one(
        "Kestenje\n\nOrganization goal\n\nChestnuts\n\nOrganization activities\n\nIn autumn:\n• "
        "Picking\n• Roasting\n\n"
        "In spring:\n• Grafting\n"
    )

    assert levels(page) == [
        (1, "In autumn"),
        (2, "Picking"),
        (2, "Roasting"),
        (1, "In spring"),
        (2, "Grafting"),
    ]


def test_sentence_that_introduces_a_list_is_kept_and_no_row():
    page = read_one(
        "Orah\n\nOrganization goal\n\nWalnuts\n\nOrganization activities\n\nIn the two years to come we "
        "shall:\n\n1. plant\n2. prune\n"
    )

    assert levels(page) == [(1, "Plant"), (1, "Prune")]
    assert page.account.kept == ["In the two years to come we shall:"]


def test_wrapped_lines_are_one_paragraph_or_one_item():
    page = read_one(
        "Bor\n\nOrganization goal\n\nA forest in which nobody has to be afraid of fire and\nfrom which "
        "nobody takes more than grows.\n\n"
        "Organization activities\n\n• Watching from the tower on every day of summer on\n  which no rain "
        "falls\n• Clearing\n"
    )

    assert [row.text for row in page.goals] == [
        "A forest in which nobody has to be afraid of fire and from which nobody takes more than grows."
    ]
    assert levels(page) == [
        (1, "Watching from the tower on every day of summer on which no rain falls"),
        (1, "Clearing"),
    ]


def test_target_groups_in_sentences_stay_text_and_give_rows():
    page = read_one(
        "Clear Water\n\nLead applicant: Bistra voda, Bosnia and Herzegovina\n\nTarget groups and "
        "beneficiaries\n\n"
        "The target groups are at least 1,200 high school students from Serbia and Montenegro, 15 mayors, "
        "and rural women. "
        "The final beneficiaries will be citizens of Albania, especially those living on the coast.\n"
    )

    assert [(row.kind, row.words, row.at_least, row.countries) for row in page.targets] == [
        ("direct", "high school students", 1200, ["RS", "ME"]),
        ("direct", "mayors", 15, []),
        ("direct", "rural women", None, []),
        ("final", "citizens of Albania, especially those living on the coast", None, ["AL"]),
    ]
    assert page.texts["target_groups_text"].startswith("The target groups are at least 1,200")


def test_number_that_is_no_least_one_stays_in_the_words():
    page = read_one(
        "Plot\n\nImplementing organisations\n\n• Plot, Serbia\n\nTarget groups\n\n• up to 50 farmers\n• "
        "30 – 40 pupils\n"
    )

    assert [(row.words, row.at_least) for row in page.targets] == [
        ("up to 50 farmers", None),
        ("30 – 40 pupils", None),
    ]


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
    assert page.doubts == [
        ("The text names two lead organisations: “Prvi” and “Drugi”. “Drugi” was added as a partner.")
    ]


def test_budget_has_no_place_on_a_project():
    page = read_one(
        "Mlin\n\nImplementing organisations\n\n• Mlin, Serbia\n\nBudget\n\nEUR 20,000\n\nExpected "
        "results\n\nFlour\n"
    )

    assert page.account.unplaced() == ["Budget", "EUR 20,000"]
    assert [row.text for row in page.objectives] == ["Flour"]


def test_news_of_a_training_stay_text_and_are_only_proposed():
    page = read_one(
        "Fotografija: arhiva\n\nMaps bring neighbours together\n\n"
        "A three-day training “Maps of Home” for mapmakers was held from 28 February to 1 March 2024 in "
        "Skopje.\n\n"
        "Intended for youth workers from North Macedonia, it was led with patience. The trainers were Dr. "
        "Arta Hoxha and Мира Ковачевић.\n\n"
        "“I shall draw my village,” said Blerim Gashi from Qendra Lule.\n\n"
        "Ivana Đurić, Kuća mostova: “I never knew how long our street is.”\n"
    )

    assert (page.kind, page.name, list(page.texts), page.days) == (
        Kind.TRAINING,
        "Maps bring neighbours together",
        ["summary"],
        None,
    )
    assert [(proposal.field, proposal.value) for proposal in page.proposals] == [
        ("name", "Maps of Home"),
        ("days", "2024-02-28/2024-03-01"),
        ("town", "Skopje"),
        ("country", "MK"),
        ("audience", "youth workers"),
        ("audience_country", "MK"),
        ("speaker", "Arta Hoxha"),
        ("speaker", "Мира Ковачевић"),
        ("testimonial", "I shall draw my village"),
        ("testimonial", "I never knew how long our street is."),
    ]
    assert [(one.person, one.organisation) for one in page.proposals[-2:]] == [
        ("Blerim Gashi", "Qendra Lule"),
        ("Ivana Đurić", "Kuća mostova"),
    ]


def test_training_under_headings():
    page = read_one(
        "Budgets in Plain Words\n\nDate and place\n\n12.05.2025, Prishtina\n\nTrainers\n\n• Prof. Dr. "
        "Genta Krasniqi\n• Forum MNE\n\n"
        "Topics covered\n\n• Energy security\n• Corruption\n\nParticipants: journalists from Kosovo\n\n"
        "About the training\n\nNumbers were read aloud.\n"
    )

    assert (page.kind, page.days) == (Kind.TRAINING, (date(2025, 5, 12), None))
    assert (page.texts["town"], page.texts["country"]) == ("Prishtina", "XK")
    assert [(one.academic_title, one.value) for one in page.proposals] == [("Prof. Dr.", "Genta Krasniqi")]
    assert "Prof. Dr. Genta Krasniqi Forum MNE" in page.account.kept
    assert page.named_topics == ["Energy security", "Corruption"]
    assert (page.texts["audience"], page.texts["audience_country"]) == ("journalists", "XK")
    assert page.texts["summary"] == "Numbers were read aloud."


def test_text_without_headings_is_kept_whole_and_asked_about():
    page = read_one("Jorgovan\n\nWe plant lilacs along the tracks.\n\nWrite to us.\n")

    assert (page.kind, page.name) == (None, "Jorgovan")
    assert page.account.unplaced() == ["We plant lilacs along the tracks.", "Write to us."]


def test_page_without_a_title_asks_for_its_name():
    page = read_one("Organization goal\n\nLilacs\n")

    assert (page.kind, page.name) == (Kind.ORGANISATION, "")
    assert "The page has no title. Enter its name." in page.doubts


def test_empty_text_has_no_pages():
    assert read("\ufeff \r\n\t\n") == []


def test_answers_hold_when_lines_are_added_above():
    text = "Lipa\n\nOrganisation goal\n\nShade.\n\nOur pride\n\nNeighbours bring water when it is hot.\n"
    key = key_of(read_one(text), "Our pride")

    page = read_one("Photo: archive\n\n" + text, Answers(lines={key: "heading:orientation"}))

    assert page.texts["strategic_orientation"] == "Neighbours bring water when it is hot."


def test_country_is_proposed_if_it_is_the_only_one_named():
    one = read_one("Sat\n\nOrganization goal\n\nClocks in Montenegro.\n")
    two = read_one("Sat\n\nOrganization goal\n\nClocks in Serbia and Kosovo.\n")

    assert [("country" in page.texts, proposed(page, "country")) for page in (one, two)] == [
        (False, ["ME"]),
        (False, []),
    ]


def test_exchanged_letters_and_spaces_in_headings_are_accepted():
    page = read_one(
        "Vrelo\n\nProjec tgoals\n\nWater.\n\nExpected results o fthe project are:\n\n(1) Taps\n\n"
        "Target groups adn beneficiaries\n\n• Media\n"
    )

    assert (page.kind, page.texts["overall_goal"], page.account.unplaced()) == (Kind.PROJECT, "Water.", [])
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


def test_list_without_marks_whose_lines_have_commas():
    page = read_one(
        "Vrelo\n\nImplementing organisations\n\n• Vrelo, Serbia\n\nTarget groups\n\nYouth, above all from "
        "villages\n\nMedia\n"
    )

    assert [row.words for row in page.targets] == ["Youth, above all from villages", "Media"]


def test_pages_without_a_line_between_them_or_a_caption():
    text = (
        "Ropes for all\n\nA training for youth workers was held on 4 May 2024 in Skopje.\n\n"
        "Vrelo\n\nOrganization goal\n\nWater\n\nMain organization activities\n\n• Digging\n\n"
        "Izvor\n\nSummary of organization’s strategic orientation\n\nSprings.\n"
    ).replace("\n\n", "\n")

    pages = read(text)

    assert faults_of(text, pages) == []
    assert [(page.kind, page.name) for page in pages] == [
        (Kind.TRAINING, "Ropes for all"),
        (Kind.ORGANISATION, "Vrelo"),
        (Kind.ORGANISATION, "Izvor"),
    ]


def test_acronym_in_the_title_stays_there_if_another_is_stated():
    page = read_one("Izvor (IZV)\n\nAcronym: IZVOR\n\nOrganization goal\n\nWater\n")

    assert (page.name, page.texts["acronym"]) == ("Izvor (IZV)", "IZVOR")
