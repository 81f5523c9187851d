"""What is found, on the database at hand. Each search first fails for an entry that should not match."""

import pytest

from organisations.models import Grant, Organisation
from projects.models import Project
from tests.catalogue.search.finding import found
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from trainings.models import Training

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Građanska alijansa", "gradanska"),
        ("Građanska alijansa", "gradjanska"),
        ("Građanska alijansa", "Грађанска"),
        ("Грађанска алијанса", "gradjanska alijansa"),
        ("Грађанска алијанса", "građanska"),
        ("Здружение Ѓорче Петров", "gjorce petrov"),
        ("Združenie Gjorče Petrov", "Ѓорче"),
        ("Social Center Fushë-Arrëz", "fushe arrez"),
        ("Social Center Fushë-Arrëz", "Fushe-Arrez"),
        ("Centar za ženska prava", "centar za zenska prava"),
        ("Center of Women’s Rights", "womens rights"),
        ("Center of Women’s Rights", "women's centre"),
        ("Belgrade Centre for Human Rights", "center belgrade"),
        ("Youth Organization", "youth organisation"),
        ("Youth Mobilisation", "mobilization"),
        ("Udruženje Šabac", "sabac"),
        ("Udruženje Šabac", "Шабац"),
    ],
)
def test_organisation_is_found_in_whatever_script_and_spelling(name, typed):
    OrganisationFactory(name="Forum MNE")

    assert found(Organisation, typed) == []

    organisation = OrganisationFactory(name=name)

    assert found(Organisation, typed) == [organisation]


@pytest.mark.parametrize("typed", ["dzananovic", "Džananović", "Џанановић", "džananovic nedzma"])
def test_training_is_found_by_its_trainer(typed):
    SpeakerFactory(name="Sead Turčalo")

    assert found(Training, typed) == []

    speaker = SpeakerFactory(name="Nedžma Džananović")

    assert found(Training, typed) == [speaker.training]


def test_words_are_found_by_their_beginnings_in_any_order():
    organisation = OrganisationFactory(name="Center for Environment")
    OrganisationFactory(name="Center for Peace")

    assert found(Organisation, "envir cent") == [organisation]
    assert found(Organisation, "nvironment") == []


def test_phrase_is_found_in_its_order_alone():
    organisation = OrganisationFactory(name="Legal Aid Network")
    OrganisationFactory(name="Aid for Legal Reform")

    assert found(Organisation, '"legal aid"') == [organisation]
    assert len(found(Organisation, "legal aid")) == 2


def test_unwanted_word_leaves_out():
    organisation = OrganisationFactory(name="Youth Forum")
    other = OrganisationFactory(name="Youth Police Forum")

    assert found(Organisation, "youth -police") == [organisation]
    assert set(found(Organisation, "-nothing")) == {organisation, other}
    assert found(Organisation, "-police") == [organisation]


@pytest.mark.parametrize("field", ["name", "acronym", "local_name"])
def test_names_weigh_more_than_text(field):
    in_text = OrganisationFactory(name="A", summary="migration " * 5)
    in_name = OrganisationFactory(**{"name": "Z", field: "Migration"})

    assert found(Organisation, "migration") == [in_name, in_text]


def test_other_name_weighs_as_a_name():
    in_text = OrganisationFactory(name="A", summary="migration " * 5)
    in_name = OtherNameFactory(name="Migration").organisation

    assert found(Organisation, "migration") == [in_name, in_text]


def test_names_come_first_among_more_answers_than_are_ranked_and_then_the_newest(monkeypatch):
    monkeypatch.setattr("catalogue.search.selection.FEW", 1)
    older, newer = (OrganisationFactory(name=name, summary="migration") for name in "AB")
    in_name = OrganisationFactory(name="Migration")

    assert found(Organisation, "migration") == [in_name, newer, older]


@pytest.mark.parametrize(
    "make",
    [
        lambda: OrganisationFactory(summary="kestrel"),
        lambda: OrganisationFactory(strategic_orientation="kestrel"),
        lambda: OrganisationFactory(beneficiaries="kestrel"),
        lambda: OrganisationFactory(town="Kestrel"),
        lambda: OrganisationFactory(country=CountryFactory(name="Kestrel")),
        lambda: GoalFactory(text="kestrel").organisation,
        lambda: OrganisationActivityFactory(text="kestrel").organisation,
        lambda: PartnerFactory(project__name="Kestrel").organisation,
        lambda: SpeakerFactory(name="Kestrel", organisation=OrganisationFactory()).organisation,
        lambda: TestimonialFactory(training__name="Kestrel", organisation=OrganisationFactory()).organisation,
    ],
)
def test_organisation_is_found_by_every_text_of_its_page(make):
    OrganisationFactory()
    assert found(Organisation, "kestrel") == []

    organisation = make()

    assert found(Organisation, "kestrel") == [organisation]


