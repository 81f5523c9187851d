"""A proposed version stored, and merged with what others have changed meanwhile."""

import pytest

from catalogue.history.versions import states_now
from catalogue.proposals.states import as_json, from_json, merged, with_own_keys
from projects.models import Activity, Project
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = ProjectFactory(summary="Old text.")
    for number, text in enumerate(("First", "Second", "Third"), 1):
        Activity.objects.create(project=project, order=number, text=text)
    return project


def state_of(project):
    return states_now(Project, [project.pk])[project.pk]


def rewrite(project, text, new_text):
    project.activities.filter(text=text).update(text=new_text)


def texts(state):
    return [(part.fields["order"], part.fields["text"]) for part in state.rows["activities"].values()]


def test_state_is_the_same_after_it_was_stored(project):
    state = state_of(project)

    assert from_json(as_json(state)) == state


def test_rows_changed_on_both_sides_are_merged(project):
    base = state_of(project)
    rewrite(project, "First", "First, corrected")
    project.activities.filter(text="Second").delete()
    Activity.objects.create(project=project, order=4, text="Theirs")
    now = state_of(project)
    Activity.objects.all().delete()
    Activity.objects.bulk_create(
        Activity(pk=int(key), project=project, order=order, text=text)
        for (key, part), order, text in zip(
            base.rows["activities"].items(), (1, 2, 3), ("First", "Second", "Third, proposed"), strict=True
        )
    )

    found = merged(base, state_of(project), now)

    assert texts(found) == [(1, "First, corrected"), (2, "Third, proposed"), (3, "Theirs")]


def test_changed_row_that_others_deleted_is_kept(project):
    base = state_of(project)
    rewrite(project, "Second", "Second, proposed")
    proposed = state_of(project)
    project.activities.filter(text="Second, proposed").delete()

    found = merged(base, proposed, state_of(project))

    assert texts(found) == [(1, "First"), (2, "Second, proposed"), (3, "Third")]


def test_deleted_row_stays_deleted(project):
    base = state_of(project)
    project.activities.filter(text="Second").delete()

    found = merged(base, state_of(project), base)

    assert texts(found) == [(1, "First"), (2, "Third")]


def test_status_is_not_proposed(project):
    base = state_of(project)
    Project.objects.update(published_at=None, stage="withdrawn", summary="New text.")

    found = merged(base, state_of(project), base)

    assert found.entry.fields["summary"] == "New text."
    assert (found.entry.fields["published_at"], found.entry.fields["stage"]) == (
        base.entry.fields["published_at"],
        "",
    )


def test_new_rows_get_keys_that_no_stored_row_has(project):
    now = state_of(project)
    Activity.objects.create(project=project, order=4, text="Fourth")
    Activity.objects.create(project=project, order=5, text="Fifth")
    first = with_own_keys(project, state_of(project), now)

    again = with_own_keys(project, first, now)

    keys = list(first.rows["activities"])
    assert keys[:3] == list(now.rows["activities"])
    assert [int(key) < 0 for key in keys[3:]] == [True, True]
    assert len(set(keys)) == 5
    assert again == first
