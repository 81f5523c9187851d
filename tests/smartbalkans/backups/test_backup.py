"""A backup beside a writer, with what is known of it."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from organisations.models import Organisation
from smartbalkans.backups.archives import verified_manifest
from smartbalkans.backups.backup import back_up
from tests.factories import OrganisationFactory
from tests.smartbalkans.backups.restoring import restore

pytestmark = pytest.mark.django_db(transaction=True)


def test_backup_beside_a_writer_is_of_one_moment(portal, tmp_path):
    first, ended = threading.Event(), threading.Event()

    def write() -> None:
        while not ended.is_set():
            with transaction.atomic():
                OrganisationFactory(name="One")
                OrganisationFactory(name="Other")
            first.set()
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    first.wait(30)
    back_up(tmp_path / "portal.tar")
    ended.set()
    writer.join()
    written = Organisation.objects.filter(name="One").count()

    restore(tmp_path / "portal.tar", "--replace")

    counts = [Organisation.objects.filter(name=name).count() for name in ("One", "Other")]
    assert counts == [counts[0]] * 2
    assert 1 <= counts[0] <= written


def test_backup_states_its_migrations(portal, tmp_path):
    back_up(tmp_path / "portal.tar")

    manifest = verified_manifest(tmp_path / "portal.tar")

    assert {tuple(one) for one in manifest["migrations"]} == set(
        MigrationRecorder(connection).applied_migrations()
    )
