"""The figures for Prometheus, and who may read them."""

import os
import re
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from catalogue.mail.models import OutboxMessage
from smartbalkans.contact.models import Report
from smartbalkans.monitoring import metrics
from smartbalkans.monitoring.counters import BOUNDS, RequestCounters
from smartbalkans.page_cache.counts import count, counters
from tests.writers import disconnect, gone, wait_until

pytestmark = pytest.mark.django_db
OPERATING = Path(__file__).resolve().parents[3] / "docs" / "operating.md"
TOKEN = "a long token that nobody can guess"  # noqa: S105


def samples_of(response) -> dict[str, str]:
    lines = response.content.decode().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_metrics_are_requests_and_their_times(client, monkeypatch):
    counters = RequestCounters()
    monkeypatch.setattr(metrics, "REQUESTS", counters)
    counters.count("GET", 200, 0.002)
    counters.count("GET", 204, 0.03)
    counters.count("POST", 503, 60)

    response = client.get("/metrics")

    own = f'process="{os.getpid()}"'
    samples = samples_of(response)
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert {name: samples[name] for name in samples if name.startswith("portal_requests_total")} == {
        f'portal_requests_total{{method="GET",status="2xx",{own}}}': "2",
        f'portal_requests_total{{method="POST",status="5xx",{own}}}': "1",
    }
    counts = [samples[f'portal_request_seconds_bucket{{le="{le}",{own}}}'] for le in (*BOUNDS, "+Inf")]
    assert counts == ["0", "1", "1", "1", *["2"] * 8, "3"]
    assert samples[f"portal_request_seconds_count{{{own}}}"] == "3"
    assert float(samples[f"portal_request_seconds_sum{{{own}}}"]) == pytest.approx(60.032)


def test_each_metric_has_help_and_type_once(client):
    lines = client.get("/metrics").content.decode().splitlines()

    described = [line.split()[2] for line in lines if line.startswith("# HELP")]
    typed = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert described == typed
    assert len(set(typed)) == len(typed)


def test_metrics_that_the_docs_name_exist(client, monkeypatch):
    counters = RequestCounters()
    monkeypatch.setattr(metrics, "REQUESTS", counters)
    counters.count("GET", 500, 1)
    named = set(re.findall(r"\b(portal_\w+)(?:{(.+?)})?", OPERATING.read_text(encoding="utf-8")))

    lines = client.get("/metrics").content.decode().splitlines()

    if connection.vendor == "sqlite":
        named.remove(("portal_database_requests_waiting", ""))
    unknown = [
        (name, label)
        for name, label in named
        if not any(re.match(rf"{name}[ {{]", line) and label in line for line in lines)
    ]
    assert ("portal_mail", 'status="failed"') in named
    assert unknown == []


def test_metrics_count_mail_that_waits_and_mail_that_failed(client):
    now = timezone.now()
    for sent_at, next_attempt_at in ((None, now), (None, now), (None, None), (now, None)):
        OutboxMessage.objects.create(
            address="ana@example.org", sent_at=sent_at, next_attempt_at=next_attempt_at
        )

    samples = samples_of(client.get("/metrics"))

    assert samples['portal_mail{status="waiting"}'] == "2"
    assert samples['portal_mail{status="failed"}'] == "1"


def test_metrics_count_open_reports_and_waiting_changes(client):
    for status in (Report.Status.NEW, Report.Status.IN_PROGRESS):
        Report.objects.create(what="Wrong", status=status)
    Report(what="Wrong", status=Report.Status.CLOSED).save()

    samples = samples_of(client.get("/metrics"))

    assert (samples["portal_reports_open"], samples["portal_search_waiting"]) == ("2", "0")


def test_metrics_have_the_page_cache(client):
    count("hits")

    samples = samples_of(client.get("/metrics"))

    process = f'process="{os.getpid()}"'
    assert int(samples[f'portal_page_cache_total{{outcome="hits",{process}}}']) == counters()["hits"] > 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_metrics_have_the_pool(client):
    samples = samples_of(client.get("/metrics"))

    own = f'{{process="{os.getpid()}"}}'
    assert int(samples[f"portal_database_pool_size{own}"]) >= 1
    assert samples[f"portal_database_requests_errors_total{own}"] == "0"


@pytest.mark.django_db(transaction=True)
def test_metrics_of_the_process_outlast_the_database(client, monkeypatch):
    with gone(monkeypatch):
        response = client.get("/metrics")

    samples = samples_of(response)
    own = f'{{process="{os.getpid()}"}}'
    shared = [name for name in samples if name.startswith(("portal_search", "portal_reports", "portal_mail"))]
    assert response.status_code == 200
    assert (samples[f"portal_database_up{own}"], shared) == ("0", [])
    assert samples[f"portal_request_seconds_count{own}"]
    assert samples_of(client.get("/metrics"))[f"portal_database_up{own}"] == "1"


@pytest.mark.django_db(transaction=True)
def test_error_of_the_portal_itself_is_not_reported_as_a_database_that_is_away(client, monkeypatch):
    monkeypatch.setattr(Report._meta, "db_table", "no_such_table")

    with pytest.raises(DatabaseError, match="no_such_table"):
        client.get("/metrics")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@pytest.mark.django_db(transaction=True)
def test_metrics_do_not_wait_behind_requests(client, monkeypatch):
    disconnect()
    monkeypatch.setitem(
        connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 1, "timeout": 30}
    )
    connection.ensure_connection()
    pool, only = connection.pool, connection.connection
    waiting = threading.Thread(target=lambda: pool.putconn(pool.getconn()))
    waiting.start()
    wait_until(lambda: pool.get_stats()["requests_waiting"] == 1)
    connection.connection = None

    samples = samples_of(client.get("/metrics"))

    own = f'{{process="{os.getpid()}"}}'
    assert waiting.is_alive()
    assert samples[f"portal_database_requests_waiting{own}"] == "1"
    assert samples[f"portal_database_up{own}"] == "0"
    pool.putconn(only)
    waiting.join()
    disconnect()


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "Via"])
def test_metrics_are_refused_through_a_proxy(client, header):
    response = client.get("/metrics", headers={header: "for=127.0.0.1"})

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("address", ["203.0.113.5", "unknown"])
def test_metrics_are_refused_from_elsewhere(client, address):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 401


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Basic {TOKEN}", 401),
        ("Bearer no", 401),
        ("", 401),
    ],
)
def test_token_is_required_when_it_is_set(client, settings, header, expected):
    settings.METRICS_TOKEN = TOKEN

    statuses = [
        client.get("/metrics", headers={"authorization": header}, REMOTE_ADDR=address).status_code
        for address in ("127.0.0.1", "203.0.113.5")
    ]

    assert statuses == [expected, expected]
