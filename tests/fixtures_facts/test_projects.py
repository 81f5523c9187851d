"""What the three regional projects are, who carries them out, what they want and whom they reach."""

import pytest

from organisations.models import Grant
from projects.models import Objective, Partner, Project, TargetGroup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def target_groups(slug):
    rows = TargetGroup.objects.filter(project__slug=slug).select_related("beneficiary_group")
    return [
        (
            row.kind,
            row.order,
            row.beneficiary_group and row.beneficiary_group.slug,
            row.at_least,
            tuple(country.code for country in row.countries.all()),
        )
        for row in rows
    ]


def test_projects_have_their_titles_in_full():
    assert list(Project.objects.order_by("slug").values_list("slug", "acronym", "name")) == [
        ("building-resilience-of-youth", "", "Building Resilience of Youth towards Criminal Activities"),
        (
            "digi-core",
            "DIGI-CORE",
            "Digital Inclusiveness for CSO and Citizen Engagement in Regional Cooperation",
        ),
        (
            "step-by-step",
            "STEP BY STEP in the Western Balkans",
            "STrEngthening Regional Partnerships for ComBating Irregular Migration through Cybercrime "
            "STrongEr Prevention in the Western Balkans",
        ),
    ]


def test_partners_are_in_order_with_their_roles():
    rows = Partner.objects.order_by("project__slug", "order")

    assert list(
        rows.values_list("project__slug", "order", "role", "organisation__slug", "organisation__country")
    ) == [
        ("building-resilience-of-youth", 1, "lead", "ngo-juventas", "ME"),
        ("building-resilience-of-youth", 2, "partner", "nisma-per-ndryshim-shoqeror-arsis", "AL"),
        ("building-resilience-of-youth", 3, "partner", "belgrade-centre-for-human-rights", "RS"),
        ("digi-core", 1, "lead", "social-center-for-helping-people-in-need", "AL"),
        ("digi-core", 2, "partner", "edutask-institute", "XK"),
        ("digi-core", 3, "partner", "center-for-social-innovations-blink-42-21", "MK"),
        ("step-by-step", 1, "lead", "vasa-prava-bih", "BA"),
        ("step-by-step", 2, "partner", "civic-alliance", "ME"),
        ("step-by-step", 3, "partner", "group-484", "RS"),
    ]


def test_role_that_is_not_stated_is_in_the_staff_note():
    noted = Project.objects.exclude(staff_note="")

    assert list(noted.values_list("slug", "staff_note")) == [
        ("step-by-step", "The source states no role for Group 484; it is entered as a partner."),
    ]


def test_regional_grants_go_to_the_leads():
    grants = Grant.objects.filter(line=Grant.Line.REGIONAL).order_by("slug")

    assert list(grants.values_list("slug", "project__slug", "recipient__slug")) == [
        ("regional-building-resilience-of-youth", "building-resilience-of-youth", "ngo-juventas"),
        ("regional-digi-core", "digi-core", "social-center-for-helping-people-in-need"),
        ("regional-step-by-step", "step-by-step", "vasa-prava-bih"),
    ]
    assert [grant.recipient for grant in grants] == [
        grant.project.partners.get(role=Partner.Role.LEAD).organisation for grant in grants
    ]


def test_themes_are_those_the_projects_are_about():
    themes = {
        project.slug: sorted(theme.slug for theme in project.themes.all())
        for project in Project.objects.all()
    }

    assert themes == {
        "building-resilience-of-youth": ["organised-crime", "youth-resilience-to-crime"],
        "digi-core": [
            "citizen-participation",
            "digital-inclusion",
            "european-integration",
            "public-administration-reform",
            "transparent-governance",
        ],
        "step-by-step": [
            "cyber-security",
            "european-integration",
            "human-security",
            "organised-crime",
            "smuggling-of-migrants",
        ],
    }


def test_projects_work_in_their_countries():
    places = {
        project.slug: [country.code for country in project.places_of_work.all()]
        for project in Project.objects.all()
    }

    assert places == {
        "building-resilience-of-youth": ["AL", "ME", "RS"],
        "digi-core": ["AL", "XK", "MK"],
        "step-by-step": ["BA", "ME", "RS"],
    }


def test_every_project_states_its_overall_goal():
    assert list(Project.objects.filter(overall_goal="")) == []


def test_objectives_and_results_are_in_order():
    rows = Objective.objects.order_by("project__slug", "kind", "order")

    assert [(row.project.slug, row.kind, row.order, " ".join(row.text.split()[:4])) for row in rows] == [
        ("building-resilience-of-youth", "objective", 1, "Better understanding of push"),
        ("building-resilience-of-youth", "objective", 2, "Stronger capacities of police,"),
        ("building-resilience-of-youth", "objective", 3, "Trust built between youth"),
        ("building-resilience-of-youth", "result", 1, "Decision-makers know more about"),
        ("building-resilience-of-youth", "result", 2, "Professionals (police, sports trainers,"),
        ("building-resilience-of-youth", "result", 3, "The public has greater"),
        ("digi-core", "objective", 1, "Empowering the civil society"),
        ("digi-core", "objective", 2, "Developing digital literacy programmes"),
        ("digi-core", "objective", 3, "Piloting the mCommunity platform"),
        ("digi-core", "objective", 4, "Advocating public administration reforms"),
        ("step-by-step", "objective", 1, "Stronger capacities and partnership"),
        ("step-by-step", "objective", 2, "Changes to relevant laws"),
        ("step-by-step", "objective", 3, "Greater public awareness of"),
    ]


def test_target_groups_of_youth_resilience_have_their_numbers():
    three = ("AL", "ME", "RS")

    assert target_groups("building-resilience-of-youth") == [
        ("direct", 1, "elementary-school-students", 4500, three),
        ("direct", 2, "high-school-students", 4500, three),
        ("direct", 3, "journalists", 21, three),
        ("direct", 4, "police-officers", 60, three),
        ("direct", 5, "youth-organisations", 30, three),
        ("final", 1, None, None, ()),
        ("final", 2, "decision-makers", None, ()),
        ("final", 3, "public-institutions", None, three),
        ("final", 4, "general-public", None, ()),
    ]


def test_target_groups_of_digi_core_are_in_its_three_countries():
    three = ("AL", "XK", "MK")

    assert target_groups("digi-core") == [
        ("direct", 1, "youth", None, three),
        ("direct", 2, "marginalised-groups", None, three),
        ("direct", 3, "rural-women", None, three),
        ("direct", 4, "digitally-illiterate-people", None, three),
        ("direct", 5, "older-people", None, three),
        ("direct", 6, "civil-society-organisations", None, three),
        ("final", 1, "civil-society-organisations", None, three),
        ("final", 2, "general-public", None, three),
        ("final", 3, "local-authorities", None, three),
        ("final", 4, "public-institutions", None, three),
    ]


def test_target_groups_of_step_by_step_distinguish_passing_migrants_from_hosted_ones():
    three = ("BA", "ME", "RS")

    assert target_groups("step-by-step") == [
        ("direct", 1, "civil-society-organisations", None, ()),
        ("direct", 2, "public-institutions", None, ("AL", "BA", "XK", "ME", "MK", "RS")),
        ("direct", 3, "international-and-regional-organisations", None, ()),
        ("direct", 4, "general-public", None, three),
        ("direct", 5, "media", None, ()),
        ("final", 1, "migrants", None, three),
        ("final", 2, "migrants", None, ("AL", "XK", "MK")),
    ]


def test_target_groups_are_all_in_rows():
    assert list(Project.objects.exclude(target_groups_text="")) == []
