"""The programme's own page texts become what the fixtures, made by hand from the same texts, hold.

Where the fixtures have other words, structure, counts, names and numbers are compared. What a page does not
say, and the fixtures know from elsewhere, is named in each test.
"""

import os
import re
from pathlib import Path

import pytest
from django.db import transaction

from catalogue.duplicates.known_names import name_key
from catalogue.seeding.load import seed
from organisations.models import Goal, Grant, Organisation
from projects.models import Project
from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.matching.matcher import Matcher
from smartbalkans.page_texts.page import Use
from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import PageKind, read_heading
from smartbalkans.page_texts.text.lines import split
from tests.smartbalkans.page_texts.accounting import faults_of
from trainings.models import Training

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "SOURCE_DIR" not in os.environ,
        reason="The programme's page texts are no part of the project; SOURCE_DIR names their folder.",
    ),
]


@pytest.fixture(scope="module")
def text():
    files = sorted(Path(os.environ["SOURCE_DIR"]).glob("*.txt"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.fixture(scope="module")
def pages(text):
    return read(text)


@pytest.fixture(scope="module")
def values(django_db_setup, django_db_blocker, pages):
    """Return what is compared, by the names of the entries: of the fixtures, of the drafts from the text in a
    portal without entries, and the obstacles of a second reading."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        by_hand = values_of_all()
        for model in (Training, Project, Grant, Organisation):
            model.objects.all().delete()
        save(Matcher(pages).match(), None, "Read")
        yield by_hand, values_of_all(), [page.obstacle for page in Matcher(pages).match()]
        transaction.set_rollback(True)


@pytest.fixture
def by_hand(values):
    return values[0]


@pytest.fixture
def by_reading(values):
    return values[1]


def values_of_all():
    return {
        **{
            f"organisation {name_key(row.name)}": values_of_organisation(row)
            for row in Organisation.objects.all()
        },
        **{f"project {name_key(row.name)}": values_of_project(row) for row in Project.objects.all()},
        **{f"training {name_key(row.name)}": values_of_training(row) for row in Training.objects.all()},
    }


def slugs(rows):
    return sorted(rows.values_list("slug", flat=True))


def values_of_organisation(row):
    names = {row.name, row.local_name, *row.other_names.values_list("name", flat=True)} - {""}
    return {
        "names": sorted(map(name_key, names)),
        "acronym": row.acronym,
        "country": row.country_id,
        "town": row.town,
        "founded": row.founded_year,
        "orientation": bool(row.strategic_orientation),
        "beneficiaries": bool(row.beneficiaries),
        "groups": slugs(row.beneficiary_groups),
        "goals": {kind: row.goals.filter(kind=kind).count() for kind in Goal.Kind.values},
        "activities": list(row.activities.values_list("level", flat=True)),
    }


def values_of_project(row):
    return {
        "note": row.staff_note,
        "acronym": row.acronym,
        "goal": bool(row.overall_goal),
        "summary": bool(row.summary),
        "themes": slugs(row.themes),
        "places": sorted(row.places_of_work.values_list("code", flat=True)),
        "partners": [
            (name_key(partner.organisation.name), partner.role, partner.organisation.country_id)
            for partner in row.partners.all()
        ],
        "objectives": list(row.objectives.values_list("kind", "order")),
        "targets": [
            (
                target.kind,
                target.order,
                target.beneficiary_group and target.beneficiary_group.slug,
                target.at_least,
                sorted(target.countries.values_list("code", flat=True)),
            )
            for target in row.target_groups.all()
        ],
        "activities": list(row.activities.values_list("level", flat=True)),
    }


def values_of_training(row):
    return {
        "name": row.name,
        "headline": row.headline,
        "days": (row.starts_on, row.ends_on),
        "place": (row.town, row.country_id),
        "audience": (row.audience.replace("z", "s"), row.audience_country_id),
        "topics": slugs(row.topics),
        "speakers": [
            (speaker.order, speaker.academic_title, speaker.name, speaker.role, bool(speaker.spoke_on))
            for speaker in row.speakers.all()
        ],
        "testimonials": [
            (one.order, one.person, name_key(one.organisation.name)) for one in row.testimonials.all()
        ],
    }


def differences(hand, reading, kind):
    """Return what differs, as (entry, what, by hand, by reading)."""
    found = []
    for key, row in hand.items():
        if key.startswith(kind) and key in reading:
            read_as = reading[key]
            found += [
                (key, name, row[name], read_as[name])
                for name in row
                if name != "note" and row[name] != read_as[name]
            ]
    return found


def test_pages_are_six_organisations_three_projects_and_a_training(pages):
    assert [(page.kind, page.name) for page in pages] == [
        (
            PageKind.TRAINING,
            "Credibility, competence, solidarity, and united action of civil society on the path to EU "
            "integration",
        ),
        (PageKind.ORGANISATION, "Post-Conflict Research Center"),
        (PageKind.ORGANISATION, "Center for Environment"),
        (PageKind.ORGANISATION, "Center of Women’s Rights"),
        (PageKind.ORGANISATION, "Helsinki Citizens’ Assembly Banjaluka"),
        (PageKind.ORGANISATION, "Forum MNE"),
        (PageKind.ORGANISATION, "Civic Alliance"),
        (PageKind.PROJECT, "Building Resilience of Youth towards Criminal Activities"),
        (PageKind.PROJECT, "Digital Inclusiveness for CSO and Citizen Engagement in Regional Cooperation"),
        (
            PageKind.PROJECT,
            "STrEngthening Regional Partnerships for ComBating Irregular Migration through Cybercrime "
            "STrongEr Prevention in the Western Balkans",
        ),
    ]


def test_every_line_has_its_place_and_none_is_without(text, pages):
    assert faults_of(text, pages) == []
    assert [line for page in pages for line in page.account.unplaced()] == []


def test_only_stray_lines_are_left_out(pages):
    dropped = [
        (" ".join(line.text.split()[:3]), str(piece.note))
        for page in pages
        for line in page.account.lines
        for piece in page.account.pieces[line.number]
        if piece.use == Use.DROPPED
    ]

    assert dropped == [
        ("Zajednička fotografija za", "a picture caption"),
        ("Through its training", "about the programme, not this training"),
        *[("Iskra web SB", "a note by the site's editors")] * 4,
        ("1", "only a number"),
        ("Iskra web SB", "a note by the site's editors"),
        *[("1", "only a number")] * 3,
    ]


def test_what_is_kept_for_the_staff_note_introduces_lists(pages):
    kept = [(page.number, " ".join(text.split()[:4])) for page in pages for text in page.account.kept]

    assert kept == [(4, "Core support grant will"), (10, "The project will consist")]


def test_organisations_equal_the_fixtures(by_hand, by_reading):
    found = {
        (key.removeprefix("organisation "), name): (hand, reading)
        for key, name, hand, reading in differences(by_hand, by_reading, "organisation")
    }

    assert found.pop(("centerofwomensrights", "groups")) == (
        # By hand the groups of its strategic goals count too; of the beneficiaries the text names three.
        ["marginalised-groups", "victims-of-gender-based-violence", "victims-of-human-trafficking", "women"],
        ["marginalised-groups", "victims-of-gender-based-violence", "women"],
    )
    # A running text, which was parted by hand.
    assert found.pop(("forummne", "activities")) == ([1, 2, 2, 2, 1, 2, 2, 2, 2, 1], [1])
    # What is only proposed, or what only people know.
    proposed = {"acronym", "country", "town", "founded", "names"}
    assert {name for _key, name in found} - proposed == set()
    assert {(name, reading) for (key, name), (_hand, reading) in found.items() if name != "names"} <= {
        *(("acronym", ""), ("country", None), ("town", ""), ("founded", None))
    }


def test_facts_of_organisations_are_proposed(pages):
    found = [
        [(one.field, one.value) for one in page.proposals]
        for page in pages
        if page.kind == PageKind.ORGANISATION
    ]

    assert found == [
        [("acronym", "PCRC"), ("founded_year", "2011"), ("country", "BA")],
        [("country", "BA")],
        [],
        [("acronym", "HCA BL"), ("country", "BA"), ("town", "Banja Luka")],
        [("country", "ME")],
        [],
    ]


def test_projects_equal_the_fixtures(by_hand, by_reading):
    found = differences(by_hand, by_reading, "project")

    # Countries of work are only proposed, and so is the country of Civic Alliance, which has its own page.
    assert [(name, reading) for _key, name, _hand, reading in found if name == "places"] == [
        ("places", [])
    ] * 3
    assert [
        (set(hand) - set(reading), set(reading) - set(hand))
        for _key, name, hand, reading in found
        if name == "partners"
    ] == [({("civicalliance", "partner", "ME")}, {("civicalliance", "partner", None)})]
    targets = [(hand, reading) for _key, name, hand, reading in found if name == "targets"]
    # By hand countries were given to all groups around; the text names them beside one.
    assert [[row[:4] for row in reading] for _hand, reading in targets] == [
        [row[:4] for row in hand] for hand, _reading in targets
    ]
    assert [[row[4] for row in reading] for _hand, reading in targets] == [
        [[], ["AL", "ME", "RS"], [], [], [], [], [], ["AL", "ME", "RS"], []],
        [[]] * 9 + [["AL", "MK", "XK"]],
        [[], ["AL", "BA", "ME", "MK", "RS", "XK"], [], ["BA", "ME", "RS"], [], ["BA", "ME", "RS"], []],
    ]


def test_countries_of_work_are_proposed(pages):
    found = [
        [one.value for one in page.proposals if one.field == "places_of_work"]
        for page in pages
        if page.kind == PageKind.PROJECT
    ]

    assert found == [["ME", "AL", "RS"], ["AL", "XK", "MK"], ["BA", "ME", "RS"]]


def test_facts_of_the_training_are_proposed(pages):
    found = [(one.field, one.value, one.role) for one in pages[0].proposals if one.field != "testimonial"]
    quoted = [one.person for one in pages[0].proposals if one.field == "testimonial"]

    assert found == [
        (
            "name",
            "Understanding the role of CSOs in the EU integration process: where, when, and how to work "
            "in the field of security and stability in all accession chapters",
            "",
        ),
        ("days", "2023-12-11/2023-12-12", ""),
        ("town", "Sarajevo", ""),
        ("country", "BA", ""),
        *(
            ("speaker", name, "trainer")
            for name in ("Nedžma Džananović", "Lejla Ramić-Mesihović", "Sead Turčalo", "Eldan Mujanović")
        ),
    ]
    assert quoted == ["Amir Hasanović"]


def test_text_of_the_training_stays_whole(pages):
    assert [len(text.split("\n\n")) for text in pages[0].texts.values()] == [6]


def test_no_other_organisation_comes_about_than_the_text_names(by_hand, by_reading):
    missing = {key for key in by_hand if key.startswith("organisation") and key not in by_reading}

    assert [key for key in by_reading if key not in by_hand and not key.startswith("training")] == []
    # Those who run the programme and pay for it are in the line about the programme, which is left out; where
    # somebody who is quoted comes from is not read.
    assert missing == {
        "organisation associationforthepreventionofaddictionnarkone",
        "organisation centarzapromocijucivilnogdrustva",
        "organisation centerforresearcandpolicymaking",
        "organisation institutefordemocracyandmediation",
        "organisation norwegianministryofforeignaffairs",
    }


def test_role_that_is_not_stated_is_in_the_staff_note(by_reading):
    notes = {key: row["note"] for key, row in by_reading.items() if key.startswith("project")}

    assert [
        "No role is stated for “Group 484”, so it was added as a partner." in note for note in notes.values()
    ] == [False, False, True]


def test_second_reading_finds_every_page_in_the_portal(values):
    assert values[2] == ["existing"] * 10


def without_captions(line):
    return "" if line.caption else line.raw


def as_heading(change):
    """Return a function that changes the headings of a text and no other line."""

    def changed(line):
        heading = read_heading(line)
        return change(line.text) if heading and not heading.is_inline else line.raw

    return changed


VARIATIONS = {
    "Windows line ends and tabs": lambda text: text.replace("  • ", "\t•\t").replace("\n", "\r\n"),
    "no blank lines": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "no bullets": lambda text: re.sub(r"(?m)^\s*• ", "", text),
    "dashes": lambda text: re.sub(r"(?m)^( *)• ", r"\1- ", text),
    "numbers": lambda text: re.sub(r"(?m)^( *)• ", r"\g<1>1. ", text),
}
VARIATIONS_OF_LINES = {
    "no captions": without_captions,
    "capitals": as_heading(str.upper),
    "numbered headings": as_heading("1. {}".format),
    "headings in bold": as_heading("**{}**".format),
    "blanks and colons": as_heading("  {} :".format),
    "slips of the pen": as_heading(lambda text: f"{text[:4]}{text[5:3:-1]}{text[6:]}"),
}


@pytest.mark.parametrize("name", [*VARIATIONS, *VARIATIONS_OF_LINES])
def test_text_that_is_written_in_another_way_is_read_as_the_same_pages(text, pages, name):
    if name in VARIATIONS:
        changed = VARIATIONS[name](text)
    else:
        changed = "\n".join(map(VARIATIONS_OF_LINES[name], split(text)))

    again = read(changed)

    assert faults_of(changed, again) == []
    assert [counts(page) for page in again] == [counts(page) for page in pages]


def counts(page):
    rows = (
        page.goals,
        page.activities,
        page.partners,
        page.objectives,
        page.targets,
        page.proposals,
    )
    return (page.kind, page.name, [len(row) for row in rows], page.account.unplaced())
