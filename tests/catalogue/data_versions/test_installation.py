"""The triggers are those that the models need, after every migration."""

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations import Migration

from catalogue.data_versions import triggers
from catalogue.data_versions.installation import check_triggers, install
from catalogue.data_versions.models import DataVersion
from catalogue.search.data_tables import tables_by_kind
from tests.factories import TrainingFactory
from trainings.models import Training

pytestmark = pytest.mark.django_db(transaction=True)

DATABASES = ["default"]
TABLE = "trainings_training"


@pytest.fixture(autouse=True)
def right_triggers_afterwards():
    yield
    install(tables_by_kind)


def warnings() -> list[str]:
    return [warning.id for warning in check_triggers(tables_by_kind, databases=DATABASES)]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def drop_a_trigger() -> None:
    on = {"sqlite": "_trainings_training_update", "postgresql": f"changed ON {TABLE}"}[connection.vendor]
    execute(f"DROP TRIGGER data_version{on}" if on[0] == "_" else f"DROP TRIGGER data_version_{on}")


def tokens() -> dict[str, str]:
    return dict(DataVersion.objects.values_list("kind", "token"))


def test_there_is_a_version_of_each_kind_and_nothing_to_warn_of():
    assert (set(tokens()), warnings()) == (set(tables_by_kind()), [])


def test_missing_trigger_is_a_warning_until_the_next_migration():
    drop_a_trigger()
    assert warnings() == ["catalogue.W001"]

    install(tables_by_kind)

    assert warnings() == []


def test_trigger_that_renews_fewer_kinds_is_a_warning():
    fewer = {kind: tables - {TABLE} for kind, tables in tables_by_kind().items() if kind.startswith("org")}
    with connection.cursor() as cursor:
        triggers.install(cursor, {**tables_by_kind(), **fewer})

    assert warnings() == ["catalogue.W001"]


def test_trigger_of_a_table_that_no_kind_is_made_of_is_dropped():
    with connection.cursor() as cursor:
        triggers.install(cursor, {**tables_by_kind(), "another": {"auth_group"}})
    assert warnings() == ["catalogue.W001"]

    install(tables_by_kind)

    assert warnings() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's triggers cannot be disabled")
def test_disabled_trigger_or_other_function_is_a_warning():
    found = []
    for sql in (
        f"ALTER TABLE {TABLE} DISABLE TRIGGER {triggers.CHANGED}",
        "ALTER TABLE catalogue_pendingrenewal DISABLE TRIGGER data_version_renew",
        "CREATE OR REPLACE FUNCTION data_version_renew() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NULL; END $$",
    ):
        execute(sql)
        found += warnings()
        install(tables_by_kind)

    assert (found, warnings()) == (["catalogue.W001"] * 3, [])


def test_migration_renews_all_versions():
    before = tokens()

    install(tables_by_kind)

    after = tokens()
    assert [kind for kind in before if before[kind] == after[kind]] == []


def test_migration_that_changes_rows_leaves_triggers_that_work():
    TrainingFactory()
    plan = [(Migration("a_migration", "trainings"), False)]
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    Training.objects.update(name="Falcons")
    emit_post_migrate_signal(0, False, connection.alias, plan=plan)
    before = tokens()

    Training.objects.update(name="Kestrels")

    assert (warnings(), tokens()["trainings.training"] != before["trainings.training"]) == ([], True)


def test_flush_leaves_a_version_of_each_kind():
    call_command("flush", interactive=False, verbosity=0)

    assert (set(tokens()), warnings()) == (set(tables_by_kind()), [])
