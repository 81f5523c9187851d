"""What a process that is killed in the middle of its work leaves can be read, continued and searched."""

import signal
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from reversion.models import Version

from catalogue.publishing.models import BulkRun
from organisations.models import Organisation
from projects.models import Partner, Project
from tests.catalogue.publishing.statuses import COMPLETE
from tests.factories import GoalFactory, OrganisationFactory, PartnerFactory
from tests.killed import run, run_and_kill

pytestmark = [pytest.mark.attack, pytest.mark.django_db(transaction=True)]

BEFORE = "Version before the first recorded change"
MERGED = "Merged “Civic Aliance” into “Civic Alliance”"


@pytest.fixture(autouse=True)
def _person():
    User.objects.create_superuser("publisher", password="unused")


def comments(entry) -> list[str]:
    """Return the comments of the versions of an entry, oldest first."""
    versions = Version.objects.get_for_object(entry).order_by("pk")
    return list(versions.values_list("revision__comment", flat=True))


def writes_of(attack_round: int, number: int) -> int:
    """Return after which of so many writes to kill in a round: in the middle first, then all over."""
    return 1 + (number // 2 + attack_round * 7) % number


def check_search() -> list[str]:
    """Check that nothing is wrong in the search index, and return what the next writer leaves in it."""
    call_command("rebuild_search", "--check", stdout=StringIO())
    OrganisationFactory(name="The next writer")
    output = StringIO()
    call_command("rebuild_search", "--check", stdout=output)
    lines = output.getvalue().splitlines()
    return [
        line for line in lines if "waiting" in line and ": 0 waiting to be processed, 0 wrong" not in line
    ]


def test_entry_is_saved_with_its_rows_or_not_at_all(attack_round):
    organisation = OrganisationFactory(name="Civic Alliance")
    GoalFactory(organisation=organisation, text="Free media", order=1)

    def state():
        organisation.refresh_from_db()
        goals = organisation.goals.values_list("text", flat=True)
        return organisation.name, list(goals), len(comments(organisation))

    before, after = ("Civic Alliance", ["Free media"], 0), ("Civic Union", ["Free media", "Clean rivers"], 2)

    assert run_and_kill("save", writes_of(attack_round, 10)) == -signal.SIGKILL

    left = state()
    assert left in (before, after)
    assert check_search() == []
    Organisation.objects.exclude(pk=organisation.pk).delete()
    if left == before:
        run("save")
    assert state() == after


def test_merge_moves_each_row_with_its_history_and_is_continued_by_merging_again(attack_round):
    kept, gone = (OrganisationFactory(name=name) for name in ("Civic Alliance", "Civic Aliance"))
    GoalFactory(organisation=gone, text="Clean rivers")
    for _number in range(5):
        PartnerFactory(organisation=gone)

    def history():
        """Return whether each project has the organisation that is kept, with its history."""
        return [
            (partner.organisation == kept, comments(partner.project))
            for partner in Partner.objects.select_related("organisation", "project")
        ]

    moved, unmoved = (True, [BEFORE, MERGED]), (False, [])

    assert run_and_kill("merge", writes_of(attack_round, 50)) == -signal.SIGKILL

    left = history()
    assert [one for one in left if one not in (moved, unmoved)] == []
    assert check_search() == []
    Organisation.objects.exclude(pk__in=[kept.pk, gone.pk]).delete()
    if Organisation.objects.count() == 2:
        run("merge")
    assert history() == [moved] * 5
    assert [goal.text for goal in Organisation.objects.get().goals.all()] == ["Clean rivers"]


def test_bulk_action_changes_each_entry_once_and_is_continued(attack_round):
    entries = [OrganisationFactory(draft=True, **COMPLETE) for _number in range(5)]

    assert run_and_kill("publish", writes_of(attack_round, 34)) == -signal.SIGKILL

    run_left = BulkRun.objects.first()
    published = Organisation.objects.published().count()
    assert published == (run_left.changed if run_left else published // 5 * 5)
    assert check_search() == []
    Organisation.objects.exclude(pk__in=[entry.pk for entry in entries]).delete()
    run("publish")
    assert Organisation.objects.published().count() == 5
    assert [comments(entry) for entry in entries] == [[BEFORE, "Published"]] * 5


def test_programme_is_loaded_as_a_whole_or_not_at_all(attack_round):
    assert run_and_kill("seed", writes_of(attack_round, 279)) == -signal.SIGKILL

    left = Organisation.objects.count(), Project.objects.count()
    assert check_search() == []
    Organisation.objects.filter(name="The next writer").delete()
    run("seed")
    whole = Organisation.objects.count(), Project.objects.count()
    assert left in ((0, 0), whole)
    assert {tuple(comments(one)) for one in Project.objects.all()} == {
        ("Loaded with the programme's entries",)
    }
