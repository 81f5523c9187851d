"""A migration can rebuild a table despite the triggers, and leaves the index up to date."""

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations import Migration

from catalogue.search import registry, sync
from catalogue.search.models import StaleEntry
from tests.factories import SpeakerFactory
from tests.writers import write_elsewhere
from trainings.models import Speaker, Training

pytestmark = pytest.mark.django_db(transaction=True)


def widen_town(max_length):
    """Run a migration that alters a column, for which SQLite rebuilds the table."""
    old = Training._meta.get_field("town")
    new = old.clone()
    new.set_attributes_from_name(old.name)
    new.model, new.max_length = Training, max_length
    plan = [(Migration("widen_town", "trainings"), False)]
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    with connection.schema_editor() as editor:
        editor.alter_field(Training, old, new)
    emit_post_migrate_signal(0, False, connection.alias, plan=plan)


def outdated():
    return {
        index.label: sync.outdated_keys(index)
        for index in registry.all_indexes()
        if sync.outdated_keys(index)
    }


def test_migration_keeps_entries_their_rows_and_their_index():
    training = SpeakerFactory(training__name="Kestrels", name="Ana").training
    sync.process_waiting()

    try:
        widen_town(300)
    finally:
        widen_town(Training._meta.get_field("town").max_length)

    assert Training.objects.get().name == "Kestrels"
    assert Speaker.objects.get().training == training
    assert (StaleEntry.objects.count(), outdated()) == (0, {})

    write_elsewhere("UPDATE trainings_training SET name = 'Falcons'")
    assert StaleEntry.objects.filter(kind="trainings.training").count() > 0
    sync.process_waiting()
    assert outdated() == {}


def test_what_changed_while_triggers_were_missing_is_found():
    SpeakerFactory()
    sync.process_waiting()
    if connection.vendor == "sqlite":
        sync.drop_triggers(plan=["a migration"])
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER stale_trainings_training_update ON trainings_training")
    Training.objects.update(name="Falcons")
    assert outdated() != {}

    sync.install()

    sync.process_waiting()
    assert outdated() == {}
