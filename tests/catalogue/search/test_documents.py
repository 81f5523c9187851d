"""What the search index contains of an entry."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.search.documents import MOST_IN_BODY, NOT_STATED, facet_value
from catalogue.search.registry import index_of
from organisations.models import Organisation
from tests.factories import CountryFactory, GoalFactory, OrganisationFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db


def document(**fields):
    entry = OrganisationFactory(**fields)
    index = index_of(Organisation)
    return index.document_text(index.public_entries([entry.pk]).get())


@pytest.mark.parametrize("town", ["Novi Pazar", "novi  pazar", "Нови Пазар"])
def test_facet_value_is_the_same_for_all_spellings(town):
    assert facet_value(town) == "novi-pazar"


def test_document_has_folded_names_apart_from_other_texts():
    text = document(name="Udruženje Čačak", summary="Youth work")

    assert "udruzene cacak" in text.title
    assert "youth work" in text.body
    assert "youth" not in text.title


def test_facets_are_surrounded_by_blanks_and_state_what_is_unknown():
    text = document(country=CountryFactory(code="AL"))

    assert " public " in text.facets
    assert " country:AL " in text.facets
    assert f" theme:{NOT_STATED} " in text.facets


def test_a_long_document_is_cut_to_what_the_index_bears():
    organisation = OrganisationFactory()
    GoalFactory.create_batch(MOST_IN_BODY // 7000, organisation=organisation, text="word " * 1500)
    index = index_of(Organisation)

    body = index.document_text(index.public_entries([organisation.pk]).get()).body

    assert MOST_IN_BODY - 1000 < len(body) <= MOST_IN_BODY


def test_public_entries_leave_drafts_out():
    draft = OrganisationFactory(draft=True)

    assert not index_of(Organisation).public_entries([draft.pk]).exists()


def test_next_changes_are_the_first_moments_that_are_still_to_come():
    now = timezone.now()
    later = OrganisationFactory(published_at=now + timedelta(hours=2))
    public = OrganisationFactory(published_at=now - timedelta(hours=2))

    changes = index_of(Organisation).next_changes([later.pk, public.pk], now)

    assert changes == {later.pk: later.published_at}


def test_next_changes_of_nothing_are_none():
    assert index_of(Training).next_changes([], timezone.now()) == {}
