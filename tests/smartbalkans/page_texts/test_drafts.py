"""Pages become drafts with what is stated; what is not used or only proposed goes to the staff note."""

import pytest
from reversion.models import Revision, Version

from organisations.models import Organisation
from smartbalkans.page_texts.drafts import save
from smartbalkans.page_texts.matching.matcher import Matcher
from smartbalkans.page_texts.read import read
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    OrganisationFactory,
    ThemeFactory,
    TopicFactory,
)
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT, TRAINING
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists():
    for code, name in (("ME", "Montenegro"), ("AL", "Albania"), ("MK", "North Macedonia")):
        CountryFactory(code=code, name=name)
    for name in ("Rural women", "General public", "Journalists"):
        BeneficiaryGroupFactory(name=name)
    ThemeFactory(name="Organised crime")
    TopicFactory(name="Ropes")


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("editor")


def make(text, user=None, *, is_confirmed=False, **changes):
    pages = Matcher(read(text)).match()
    for page in pages:
        for number, row in enumerate(page.partners):
            row.chosen = changes.get(f"partner-{number}", row.chosen)
        page.confirm(page.proposals if is_confirmed else [])
    return save(pages, user, "Added from page text")


def test_organisation_becomes_a_draft_with_all_its_rows(lists, editor):
    (entry,) = make(ORGANISATION, editor)

    assert (entry.name, entry.slug, entry.acronym, entry.founded_year, entry.country_id) == (
        "Kuća mostova",
        "kuca-mostova",
        "",
        None,
        None,
    )
    assert (entry.status, entry.author, entry.published_at) == ("draft", editor, None)
    assert [(goal.kind, goal.order, goal.text) for goal in entry.goals.all()] == [
        ("goal", 1, "Nobody wades.")
    ]
    assert [(row.order, row.level, row.text) for row in entry.activities.all()] == [
        (1, 1, "Measuring"),
        (2, 2, "At low water"),
        (3, 1, "Building"),
    ]
    assert sorted(group.name for group in entry.beneficiary_groups.all()) == ["General public", "Rural women"]


def test_unplaced_lines_are_in_the_staff_note(lists):
    (entry,) = make(ORGANISATION)

    assert entry.staff_note == (
        "Created from page text. Lines that were not used:\nOur pride\nTwelve bridges stand.\n\n"
        "To check:\nThe country is not stated under a heading. Choose it.\n\n"
        "Please check. Found in running text and not entered:\nAcronym: KM (from “Kuća mostova (KM)”)\n"
        "Founded: 2009 (from “was founded in 2009”)\nCountry: Montenegro (from “Montenegro”)"
    )


def test_confirmed_proposals_are_entered(lists):
    (entry,) = make(ORGANISATION, is_confirmed=True)

    assert (entry.acronym, entry.founded_year, entry.country_id) == ("KM", 2009, "ME")
    assert "Please check" not in entry.staff_note


def test_project_becomes_a_draft_with_its_partners_and_new_organisations(lists, editor):
    house = OrganisationFactory(name="Kuća mostova")

    entry, *organisations = make(PROJECT, editor)

    assert (entry.name, entry.acronym, entry.overall_goal) == (
        "Footbridges for Neighbours",
        "FOOT-N",
        "Neighbours who meet",
    )
    assert [(row.order, row.organisation.name, row.role) for row in entry.partners.all()] == [
        (1, house.name, "lead"),
        (2, "Ura e Re", "partner"),
        (3, "Bridge Society", "partner"),
    ]
    assert [(row.name, row.acronym, row.local_name, row.country_id, row.status) for row in organisations] == [
        ("Ura e Re", "UR", "", "AL", "draft"),
        ("Bridge Society", "", "Друштво Мост", "MK", "draft"),
    ]
    assert {row.author for row in (entry, *organisations)} == {editor}
    assert [(row.kind, row.order, row.text) for row in entry.objectives.all()] == [
        ("objective", 1, "Ten bridges are built."),
        ("objective", 2, "Ten schools walk over them."),
    ]
    groups = [
        (row.order, row.words, row.at_least, row.beneficiary_group and row.beneficiary_group.name)
        for row in entry.target_groups.all()
    ]
    assert groups == [
        (1, "journalists", 40, "Journalists"),
        (2, "rural women from Albania", None, "Rural women"),
        (3, "farmers", None, None),
    ]
    assert [theme.name for theme in entry.themes.all()] == ["Organised crime"]
    assert list(entry.places_of_work.all()) == []


