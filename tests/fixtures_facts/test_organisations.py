"""Who the organisations are, what they are called and whom they work for."""

import pytest

from organisations.models import Goal, Grant, Organisation, OtherName

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def test_organisations_have_their_names_and_countries():
    assert list(Organisation.objects.order_by("slug").values_list("slug", "name", "country")) == [
        ("belgrade-centre-for-human-rights", "Belgrade Centre for Human Rights", "RS"),
        ("centar-za-promociju-civilnog-drustva", "Centar za promociju civilnog društva", "BA"),
        ("center-for-environment", "Center for Environment", "BA"),
        ("center-for-research-and-policy-making", "Center for Research and Policy Making", "MK"),
        ("center-for-social-innovations-blink-42-21", "Center for Social Innovations BLINK 42-21", "MK"),
        ("center-of-womens-rights", "Center of Women’s Rights", None),
        ("civic-alliance", "Civic Alliance", "ME"),
        ("edutask-institute", "Edutask Institute", "XK"),
        ("forum-mne", "Forum MNE", "ME"),
        ("group-484", "Group 484", "RS"),
        ("helsinki-citizens-assembly-banja-luka", "Helsinki Citizens’ Assembly Banja Luka", "BA"),
        ("institute-for-democracy-and-mediation", "Institute for Democracy and Mediation", "AL"),
        ("narko-ne", "Association for the Prevention of Addiction NARKO-NE", None),
        ("ngo-juventas", "NGO Juventas", "ME"),
        ("nisma-per-ndryshim-shoqeror-arsis", "Nisma për Ndryshim Shoqëror ARSIS", "AL"),
        ("norwegian-ministry-of-foreign-affairs", "Norwegian Ministry of Foreign Affairs", "NO"),
        ("post-conflict-research-center", "Post-Conflict Research Center", "BA"),
        (
            "social-center-for-helping-people-in-need",
            "Association “Social Center for Helping People in Need” Fushë-Arrëz",
            "AL",
        ),
        ("vasa-prava-bih", "Association “Vaša prava BiH” – Legal Aid Network", "BA"),
    ]


def test_acronyms_are_those_of_the_organisations():
    assert list(Organisation.objects.exclude(acronym="").order_by("slug").values_list("slug", "acronym")) == [
        ("centar-za-promociju-civilnog-drustva", "CPCD"),
        ("center-for-research-and-policy-making", "CRPM"),
        ("civic-alliance", "CA"),
        ("helsinki-citizens-assembly-banja-luka", "HCA BL"),
        ("institute-for-democracy-and-mediation", "IDM"),
        ("nisma-per-ndryshim-shoqeror-arsis", "ARSIS"),
        ("post-conflict-research-center", "PCRC"),
        ("social-center-for-helping-people-in-need", "QSNNN"),
    ]


def test_local_names_are_in_their_own_language():
    named = Organisation.objects.exclude(local_name="").order_by("slug")

    assert list(named.values_list("slug", "local_name")) == [
        ("civic-alliance", "Građanska alijansa"),
        ("group-484", "Grupa 484"),
    ]


def test_other_names_lead_to_their_organisations():
    assert list(
        OtherName.objects.order_by("organisation__slug", "name").values_list("organisation__slug", "name")
    ) == [
        ("center-for-social-innovations-blink-42-21", "Center for Social Innovations Blink 42-21"),
        ("helsinki-citizens-assembly-banja-luka", "Helsinki Citizens’ Assembly Banjaluka"),
        ("narko-ne", "NARKO-NE"),
        ("ngo-juventas", "Juventas"),
        ("social-center-for-helping-people-in-need", "Social Center for Helping People in Need"),
        ("vasa-prava-bih", "Legal Aid Network"),
        ("vasa-prava-bih", "Vaša prava BiH"),
    ]


def test_one_founding_year_is_known():
    dated = Organisation.objects.exclude(founded_year=None)

    assert list(dated.values_list("slug", "founded_year")) == [("post-conflict-research-center", 2011)]


def test_towns_are_those_that_names_carry():
    placed = Organisation.objects.exclude(town="").order_by("slug")

    assert list(placed.values_list("slug", "town")) == [
        ("belgrade-centre-for-human-rights", "Belgrade"),
        ("helsinki-citizens-assembly-banja-luka", "Banja Luka"),
        ("social-center-for-helping-people-in-need", "Fushë-Arrëz"),
    ]


def test_addresses_and_logos_are_not_invented():
    shown = Organisation.objects.exclude(website="", email="", logo="")

    assert list(shown) == []


def test_everybody_is_civil_society_but_the_donor():
    others = Organisation.objects.exclude(kind=Organisation.Kind.CSO)

    assert list(others.values_list("slug", "kind")) == [("norwegian-ministry-of-foreign-affairs", "donor")]


