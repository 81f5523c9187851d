"""What is found, on the database at hand. Each search first fails for an entry that should not match."""

from datetime import date

import pytest

from catalogue.batches import batched
from catalogue.search import registry, selection, sync
from catalogue.search.facets import counter_of
from catalogue.search.questions import ask
from catalogue.search.selection import Selection, answering, best_named
from catalogue.search.snippets import Piece, lines_of, snippet_of
from organisations.models import Goal, Grant, Organisation
from projects.models import Project
from tests.catalogue.search.finding import found
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TrainingFactory,
)
from tests.queries import RANKING_QUERIES
from trainings.models import Training

pytestmark = pytest.mark.django_db


def test_names_come_first_among_more_answers_than_are_ranked_and_then_the_newest(monkeypatch):
    monkeypatch.setattr("catalogue.search.selection.FEW", 1)
    older, newer = (OrganisationFactory(name=name, summary="migration") for name in "AB")
    in_name = OrganisationFactory(name="Migration")

    assert found(Organisation, "migration") == [in_name, newer, older]


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

    lines = lines_of(index.public_entries([training.pk]).get(), index)
    passage = snippet_of(lines, ask("december trainings"))

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


@pytest.mark.parametrize("fields", [("sort_key", "pk"), ("-sort_key", "-pk")])
@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_every_part_of_an_order_is_the_same_however_many_keys_are_read_first(monkeypatch, most, fields):
    monkeypatch.setattr(selection, "FIRST", most)
    entries = [OrganisationFactory(name=f"Organisation {number}") for number in range(5)]
    OrganisationFactory(name="A draft", draft=True)
    sync.process_waiting()
    expected = [entry.pk for entry in (entries if fields[0] == "sort_key" else entries[::-1])]
    ordered = Selection(registry.index_of(Organisation), ask(""), {}).ordered(
        f"{fields} {most}", fields, Organisation.objects.all()
    )

    places = [slice(start, stop) for start in range(6) for stop in range(start, 7)]

    assert [ordered.keys(place) for place in places] == [expected[place] for place in places]


def test_first_page_of_an_order_reads_no_more_than_its_first_keys(django_assert_num_queries):
    for _ in range(3):
        OrganisationFactory()
    sync.process_waiting()
    chosen = Selection(registry.index_of(Organisation), ask(""), {})
    assert len(chosen) == 3

    with django_assert_num_queries(1) as queries:
        chosen.ordered("name", ("sort_key", "pk"), Organisation.objects.all()).keys(slice(0, 2))

    assert queries[0]["sql"].endswith(f"LIMIT {selection.FIRST}")


def test_no_more_names_than_so_many_are_compared_for_suggestions(monkeypatch):
    OrganisationFactory(name="Kestrel of the Drina and the Sava")
    short = OrganisationFactory(name="Kestrel")
    OrganisationFactory.create_batch(2, name="Kestrel of the Drina")
    sync.process_waiting()

    def best(most: int) -> list[Organisation]:
        return best_named(Organisation.objects.for_feed(), registry.index_of(Organisation), ask("kest"), most)

    assert best(1) == [short]
    monkeypatch.setattr(selection, "COMPARED", 2)
    assert len(best(4)) == 2
