"""The benchmarks run with a few entries: `make bench`, which takes half an hour, is rarely called."""

import pytest

from catalogue.search import sync
from organisations.models import Organisation
from tests.bench import files, growth, importing, page_cache, pages, reading, searching, waiting
from tests.sample_data.entries import make_entries
from tests.writers import database_url

pytestmark = pytest.mark.django_db


def labels(printed):
    """Return the first cell of each row of a table."""
    return [line.split("|")[1].strip() for line in printed.splitlines()]


@pytest.fixture
def _entries():
    make_entries(3)
    sync.process_waiting()


@pytest.mark.usefixtures("_entries")
def test_files_measures_every_way(capsys):
    for way in files.WAYS:
        files.run(way)

    assert labels(capsys.readouterr().out) == list(files.WAYS.values())


@pytest.mark.usefixtures("_entries")
def test_importing_measures_every_way(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(importing, "ROWS", 20)

    for way in ("files", *importing.WAYS):
        importing.run_way(way, tmp_path)

    rows = capsys.readouterr().out.splitlines()
    assert [row.split("|")[1].strip() for row in rows] == list(importing.WAYS.values())
    assert [row.split("|")[5].strip() for row in rows] == ["0, 0", "1, 1", "1, 1", "1, 1", "1, 3"]


@pytest.mark.usefixtures("_entries")
def test_searching_measures_words_lists_and_saving(capsys, monkeypatch):
    monkeypatch.setattr(searching, "TIMES", 1)

    searching.main()

    assert labels(capsys.readouterr().out) == [
        "median of 15, ms",
        "---",
        "a rare word",
        "the most common word",
        "a prefix of two letters",
        *searching.LISTS,
        "what figures keep, read after a change",
        "saving an organisation",
        "the same, and the next search",
        "the same, and the next page of figures",
    ]


@pytest.mark.usefixtures("_entries")
def test_pages_measures_every_page(capsys, monkeypatch):
    monkeypatch.setattr(searching, "TIMES", 1)
    monkeypatch.setitem(pages.PAGES, "last page of the list", "/organisations/")
    for label in ("countries", "towns", "a country"):
        monkeypatch.setitem(pages.PAGES, label, "/countries/")

    pages.main()

    assert labels(capsys.readouterr().out) == ["page", "---", *pages.PAGES]


def test_growth_measures_every_page_and_the_first_look_after_a_change(monkeypatch, settings):
    make_entries(60)
    sync.process_waiting()
    settings.MFA_REQUIRED = False
    monkeypatch.setattr(growth, "NTH", 0)

    times = {label: measure() for label, measure in growth.measured()}

    assert {"home", "organisations, last page", "back office: first page"} <= times.keys()
    assert min(times.values()) > 0


def test_growth_compares_with_the_first_place():
    row = growth.row_of("home", [[2.0, 4.0, 3.0], [3.0, 6.0, 6.0]])

    assert row == "| home | 2.0, 3.0 | 3.0, 6.0 | 1.50, 2.00 |"


@pytest.mark.django_db(transaction=True)
def test_page_cache_is_measured_beside_a_bare_application(capsys, monkeypatch):
    monkeypatch.setattr(page_cache, "CLIENTS", 2)
    monkeypatch.setattr(page_cache, "REQUESTS", 10)
    monkeypatch.setattr(page_cache, "THREADS", (1,))
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.setenv("PAGE_CACHE_BYTES", "1000000")

    page_cache.main()

    assert labels(capsys.readouterr().out) == [
        "processor time of a request, µs",
        "---",
        "the same bytes and headers, without the portal",
        "page cache, exact",
        "page cache, lease of 50 ms",
    ]


def test_reading_reads_every_shape(capsys, monkeypatch):
    monkeypatch.setattr(reading, "LENGTH", 300)

    reading.main()

    printed = capsys.readouterr().out.splitlines()
    assert [line[:28].strip() for line in printed] == list(reading.SHAPES)


@pytest.mark.usefixtures("_entries")
def test_waiting_changes_what_it_measures(monkeypatch, settings):
    settings.MFA_REQUIRED = False
    monkeypatch.setattr(waiting, "MERGED", 4)
    browser = waiting.Browser()

    for work in waiting.WORKS.values():
        work(browser)

    assert Organisation.objects.count() == 2
    assert all(town.endswith("again") for town in Organisation.objects.values_list("town", flat=True))
    assert browser.longest > 0