def test_consortium_and_donor_run_the_programme():
    running = Organisation.objects.running_the_programme().order_by("slug")

    assert list(running.values_list("acronym", "name", "country", "programme_role")) == [
        ("CPCD", "Centar za promociju civilnog društva", "BA", "lead_implementer"),
        ("CRPM", "Center for Research and Policy Making", "MK", "implementing_partner"),
        ("IDM", "Institute for Democracy and Mediation", "AL", "implementing_partner"),
        ("", "Norwegian Ministry of Foreign Affairs", "NO", "donor"),
    ]


def test_civic_alliance_is_one_with_its_grant_and_its_partnership():
    alliance = Organisation.objects.get(name__icontains="Civic Alliance")

    assert list(alliance.grants.values_list("line")) == [("core",)]
    assert list(alliance.partnerships.values_list("project__slug", "role")) == [("step-by-step", "partner")]


def test_core_grantees_are_six():
    core = Grant.objects.filter(line=Grant.Line.CORE).order_by("slug")

    assert list(core.values_list("slug", "recipient__slug")) == [
        ("core-center-for-environment", "center-for-environment"),
        ("core-center-of-womens-rights", "center-of-womens-rights"),
        ("core-civic-alliance", "civic-alliance"),
        ("core-forum-mne", "forum-mne"),
        ("core-helsinki-citizens-assembly-banja-luka", "helsinki-citizens-assembly-banja-luka"),
        ("core-post-conflict-research-center", "post-conflict-research-center"),
    ]


def test_grants_carry_no_money_and_no_dates():
    fields = ("amount", "revised_amount", "awarded_on", "starts_on", "ends_on")
    texts = ("currency", "revision_reason", "call", "reference")

    values = [getattr(grant, name) for grant in Grant.objects.all() for name in fields + texts]

    assert [value for value in values if value not in (None, "")] == []


def test_goals_are_numbered_within_their_kind():
    rows = Goal.objects.order_by("organisation__slug", "kind", "order")

    assert list(rows.values_list("organisation__slug", "kind", "order")) == [
        ("center-for-environment", "goal", 1),
        ("center-of-womens-rights", "goal", 1),
        ("center-of-womens-rights", "strategic", 1),
        ("center-of-womens-rights", "strategic", 2),
        ("center-of-womens-rights", "strategic", 3),
        ("center-of-womens-rights", "strategic", 4),
        ("civic-alliance", "goal", 1),
        ("civic-alliance", "goal", 2),
        ("forum-mne", "goal", 1),
        *[("helsinki-citizens-assembly-banja-luka", "goal", order) for order in range(1, 8)],
        ("post-conflict-research-center", "goal", 1),
    ]


def test_themes_are_those_that_grantees_work_on():
    themes = {
        row.slug: sorted(row.themes.values_list("slug", "area"))
        for row in Organisation.objects.all()
        if row.themes.exists()
    }

    assert themes == {
        "center-for-environment": [("environmental-protection", "governance")],
        "center-of-womens-rights": [
            ("access-to-justice", "governance"),
            ("gender-based-violence", "security"),
        ],
        "civic-alliance": [("gender-equality", "governance"), ("human-rights", "governance")],
        "forum-mne": [("violent-extremism", "security")],
        "helsinki-citizens-assembly-banja-luka": [
            ("citizen-participation", "governance"),
            ("gender-equality", "governance"),
            ("peacebuilding", "security"),
        ],
        "post-conflict-research-center": [("peacebuilding", "security")],
    }


def test_beneficiary_groups_are_those_of_the_grantees():
    grantees = Organisation.objects.filter(grants__line=Grant.Line.CORE)

    groups = {row.slug: sorted(row.beneficiary_groups.values_list("slug", flat=True)) for row in grantees}

    assert groups == {
        "center-for-environment": [
            "civil-society-organisations",
            "general-public",
            "informal-groups",
            "judiciary",
            "media",
            "public-institutions",
        ],
        "center-of-womens-rights": [
            "marginalised-groups",
            "victims-of-gender-based-violence",
            "victims-of-human-trafficking",
            "women",
        ],
        "civic-alliance": [
            "asylum-seekers",
            "general-public",
            "media",
            "minorities",
            "persons-deprived-of-liberty",
            "persons-with-disabilities",
            "public-institutions",
            "roma",
            "women",
        ],
        "forum-mne": [
            "academic-community",
            "civil-society-organisations",
            "local-authorities",
            "media",
            "public-institutions",
            "youth",
        ],
        "helsinki-citizens-assembly-banja-luka": [
            "civil-society-organisations",
            "general-public",
            "informal-groups",
            "marginalised-groups",
            "youth",
        ],
        "post-conflict-research-center": [
            "marginalised-groups",
            "minorities",
            "rescuers-and-survivors",
            "roma",
            "victims-of-wartime-sexual-violence",
            "youth",
        ],
    }
