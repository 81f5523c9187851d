"""The sector's own terms find the entries whose texts are about them, in each of their spellings."""

import pytest
from django.db import transaction

from catalogue.seeding.load import seed
from organisations.models import Grant, Organisation
from projects.models import Project
from tests.catalogue.search.finding import found
from trainings.models import Training

PCRC = "post-conflict-research-center"
ENVIRONMENT = "center-for-environment"
WOMEN = "center-of-womens-rights"
HELSINKI = "helsinki-citizens-assembly-banja-luka"
FORUM = "forum-mne"
ALLIANCE = "civic-alliance"
RESILIENCE = "building-resilience-of-youth"
DIGI_CORE = "digi-core"
STEP = "step-by-step"
TRAINING = "understanding-the-role-of-csos-in-the-eu-integration-process"
CORE = {PCRC, ENVIRONMENT, WOMEN, HELSINKI, FORUM, ALLIANCE}
PROJECTS = {RESILIENCE, DIGI_CORE, STEP}

# Each term in all of its spellings, and the entries whose source has it. Others may be found as well.
TERMS = [
    (
        ("civil society organisation", "civil society organizations", "civil-society organisation", "CSOs"),
        {ENVIRONMENT, HELSINKI, FORUM, DIGI_CORE, STEP, TRAINING, "centar-za-promociju-civilnog-drustva"},
    ),
    (("CSO", "local CSO"), {FORUM, DIGI_CORE}),
    (("NGO", "NGOs"), {PCRC, ALLIANCE, RESILIENCE, "ngo-juventas"}),
    (("non-governmental organisation", "nongovernmental organisations"), {PCRC, "ngo-juventas"}),
    (("grassroots", "grass-roots", "grass roots", "grassroots organisations"), {HELSINKI, FORUM}),
    (("capacity building", "capacity-building"), {HELSINKI, DIGI_CORE, STEP}),
    (("building capacity", "building capacities"), {FORUM, ALLIANCE, RESILIENCE}),
    (("advocacy",), {WOMEN, HELSINKI, ALLIANCE, RESILIENCE, DIGI_CORE, STEP}),
    (("monitoring and evaluation",), {ENVIRONMENT, HELSINKI}),
    (("fundraising", "fund-raising", "fund raising"), {ENVIRONMENT}),
    (("core grant", "core grants"), {ENVIRONMENT, WOMEN, *(f"core-{slug}" for slug in CORE)}),
    (("lead applicant", "lead applicants"), PROJECTS),
    (("target group", "target groups"), PROJECTS),
    (("final beneficiaries", "final beneficiary"), {ENVIRONMENT, FORUM, ALLIANCE, RESILIENCE, STEP}),
    (("expected results", "expected result"), {RESILIENCE}),
    (("specific objectives", "specific objective"), PROJECTS),
    (("strategic plan", "strategic plans"), {ENVIRONMENT}),
    (("human resources", "human resource"), {HELSINKI}),
    (("awareness-raising", "awareness raising", "raising awareness"), {ENVIRONMENT, HELSINKI, STEP}),
    (("round table", "round tables", "round-table", "roundtable", "roundtables"), {RESILIENCE}),
    (("free legal aid",), {WOMEN, ALLIANCE}),
    (("psychosocial support", "psycho-social support"), {WOMEN}),
    (("reparative justice",), {WOMEN}),
    (("retraumatisation", "re-traumatisation", "retraumatization"), {WOMEN}),
    (("perpetrators", "perpetrator"), {WOMEN}),
    (("chain of protection",), {WOMEN}),
    (("gender-based violence", "gender based violence", "GBV"), {WOMEN}),
    (("human trafficking",), {WOMEN, STEP}),
    (("community helpers", "community helper"), {WOMEN}),
    (("judicial and service institutions", "service institution"), {WOMEN}),
    (("persons with disabilities", "person with disabilities", "PWD", "PWDs"), {ALLIANCE}),
    (("persons deprived of their liberty", "person deprived of their liberty"), {ALLIANCE}),
    (("asylum seekers", "asylum seeker", "asylum-seekers"), {ALLIANCE}),
    (("rule of law",), {ALLIANCE}),
    (("transitional justice",), {PCRC}),
    (("peace education", "violence prevention"), {PCRC}),
    (("peacebuilding", "peace-building", "peace building"), {PCRC, HELSINKI}),
    (("violent extremism", "countering violent extremism", "P/CVE", "CVE"), {FORUM}),
    (("resilience",), {FORUM, RESILIENCE}),
    (("risk factors", "risk factor"), {FORUM}),
    (("early recognition",), {FORUM}),
    (("youth work", "youth worker", "youth workers"), {FORUM}),
    (("intercultural and interreligious dialogue", "inter-cultural dialogue"), {FORUM}),
    (("push and pull factors", "push and pull factor"), {RESILIENCE}),
    (("reintegration", "re-integration"), {RESILIENCE}),
    (("social exclusion",), {RESILIENCE}),
    (("research-based", "research based"), {RESILIENCE}),
    (("organised crime", "organized crime"), {RESILIENCE, STEP}),
    (("organised criminal groups", "organized criminal group", "OCG", "OCGs"), {STEP}),
    (("migrant smuggling", "smuggling of migrants", "migrants smuggling", "SoM"), {STEP}),
    (("smuggled migrants", "smuggled migrant"), {STEP}),
    (("information and communication technology", "information and communication technologies"), {STEP}),
    (("ICT", "ICTs"), {STEP}),
    (("cyber security", "cyber-security", "cybersecurity"), {STEP}),
    (("human security",), {STEP}),
    (("law enforcement",), {STEP}),
    (("EU approximation",), {STEP}),
    (("participatory democracy",), {STEP}),
    (("criminal liability",), {STEP}),
    (("social media campaign", "social media campaigns"), {STEP}),
    (("regional training course", "regional training courses"), {STEP, RESILIENCE}),
    (("EU integration",), {TRAINING, "narko-ne"}),
    (("accession chapters", "accession chapter"), {TRAINING}),
    (("regulatory framework", "regulatory frameworks"), {TRAINING}),
    (("citizen security",), {TRAINING}),
    (("training session", "training sessions"), {TRAINING, DIGI_CORE}),
    (("guest lecturer", "guest lecturers"), {TRAINING}),
    (("educational system",), {PCRC}),
    (("current challenges", "governmental institutions", "expand communication"), {ENVIRONMENT}),
    (("exercise of the right",), {WOMEN}),
    (("diverse actors", "preventive efforts"), {FORUM}),
    (("preventive measures", "prevention"), {RESILIENCE}),
    (("regional cooperation", "regional co-operation"), PROJECTS),
    (("citizen involvement", "decision-making processes", "10 training sessions"), {DIGI_CORE}),
    (("Bosnian", "Bosnian youth"), {PCRC}),
    (("Montenegrin citizens",), {ALLIANCE}),
    (("energy security",), {TRAINING}),
    (("e-governance", "e governance", "egovernance"), {DIGI_CORE}),
    (("digital literacy",), {DIGI_CORE}),
    (("digital divide",), {DIGI_CORE}),
    (("good governance",), {DIGI_CORE}),
    (("public administration reform", "public administration reforms"), {DIGI_CORE}),
    (("environmental protection",), {ENVIRONMENT}),
    (("gender equality",), {HELSINKI, ALLIANCE}),
    (("human rights", "human right"), {PCRC, HELSINKI, ALLIANCE, STEP}),
    (("marginalised groups", "marginalized group"), {PCRC, WOMEN, HELSINKI}),
]
OF_NO_ENTRY = ("policy brief", "border management", "hate speech")
MODELS = (Organisation, Grant, Project, Training)
SPELLINGS = [(spelling, slugs) for spellings, slugs in TERMS for spelling in spellings]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found_slugs(django_db_setup, django_db_blocker):
    """The slugs of what each spelling finds among the programme's entries."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        slugs = {
            spelling: {entry.slug for model in MODELS for entry in found(model, spelling)}
            for spelling in [*OF_NO_ENTRY, *(spelling for spelling, _slugs in SPELLINGS)]
        }
        transaction.set_rollback(True)
    return slugs


@pytest.mark.parametrize(("spelling", "slugs"), SPELLINGS, ids=[spelling for spelling, _slugs in SPELLINGS])
def test_term_finds_the_entries_that_are_about_it(found_slugs, spelling, slugs):
    assert slugs - found_slugs[spelling] == set()


@pytest.mark.parametrize("term", OF_NO_ENTRY)
def test_term_of_no_entry_finds_nothing(found_slugs, term):
    assert found_slugs[term] == set()
