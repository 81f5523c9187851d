"""Related entries at the foot of a page: each group states why, and only what is public is in one."""

import pytest

from tests.factories import (
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


def related(client, entry):
    """Return the names of the related entries on a page, by heading."""
    groups = client.get(entry.get_absolute_url()).context["related"]
    return {str(group.heading): [str(one) for one in group.entries] for group in groups}


@pytest.fixture
def law():
    return ThemeFactory(name="Rule of law")


@pytest.fixture
def albania():
    return CountryFactory(code="AL", name="Albania")


def project(name, country, theme, **values):
    made = ProjectFactory(name=name, **values)
    made.places_of_work.add(country)
    made.themes.add(theme)
    return made


def test_projects_share_a_country_and_a_theme(client, law, albania):
    serbia, media = CountryFactory(code="RS", name="Serbia"), ThemeFactory(name="Media")
    shown = project("Shown", albania, law)
    project("Same", albania, law)
    project("Other country", serbia, law)
    project("Other theme", albania, media)
    project("Draft", albania, law, draft=True)

    found = related(client, shown)

    assert found == {"Other projects in the same countries on the same themes": ["Same"]}


def test_projects_share_a_partner_once(client, law, albania):
    shown, both = project("Shown", albania, law), project("Both", albania, law)
    organisation, draft = OrganisationFactory(), OrganisationFactory(draft=True)
    hidden = project("Of a draft organisation", CountryFactory(code="RS"), ThemeFactory())
    for one in (shown, both):
        PartnerFactory(project=one, organisation=organisation)
    for one in (shown, hidden):
        PartnerFactory(project=one, organisation=draft)

    found = related(client, shown)

    assert found == {"Other projects of its partners": ["Both"]}


def test_six_are_the_most(client, law, albania):
    shown = project("Shown", albania, law)
    for number in range(9):
        project(f"Project {number}", albania, law)

    (names,) = related(client, shown).values()

    assert names == [f"Project {number}" for number in range(8, 2, -1)]


def test_organisations_are_partners_of_its_projects(client):
    shown, partner, draft = (
        OrganisationFactory(),
        OrganisationFactory(name="Partner"),
        OrganisationFactory(draft=True),
    )
    for made in (ProjectFactory(), ProjectFactory()):
        for organisation in (shown, partner, draft):
            PartnerFactory(project=made, organisation=organisation)

    assert related(client, shown) == {"Partners in its projects": ["Partner"]}


def test_trainings_share_a_speaker_or_a_topic(client):
    topic = TopicFactory(name="Advocacy")
    shown, spoke, same = TrainingFactory(), TrainingFactory(name="Spoke"), TrainingFactory(name="Same topic")
    for training in (shown, spoke):
        SpeakerFactory(training=training, name="Ana Anić")
    for training in (shown, same):
        training.topics.add(topic)

    assert related(client, shown) == {
        "Other trainings with its speakers": ["Spoke"],
        "Other trainings on the same topics": ["Same topic"],
    }


def test_project_has_grants_of_its_lead_and_trainings_of_its_partners(client):
    lead, partner = OrganisationFactory(name="Lead"), OrganisationFactory(name="Partner")
    shown = ProjectFactory(grant=GrantFactory(recipient=lead, line="regional"))
    PartnerFactory(project=shown, organisation=lead, role="lead")
    PartnerFactory(project=shown, organisation=partner)
    GrantFactory(recipient=lead, line="core")
    GrantFactory(recipient=lead, line="media", draft=True)
    GrantFactory(recipient=partner, line="core")
    SpeakerFactory(training__name="Spoke", organisation=partner)
    SpeakerFactory(training=TrainingFactory(name="Draft", draft=True), organisation=partner)

    assert related(client, shown) == {
        "Other grants to its lead applicant": ["Core grant to Lead"],
        "Trainings where people of its partners spoke": ["Spoke"],
    }


def test_organisation_has_trainings_where_its_people_spoke_for_others(client):
    shown = OrganisationFactory()
    SpeakerFactory(name="Ana Anić", training__name="Listed", organisation=shown)
    SpeakerFactory(name="Ana Anić", training__name="Other")
    SpeakerFactory(name="Ana Anić", training=TrainingFactory(name="Draft", draft=True))

    assert related(client, shown) == {"Other trainings where its people spoke": ["Other"]}


def test_training_has_projects_of_organisations_that_took_part(client):
    shown, organisation = TrainingFactory(), OrganisationFactory()
    SpeakerFactory(training=shown, organisation=organisation)
    PartnerFactory(project=ProjectFactory(name="Shown"), organisation=organisation)
    PartnerFactory(project=ProjectFactory(name="Draft", draft=True), organisation=organisation)

    assert related(client, shown) == {"Projects of the organisations that took part": ["Shown"]}


def test_groups_share_the_six_places(client, law, albania):
    shown, organisation = project("Shown", albania, law), OrganisationFactory()
    PartnerFactory(project=shown, organisation=organisation)
    for number in range(7):
        PartnerFactory(project=ProjectFactory(name=f"Partner {number}"), organisation=organisation)
    project("Same 0", albania, law)
    SpeakerFactory(training__name="Spoke", organisation=organisation)

    groups = related(client, shown)

    assert {heading: len(names) for heading, names in groups.items()} == {
        "Other projects of its partners": 4,
        "Trainings where people of its partners spoke": 1,
        "Other projects in the same countries on the same themes": 1,
    }


@pytest.mark.parametrize("number", [1, 12])
def test_related_entries_take_a_fixed_number_of_queries(
    client, django_assert_num_queries, law, albania, number
):
    shown = project("Shown", albania, law)
    organisation = OrganisationFactory()
    PartnerFactory(project=shown, organisation=organisation)
    for _one in range(number):
        PartnerFactory(project=project("Other", albania, law), organisation=organisation)
    client.get(shown.get_absolute_url())  # reads the facets and the programme

    with django_assert_num_queries(13):
        client.get(shown.get_absolute_url())


def test_entry_without_facts_has_no_related_ones(client):
    ProjectFactory()

    assert related(client, ProjectFactory()) == {}
