"""Whom an action on an entry concerns."""

import pytest
from django.contrib.auth.models import User

from catalogue.notices.models import Notice
from catalogue.review.records import Action, assign, record
from tests.catalogue.review.notified import names, notified

pytestmark = pytest.mark.django_db


def test_what_waits_for_a_review_concerns_all_who_may_publish_it(people, entry):
    record(entry, Action.SENT, "New since May", people["author"])

    title = "Ana Ilić sent “Civic Union” for review"
    assert notified() == [("administrator", title), ("publisher", title)]
    assert Notice.objects.first().text == "New since May"


def test_what_is_assigned_concerns_that_person_instead(people, entry):
    assign(entry, people["publisher"], people["administrator"])
    Notice.objects.all().delete()

    record(entry, Action.SENT, "", people["author"])

    assert names() == ["publisher"]


@pytest.mark.parametrize(
    ("action", "title"),
    [
        (Action.RETURNED, "publisher sent “Civic Union” back"),
        (Action.PUBLISHED, "publisher published “Civic Union”"),
        (Action.SCHEDULED, "publisher scheduled “Civic Union”"),
        (Action.COMMENT, "publisher commented on “Civic Union”"),
    ],
)
def test_action_concerns_author_assignee_and_who_commented_before(people, entry, action, title):
    record(entry, Action.COMMENT, "Looks good", people["editor"])
    assign(entry, people["administrator"], people["publisher"])
    Notice.objects.all().delete()

    record(entry, action, "Look again", people["publisher"])

    assert notified() == [(name, title) for name in ("administrator", "author", "editor")]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_no_longer_works_here_is_not_notified(people, entry, change):
    User.objects.filter(username="author").update(**change)

    record(entry, Action.RETURNED, "Look again", people["publisher"])

    assert notified() == []


def test_who_may_no_longer_see_the_entry_is_not_notified(people, entry):
    people["author"].groups.clear()

    record(entry, Action.RETURNED, "Look again", people["publisher"])

    assert notified() == []
