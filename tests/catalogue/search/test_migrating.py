"""A migration that rebuilds a table finds no trigger in its way, and leaves the search in step."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalogue.search import registry, sync
from catalogue.search.models import StaleEntry
from tests.factories import SpeakerFactory
from trainings.models import Speaker, Training

pytestmark = pytest.mark.django_db(transaction=True)


def newest(app):
    return next(
        name for label, name in MigrationExecutor(connection).loader.graph.leaf_nodes() if label == app
    )


def refresh():
    for index in registry.all_indexes():
        sync.refresh(index)


def lagging():
    return {index.label: sync.lagging(index) for index in registry.all_indexes() if sync.lagging(index)}


def test_migration_keeps_entries_their_rows_and_their_index():
    training = SpeakerFactory(training__name="Kestrels", name="Ana").training
    refresh()
    last = newest("trainings")

    try:
        call_command("migrate", "trainings", "0003", verbosity=0)
    finally:
        call_command("migrate", "trainings", last, verbosity=0)

    assert Training.objects.get().name == "Kestrels"
    assert Speaker.objects.get().training == training
    assert StaleEntry.objects.filter(kind="trainings.training").count() >= (connection.vendor == "sqlite")
    refresh()
    assert lagging() == {}

    Training.objects.update(name="Falcons")
    assert StaleEntry.objects.filter(kind="trainings.training").count() > 0
    refresh()
    assert lagging() == {}


def test_what_changed_while_triggers_were_missing_is_found():
    SpeakerFactory()
    refresh()
    if connection.vendor == "sqlite":
        sync.make_way(plan=["a migration"])
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER stale_trainings_training_update ON trainings_training")
    Training.objects.update(name="Falcons")
    assert lagging() != {}

    sync.install()

    refresh()
    assert lagging() == {}