def test_countries_of_work_are_entered_when_confirmed(lists):
    entry, *_organisations = make(PROJECT, is_confirmed=True)

    assert sorted(country.code for country in entry.places_of_work.all()) == ["AL", "ME", "MK"]


def test_training_becomes_a_draft_with_its_text_alone(lists):
    (entry,) = make(TRAINING)

    assert (entry.name, entry.headline, entry.starts_on, entry.town, entry.country_id) == (
        "Rope makes friends",
        "",
        None,
        "",
        None,
    )
    assert (entry.speakers.count(), entry.testimonials.count()) == (0, 0)
    assert entry.summary.endswith("“I tie well now,” said Ana Ilić from Kuća mostova.")
    assert [topic.name for topic in entry.topics.all()] == ["Ropes"]


def test_training_becomes_a_draft_with_what_is_confirmed(lists):
    (entry,) = make(TRAINING, is_confirmed=True)

    assert (entry.name, entry.headline, str(entry.starts_on), entry.ends_on) == (
        "Ropes and Knots",
        "Rope makes friends",
        "2024-05-04",
        None,
    )
    assert (entry.town, entry.country_id) == ("Skopje", "MK")
    assert [(row.academic_title, row.name, row.role) for row in entry.speakers.all()] == [
        ("Dr.", "Mira Kovač", "trainer")
    ]
    assert [(row.person, row.organisation, row.words) for row in entry.testimonials.all()] == [
        ("Ana Ilić", None, "I tie well now")
    ]
    assert "Ana Ilić" not in entry.summary
    assert "“I tie well now,” said Ana Ilić from Kuća mostova." in entry.staff_note.splitlines()


def test_organisation_that_several_pages_name_is_made_once(lists):
    made = make("\n\n".join([PROJECT, TRAINING]))

    assert [entry.name for entry in made] == [
        "Footbridges for Neighbours",
        "Rope makes friends",
        "Kuća mostova",
        "Ura e Re",
        "Bridge Society",
    ]


def test_page_of_an_organisation_is_the_partner_of_the_same_text(lists):
    project, organisation, *_others = make("\n\n".join([PROJECT, ORGANISATION]))

    assert project.partners.get(role="lead").organisation == organisation
    assert Organisation.objects.filter(name="Kuća mostova").count() == 1


def test_each_draft_is_recorded_with_its_rows(lists, editor):
    make("\n\n".join([ORGANISATION, PROJECT]), editor)

    assert set(Revision.objects.values_list("user", "comment")) == {(editor.pk, "Added from page text")}
    kinds = {version.content_type.model for version in Version.objects.select_related("content_type")}
    assert kinds == {"organisation", "goal", "activity", "project", "partner", "objective", "targetgroup"}


def test_nothing_is_made_when_one_page_fails(lists):
    pages = Matcher(read("\n\n".join([ORGANISATION, TRAINING]))).match()
    pages[1].topics = None

    with pytest.raises(TypeError):
        save(pages, None, "Added from page text")

    assert [model.objects.count() for model in (Organisation, Training, Revision)] == [0, 0, 0]


def test_partner_left_out_is_in_the_staff_note(lists):
    chosen = {"partner-0": "none", "partner-1": "new", "partner-2": "none"}

    entry, *_others = make(PROJECT, **chosen)

    assert [row.organisation.name for row in entry.partners.all()] == ["Ura e Re"]
    assert entry.staff_note.endswith(
        "Not added as partners:\nKuća mostova, Lead applicant, Montenegro\nДруштво Мост / "
        "Bridge Society, North Macedonia"
    )


def test_slug_gets_a_number_if_in_use(lists):
    OrganisationFactory(name="Another", slug="kuca-mostova")

    (entry,) = make(ORGANISATION)

    assert entry.slug == "kuca-mostova-2"


def test_what_is_longer_than_a_field_is_kept_whole_in_the_note(lists):
    acronym = "KUĆA MOSTOVA I STAZA U CRNOJ GORI I DRUGDJE"
    text = ORGANISATION.replace("Organization goal", f"Acronym: {acronym}\n\nOrganization goal")

    (entry,) = make(text)

    assert (len(entry.acronym), entry.acronym[-1]) == (40, "…")
    assert f"acronym: {acronym}" in entry.staff_note


def test_entries_of_the_portal_stay_as_they_are(lists):
    house = OrganisationFactory(name="Kuća mostova", summary="Known already")
    token = house.token

    make(PROJECT)

    house.refresh_from_db()
    assert (house.summary, house.token) == ("Known already", token)