def test_organisation_is_found_by_its_groups():
    organisation = OrganisationFactory()
    assert found(Organisation, "kestrel") == []

    organisation.beneficiary_groups.add(BeneficiaryGroupFactory(name="Kestrel"))

    assert found(Organisation, "kestrel") == [organisation]


def test_organisation_and_its_core_grant_are_found_by_its_own_themes():
    grant = GrantFactory()
    assert found(Organisation, "kestrel") == found(Grant, "kestrel") == []

    grant.recipient.themes.add(ThemeFactory(name="Kestrel"))

    assert found(Organisation, "kestrel") == [grant.recipient]
    assert found(Grant, "kestrel") == [grant]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ProjectFactory(acronym="KESTREL"),
        lambda: ProjectFactory(description="kestrel"),
        lambda: ProjectFactory(overall_goal="kestrel"),
        lambda: ObjectiveFactory(text="kestrel").project,
        lambda: ProjectActivityFactory(text="kestrel").project,
        lambda: TargetGroupFactory(words="kestrel").project,
        lambda: TargetGroupFactory(beneficiary_group=BeneficiaryGroupFactory(name="Kestrel")).project,
        lambda: PartnerFactory(organisation__name="Kestrel").project,
        lambda: PartnerFactory(organisation__local_name="Kestrel").project,
        lambda: PartnerFactory(organisation=OtherNameFactory(name="Kestrel").organisation).project,
    ],
)
def test_project_is_found_by_every_text_of_its_page_and_its_partners_names(make):
    ProjectFactory()
    assert found(Project, "kestrel") == []

    project = make()

    assert found(Project, "kestrel") == [project]


@pytest.mark.parametrize(
    "make",
    [
        lambda: TrainingFactory(headline="kestrel"),
        lambda: TrainingFactory(audience="kestrel"),
        lambda: SpeakerFactory(spoke_on="kestrel").training,
        lambda: SpeakerFactory(organisation=OrganisationFactory(name="Kestrel")).training,
        lambda: TestimonialFactory(words="kestrel").training,
    ],
)
def test_training_is_found_by_every_text_of_its_page(make):
    TrainingFactory()
    assert found(Training, "kestrel") == []

    training = make()

    assert found(Training, "kestrel") == [training]


def test_training_is_found_by_its_topics():
    training = TrainingFactory()
    assert found(Training, "kestrel") == []

    training.topics.add(TopicFactory(name="Kestrel"))

    assert found(Training, "kestrel") == [training]


@pytest.mark.parametrize(
    "make",
    [
        lambda: GrantFactory(reference="KESTREL-7"),
        lambda: GrantFactory(call="Kestrel"),
        lambda: GrantFactory(recipient__acronym="KESTREL"),
        lambda: GrantFactory(recipient=OtherNameFactory(name="Kestrel").organisation),
        lambda: ProjectFactory(name="Kestrel", grant=GrantFactory()).grant,
    ],
)
def test_grant_is_found_by_its_recipient_its_project_and_its_reference(make):
    GrantFactory()
    assert found(Grant, "kestrel") == []

    grant = make()

    assert found(Grant, "kestrel") == [grant]


def test_drafts_and_what_they_would_reveal_are_not_found():
    OrganisationFactory(name="Kestrel", draft=True)
    PartnerFactory(organisation__name="Kestrel", organisation__draft=True)
    PartnerFactory(project__name="Kestrel", project__draft=True)
    GrantFactory(call="Kestrel", draft=True)
    GrantFactory(recipient__name="Kestrel", recipient__draft=True)
    ProjectFactory(name="Kestrel", draft=True, grant=GrantFactory())
    SpeakerFactory(organisation=OrganisationFactory(name="Kestrel", draft=True))
    OrganisationFactory(staff_note="kestrel")

    assert [found(model, "kestrel") for model in (Organisation, Project, Grant, Training)] == [[], [], [], []]


@pytest.mark.parametrize(
    "typed",
    ['"', '"a', "'", "AND", "a OR b", "a*", "(", "a:b", "\x00", "\\", "%", "a" * 10_000, "😀", "ـ-ـ", "ª&º"],
)
def test_nothing_that_is_typed_is_an_error(typed):
    OrganisationFactory(name="Forum")

    assert found(Organisation, typed) in ([], list(Organisation.objects.all()))
