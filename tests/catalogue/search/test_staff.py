"""The search of the back office, of drafts too."""

import pytest

from catalogue.search import registry, sync
from catalogue.search.questions import ask
from catalogue.search.staff import best_for_staff, search_for_staff
from catalogue.search.triggers import dependencies_of
from organisations.models import Grant, Organisation
from projects.models import Project
from tests.factories import (
    GrantFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TestimonialFactory,
    TrainingFactory,
)
from trainings.models import Training

pytestmark = pytest.mark.django_db


def found(model, typed: str) -> list:
    sync.process_waiting()
    return list(
        search_for_staff(model.objects.order_by("pk"), registry.index_of(model), ask(typed)).values_list(
            "pk", flat=True
        )
    )


@pytest.mark.parametrize(
    "typed", ["gradanska", "Građanska alij", "Грађанска", "zzz", "opsti", "other-address", "drugo ime"]
)
def test_draft_is_found_by_any_of_its_names(typed):
    entry = OrganisationFactory(
        name="Građanska alijansa", acronym="ZZZ", local_name="Opšti savez", slug="other-address", draft=True
    )
    OtherNameFactory(organisation=entry, name="Drugo ime")
    OrganisationFactory(name="Something else", draft=True)

    assert found(Organisation, typed) == [entry.pk]


def test_entries_are_found_by_the_names_of_people_and_partners():
    training = TrainingFactory(draft=True)
    SpeakerFactory(training=training, name="Ana Anić")
    TestimonialFactory(training=training, person="Petar Petrić")
    project = ProjectFactory(draft=True)
    PartnerFactory(project=project, organisation=OrganisationFactory(name="Lead of it", draft=True))
    grant = GrantFactory(recipient=OrganisationFactory(name="Recipient of it", draft=True), draft=True)

    assert [
        found(Training, "anic"),
        found(Training, "petar"),
        found(Project, "lead of it"),
        found(Grant, "recipient"),
    ] == [[training.pk], [training.pk], [project.pk], [grant.pk]]


def test_search_follows_changes():
    entry = OrganisationFactory(name="Before", draft=True)
    before = found(Organisation, "before")
    entry.name = "After"
    entry.save()

    assert (before, found(Organisation, "before"), found(Organisation, "after")) == (
        [entry.pk],
        [],
        [entry.pk],
    )


def test_deleted_entry_is_not_found():
    entry = OrganisationFactory(name="Gone", draft=True)
    found(Organisation, "gone")
    entry.delete()

    assert found(Organisation, "gone") == []


@pytest.mark.parametrize(
    ("typed", "number"), [("", 2), ("  ", 2), ("?", 0), ("-alpha", 1), ("alpha -beta", 1)]
)
def test_searches_without_words_and_with_unwanted_ones(typed, number):
    OrganisationFactory(name="Alpha", draft=True, slug="a")
    OrganisationFactory(name="Alphabet Beta" if "beta" in typed else "Gamma", draft=True, slug="b")

    assert len(found(Organisation, typed)) == number


def test_best_name_comes_first():
    long = OrganisationFactory(name="Youth " + "and many other words " * 5, draft=True, slug="l")
    short = OrganisationFactory(name="Youth", draft=True, slug="s")
    sync.process_waiting()

    best = best_for_staff(Organisation.objects.all(), registry.index_of(Organisation), ask("youth"), 5)

    assert best == [short, long]


def test_public_search_finds_no_draft(client):
    OrganisationFactory(name="Secret plan", draft=True)

    page = client.get("/organisations/", {"q": "secret"})

    assert page.context["page_obj"].paginator.count == 0


@pytest.mark.parametrize("index", registry.all_indexes(), ids=lambda index: index.kind)
def test_every_table_that_staff_search_queues_its_entries(index):
    followed = {dependency.table for dependency in dependencies_of(index)}
    searched = set()
    for path in index.staff_paths:
        model = index.model
        for name in path.split("__"):
            searched.add(model._meta.db_table)
            model = model._meta.get_field(name).related_model

    assert searched <= followed
