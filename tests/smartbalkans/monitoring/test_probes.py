"""The probes: what each asks, and what it answers when something is missing."""

import threading

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from catalogue.search import registry
from catalogue.search.models import SearchClock
from organisations.models import Organisation
from smartbalkans.monitoring import probes

INDEX = registry.index_of(Organisation)
ALL_OK = {"uploads": "ok", "database": "ok", "migrations": "ok", "search": "ok"}


def test_livez_does_not_ask_the_database():
    # Without the mark for the database, pytest-django refuses every query.
    response = Client().get("/livez")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_answers_when_the_database_does(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/livez", "/readyz", "/metrics"])
def test_probes_are_not_redirected_to_https(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True

    statuses = [client.get(address).status_code for address in (path, "/about/")]

    assert statuses == [200, 301]


@pytest.mark.django_db(transaction=True)
def test_readyz_lists_every_check(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ready", "checks": ALL_OK})


@pytest.mark.django_db(transaction=True)
def test_readyz_names_a_missing_migration(client):
    last = MigrationRecorder.Migration.objects.filter(app="projects").latest("pk")
    last.delete()

    response = client.get("/readyz")

    MigrationRecorder.Migration.objects.create(app=last.app, name=last.name)
    assert response.status_code == 503
    assert response.json()["checks"] == ALL_OK | {"migrations": f"not applied: projects.{last.name}"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("step", "expected"), [(-1, (503, "outdated: Organisations")), (1, (200, "ok"))], ids=["older", "newer"]
)
def test_readyz_refuses_an_older_search_index_and_serves_a_newer_one(client, step, expected):
    SearchClock.objects.filter(kind=INDEX.kind).update(index_version=INDEX.version + step)

    response = client.get("/readyz")

    SearchClock.objects.filter(kind=INDEX.kind).update(index_version=INDEX.version)
    assert (response.status_code, response.json()["checks"]["search"]) == expected


@pytest.mark.django_db(transaction=True)
def test_readyz_refuses_a_disk_that_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"

    response = client.get("/readyz")

    assert (response.status_code, response.json()["checks"]) == (503, ALL_OK | {"uploads": "failed"})


@pytest.mark.django_db(transaction=True)
def test_checks_that_hang_are_late_and_run_once():
    hanging, started = threading.Event(), []

    def hang() -> str:
        started.append(1)
        hanging.wait(30)
        return "ok"

    checks = {"quick": lambda: "ok", "hanging": hang}
    results = [probes.run(checks, 0.2), probes.run(checks, 0.2)]
    hanging.set()

    assert results == [
        {"quick": "ok", "hanging": probes.LATE},
        {"quick": probes.LATE, "hanging": probes.LATE},
    ]
    assert probes.run({"quick": lambda: "ok"}, 30) == {"quick": "ok"}
    assert started == [1]
