"""Related entries at the foot of a page: each group states why, and only what is public is in one."""

import pytest

from catalogue.search import sync
from tests.factories import (
    CountryFactory,
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
    return {str(group.heading): [one.name for one in group.entries] for group in groups}


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


@pytest.mark.parametrize("number", [1, 12])
def test_related_entries_take_a_fixed_number_of_queries(
    client, django_assert_num_queries, law, albania, number
):
    shown = project("Shown", albania, law)
    organisation = OrganisationFactory()
    PartnerFactory(project=shown, organisation=organisation)
    for _one in range(number):
        PartnerFactory(project=project("Other", albania, law), organisation=organisation)
    sync.process_waiting()

    with django_assert_num_queries(15):
        client.get(shown.get_absolute_url())


def test_entry_without_facts_has_no_related_ones(client):
    ProjectFactory()

    assert related(client, ProjectFactory()) == {}
