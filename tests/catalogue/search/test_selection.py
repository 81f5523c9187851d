"""What is found, on the database at hand. Each search first fails for an entry that should not match."""

from datetime import date

import pytest

from catalogue.batches import batched
from catalogue.search import registry, sync
from catalogue.search.facets import counter_of
from catalogue.search.questions import ask
from catalogue.search.selection import answering
from catalogue.search.snippets import Piece, snippet_of
from catalogue.seeding.load import seed
from organisations.models import Goal, Grant, Organisation
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
from tests.queries import RANKING_QUERIES
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
def test_organisation_is_found_in_any_script_and_spelling(name, typed):
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


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("core grants Montenegro", 1),
        ("grants Crna Gora", 2),
        ("regional grant Montenegro", 1),
        ("creative box Montenegro", 0),
        ("core Serbia", 0),
    ],
)
def test_grant_is_found_by_its_section_type_and_country(typed, number):
    recipient = OrganisationFactory(country=CountryFactory(code="ME", name="Montenegro"))
    GrantFactory(recipient=recipient, line="core")
    GrantFactory(recipient=recipient, line="regional")
    GrantFactory(recipient__country=CountryFactory(code="RS", name="Serbia"), line="media")

    assert len(found(Grant, typed)) == number


def test_each_section_is_found_by_its_name_and_a_country():
    serbia = CountryFactory(code="RS", name="Serbia")
    organisation = OrganisationFactory(country=serbia)
    grant = GrantFactory(recipient=organisation)
    project = ProjectFactory(grant=GrantFactory(recipient=organisation))
    project.places_of_work.add(serbia)
    training = TrainingFactory(country=serbia)
    for make in (OrganisationFactory, GrantFactory, ProjectFactory, TrainingFactory):
        make()

    assert found(Project, "projects Serbia") == [project]
    assert found(Project, "project Srbija") == [project]
    assert found(Training, "trainings Serbia") == [training]
    assert found(Organisation, "organisations Serbia") == [organisation]
    assert set(found(Grant, "grants Serbia")) == {grant, project.grant}


def test_organisation_and_project_are_found_by_the_type_of_their_public_grants():
    grant = GrantFactory(line="creative_box")
    project = ProjectFactory(grant=grant)
    draft = GrantFactory(line="creative_box", draft=True)
    ProjectFactory(grant=draft)

    assert found(Organisation, "creative box grants") == [grant.recipient]
    assert found(Project, "creative box grants") == [project]


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Grant, lambda: GrantFactory(awarded_on=date(2023, 12, 5))),
        (Grant, lambda: GrantFactory(starts_on=date(2023, 12, 5))),
        (Grant, lambda: GrantFactory(ends_on=date(2023, 12, 5))),
        (Grant, lambda: GrantFactory(planned_starts_on=date(2023, 12, 5))),
        (Grant, lambda: GrantFactory(planned_ends_on=date(2023, 12, 5))),
        (Project, lambda: ProjectFactory(grant=GrantFactory(starts_on=date(2023, 12, 5)))),
        (Training, lambda: TrainingFactory(starts_on=date(2023, 11, 30), ends_on=date(2023, 12, 5))),
        (Organisation, lambda: OrganisationFactory(summary="In December", founded_year=2023)),
    ],
)
def test_entry_is_found_by_each_of_its_dates(model, make):
    assert found(model, "December 2023") == []

    entry = make()

    assert found(model, "December 2023") == [entry]


def test_words_for_the_search_alone_are_not_shown():
    training = TrainingFactory(name="Advocacy", summary="Three days", starts_on=date(2023, 12, 5))
    index = registry.index_of(Training)

    passage = snippet_of(index.public_entries([training.pk]).get(), index, ask("december trainings"))

    assert passage.pieces == [Piece("Three days", False)]


