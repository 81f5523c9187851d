"""Whatever writes renews the versions of the data, in its own transaction."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue.data_versions.models import DataVersion, PendingRenewal
from organisations.models import Goal, Grant, Organisation, Theme
from tests.factories import GoalFactory, GrantFactory, OrganisationFactory, ThemeFactory, TrainingFactory
from tests.threads import run_together, start
from trainings.models import Training

ORGANISATIONS, GRANTS = "organisations.organisation", "organisations.grant"
PROJECTS, TRAININGS = "projects.project", "trainings.training"
ONLY_ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's transactions")


def versions() -> dict[str, str]:
    return dict(DataVersion.objects.with_current().values_list("kind", "current"))


def renewed_since(before: dict[str, str]) -> set[str]:
    return {kind for kind, current in versions().items() if before[kind] != current}


def raise_amount() -> None:
    Grant.objects.update(amount=1_000_000, currency="EUR")


def run_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_grant SET amount = 5, currency = 'EUR'")


WRITES = {
    "save": lambda: Grant.objects.get().save(),
    "update": raise_amount,
    "bulk_update": lambda: Grant.objects.bulk_update(list(Grant.objects.all()), ["amount"]),
    "bulk_create": lambda: Grant.objects.bulk_create(
        [Grant(slug="new", recipient=Organisation.objects.first())]
    ),
    "delete": lambda: Grant.objects.get().delete(),
    "SQL": run_sql,
}


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES)
def test_every_write_renews_the_versions_of_what_is_made_of_the_table(write):
    GrantFactory()
    before = versions()

    WRITES[write]()

    assert {GRANTS, ORGANISATIONS, PROJECTS} == renewed_since(before)


@pytest.mark.django_db
def test_rows_and_links_renew_the_versions_too():
    organisation, theme, goal = OrganisationFactory(), ThemeFactory(), GoalFactory()
    found = []
    for write in (
        lambda: organisation.themes.add(theme),
        lambda: Goal.objects.filter(pk=goal.pk).update(order=5),
        lambda: Theme.objects.update(name="Peace"),
    ):
        before = versions()
        write()
        found.append(renewed_since(before))

    assert found == [{ORGANISATIONS, GRANTS}, {ORGANISATIONS}, {ORGANISATIONS, GRANTS, PROJECTS}]


@pytest.mark.django_db
def test_each_change_within_a_transaction_renews_the_version():
    TrainingFactory()
    seen = [versions()[TRAININGS]]

    for name in ("One", "Two", "Two"):
        Training.objects.update(name=name)
        seen.append(versions()[TRAININGS])

    assert len(set(seen)) == 4


@pytest.mark.django_db
def test_version_is_that_from_before_after_a_rollback():
    TrainingFactory()
    before = versions()

    with transaction.atomic():
        Training.objects.update(name="Kestrel")
        assert renewed_since(before) == {TRAININGS, ORGANISATIONS}
        transaction.set_rollback(True)

    assert renewed_since(before) == set()


@pytest.mark.django_db(transaction=True)
def test_commit_renews_the_versions_for_everybody():
    GrantFactory()
    before = dict(DataVersion.objects.values_list("kind", "token"))

    raise_amount()

    after = dict(DataVersion.objects.values_list("kind", "token"))
    assert {kind for kind in after if before[kind] != after[kind]} == {GRANTS, ORGANISATIONS, PROJECTS}
    assert PendingRenewal.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_rolled_back_transaction_renews_nothing():
    GrantFactory()
    before = dict(DataVersion.objects.values_list("kind", "token"))

    with transaction.atomic():
        raise_amount()
        transaction.set_rollback(True)

    assert dict(DataVersion.objects.values_list("kind", "token")) == before
    assert (renewed_since(before), PendingRenewal.objects.count()) == (set(), 0)


@pytest.mark.django_db(transaction=True)
def test_change_beside_a_rolled_back_savepoint_is_committed():
    GrantFactory()
    before = versions()

    with transaction.atomic():
        with transaction.atomic():
            raise_amount()
            transaction.set_rollback(True)
        Training.objects.create(name="Kestrel", slug="kestrel")

    assert renewed_since(before) == {TRAININGS, ORGANISATIONS}


@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_transaction_has_one_pending_row_a_kind_however_much_it_changes():
    TrainingFactory()

    with transaction.atomic():
        for number in range(100):
            Training.objects.update(name=f"Kestrel {number}")
        pending = set(PendingRenewal.objects.values_list("kind", "is_due"))
        count = PendingRenewal.objects.count()

    assert (pending, count) == ({(TRAININGS, False), (ORGANISATIONS, False)}, 2)
    assert PendingRenewal.objects.count() == 0


@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_truncate_renews_the_versions():
    GoalFactory()
    before = versions()

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE organisations_goal")

    assert renewed_since(before) == {ORGANISATIONS}


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_editor_does_not_wait_for_the_open_transaction_of_another():
    first, second = TrainingFactory.create_batch(2)

    def save_second() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            Training.objects.filter(pk=second.pk).update(name="Second")

    with transaction.atomic():
        Training.objects.filter(pk=first.pk).update(name="First")
        outcome = start(save_second).finish()
        seen_before_the_commit = versions()

    assert outcome is None
    assert set(Training.objects.values_list("name", flat=True)) == {"First", "Second"}
    assert renewed_since(seen_before_the_commit) == {TRAININGS, ORGANISATIONS}


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_change_of_an_open_transaction_renews_nothing_for_others():
    training = TrainingFactory()
    before = versions()

    with transaction.atomic():
        Training.objects.filter(pk=training.pk).update(name="Kestrel")
        seen = start(renewed_since, before).finish()
    seen_later = start(renewed_since, before).finish()

    assert [seen, seen_later] == [set(), {TRAININGS, ORGANISATIONS}]


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_commits_that_change_the_same_kinds_in_opposite_order_do_not_deadlock():
    TrainingFactory(), GrantFactory()
    together = threading.Barrier(2, timeout=30)

    def write(*writes) -> None:
        for number in range(30):
            together.wait()
            with transaction.atomic():
                for one in writes:
                    one(number)

    def add_theme(number) -> None:
        ThemeFactory(slug=f"{threading.get_ident()}-{number}")

    def add_training(number) -> None:
        TrainingFactory(slug=f"{threading.get_ident()}-{number}")

    outcomes = run_together(lambda: write(add_theme, add_training), lambda: write(add_training, add_theme))

    assert (outcomes, Theme.objects.count(), PendingRenewal.objects.count()) == ([None, None], 60, 0)


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@ONLY_ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_commit_that_waits_for_a_foreign_key_does_not_lock_the_versions():
    organisation = OrganisationFactory()

    with transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).delete()
        adding = start(lambda: Goal.objects.create(organisation=organisation, text="Kestrel"))
        wait_for_a_lock()
    outcome = adding.finish()

    assert type(outcome) is IntegrityError
    assert (Organisation.objects.count(), Goal.objects.count()) == (0, 0)


def wait_for_a_lock() -> None:
    """Return when another connection waits for a lock that this one has."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
