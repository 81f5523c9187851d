"""What a person has done to entries of a kind."""

from datetime import timedelta

import pytest

from catalogue.review.models import ReviewComment
from catalogue.review.records import Action, record
from organisations.models import Organisation
from tests.factories import OrganisationFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_what_a_person_has_done_since_a_moment_is_of_one_kind_and_action(people, entry):
    author, publisher = people["author"], people["publisher"]
    record(entry, Action.SENT, "Early", author)
    early = ReviewComment.objects.get()
    ReviewComment.objects.update(created_at=early.created_at - timedelta(hours=1))
    record(OrganisationFactory(draft=True), Action.SENT, "Wanted", author)
    record(entry, Action.COMMENT, "Another action", author)
    record(entry, Action.SENT, "Another person", publisher)
    record(ProjectFactory(draft=True), Action.SENT, "Another kind", author)

    found = ReviewComment.objects.recorded_since(early.created_at, Organisation, Action.SENT, author)

    assert [comment.text for comment in found] == ["Wanted"]