def test_entries_with_most_of_the_words_are_found_if_none_has_all():
    both = OrganisationFactory(name="Youth of Bar", summary="peace")
    one = OrganisationFactory(name="Youth of Ulcinj")

    assert found(Organisation, "youth bar zebra") == [both]
    assert found(Organisation, "youth bar peace zebra") == [both]
    assert found(Organisation, "youth bar") == [both]
    assert found(Organisation, "youth zebra") == []
    assert found(Organisation, "youth bar zebra giraffe") == []
    assert found(Organisation, "youth ulcinj zebra -bar") == [one]
    assert found(Organisation, "youth ulcinj zebra -peace -ulcinj") == []


def test_entries_with_most_of_the_words_have_them_in_their_names_first():
    in_text = OrganisationFactory(name="A", summary="legal aid " * 3)
    in_name = OrganisationFactory(name="Legal Aid")

    assert found(Organisation, "legal aid zebra") == [in_name, in_text]


@pytest.mark.parametrize("typed", ["legal aid", "legal aid zebra", "legal aid zebra -draft", "zebra giraffe"])
def test_queryset_of_a_search_has_what_the_selection_has(typed):
    for name in ("Legal Aid", "Legal", "Aid for legal reform", "Legal aid draft"):
        OrganisationFactory(name=name)
    entries = found(Organisation, typed)

    answers = answering(Organisation.objects.all(), registry.index_of(Organisation), ask(typed))

    assert {entry.pk for entry in answers} == {entry.pk for entry in entries}


@pytest.mark.parametrize("words", [3, 16])
def test_partial_answers_take_one_query_more_for_any_number_of_words(django_assert_num_queries, words):
    OrganisationFactory(name=" ".join(f"kestrel{number}" for number in range(words - 1)))
    sync.process_waiting()
    question = ask(" ".join(f"kestrel{number}" for number in range(words)))
    counter = counter_of(registry.index_of(Organisation))

    with django_assert_num_queries(2 * RANKING_QUERIES):
        answers = counter.answers(question)

    assert (answers.entries.bit_count(), answers.terms) == (1, words - 1)


def test_longest_question_with_the_most_alternatives_is_answered():
    OrganisationFactory(name="Forum")

    assert found(Organisation, " ".join(["youth women roma media journalists children migrants"] * 3)) == []


@pytest.mark.parametrize("facet", ["group", "theme"])
def test_organisation_has_the_groups_and_themes_of_its_public_projects(facet):
    group, theme = BeneficiaryGroupFactory(slug="kestrel"), ThemeFactory(slug="kestrel")
    lead, partner = PartnerFactory(role="lead"), PartnerFactory(role="partner")
    draft = PartnerFactory(project__draft=True)
    OrganisationFactory()
    for part in (lead, partner, draft):
        TargetGroupFactory(project=part.project, beneficiary_group=group)
        part.project.themes.add(theme)

    assert set(found(Organisation, "", **{facet: ["kestrel"]})) == {lead.organisation, partner.organisation}

    lead.project.target_groups.all().delete()
    lead.project.themes.clear()

    assert found(Organisation, "", **{facet: ["kestrel"]}) == [partner.organisation]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("youth", "Forum MNE"),
        ("youth", "NGO Juventas"),
        ("high-school-students", "NGO Juventas"),
        ("youth-organisations", "NGO Juventas"),
    ],
)
def test_groups_of_the_programme_projects_find_their_organisations_in_montenegro(group, name):
    seed()

    names = [organisation.name for organisation in found(Organisation, "", country=["ME"], group=[group])]

    assert name in names


def test_texts_of_megabytes_are_found_by_their_beginning_and_hold_up_nothing():
    """As short as words can be, each once: the most that an index needs for so many letters."""
    words = [f"{number:04x}{end}" for end in ("", *"0123456") for number in range(65_536)]
    organisation = OrganisationFactory(name="Kestrel", summary="x" * 9_000)
    texts = (" ".join(chunk) for chunk in batched(words, 2500))
    Goal.objects.bulk_create([GoalFactory.build(organisation=organisation, text=text) for text in texts])
    other = OrganisationFactory(name="Osprey")

    assert sync.process_waiting() == {}
    assert found(Organisation, "kestrel") == [organisation]
    assert found(Organisation, "000f") == [organisation]
    assert found(Organisation, "x" * 300) == [organisation]
    assert found(Organisation, "osprey") == [other]


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
