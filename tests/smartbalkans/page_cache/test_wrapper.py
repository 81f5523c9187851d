"""What the page cache keeps, how many ask Django at a time, and what it does without a database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from organisations.models import Organisation
from smartbalkans.page_cache import counters, store, wrapper
from smartbalkans.page_cache.wrapper import PageCache, with_page_cache
from tests.addresses import addresses, make_what_is_public
from tests.factories import OrganisationFactory
from tests.threads import run_together
from tests.writers import gone, wait_until
from tests.wsgi import page_cache, request

pytestmark = pytest.mark.django_db(transaction=True)

STALE = '110 - "Response is Stale"'


class Application:
    """An application that counts how often it is asked, and answers with a response that Django made."""

    def __init__(self, make: Callable[[], HttpResponse]):
        self.make = make
        self.asked: list[dict] = []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        response = self.make()
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response


def with_cookie() -> HttpResponse:
    response = HttpResponse("page")
    response.set_cookie("a", "b")
    return response


NOT_KEPT = {
    "missing page": lambda: HttpResponse("page", status=404),
    "redirect": lambda: HttpResponse(status=301, headers={"Location": "/"}),
    "error": lambda: HttpResponse("page", status=500),
    "cookie": with_cookie,
    "private": lambda: HttpResponse("page", headers={"Cache-Control": "private"}),
    "no-store": lambda: HttpResponse("page", headers={"Cache-Control": "max-age=0, No-Store"}),
    "no-cache": lambda: HttpResponse("page", headers={"Cache-Control": "no-cache"}),
    "other headers": lambda: HttpResponse("page", headers={"Vary": "User-Agent"}),
    "any header": lambda: HttpResponse("page", headers={"Vary": "*"}),
    "stream": lambda: StreamingHttpResponse(iter(["pa", "ge"])),
    "file": lambda: FileResponse(iter([b"page"])),
}
KEPT = {
    "page": lambda: HttpResponse("page"),
    "public page": lambda: HttpResponse("page", headers={"Cache-Control": "public, max-age=60"}),
    "page in a language": lambda: HttpResponse("page", headers={"Vary": "Accept-Language, Cookie"}),
}


@pytest.mark.parametrize("way", NOT_KEPT)
def test_answer_that_is_not_for_everybody_or_not_whole_is_not_kept(way):
    application = Application(NOT_KEPT[way])
    expected = NOT_KEPT[way]()

    with page_cache(application) as cache:
        received = [request(cache, "/page/") for _ in range(2)]

    assert (len(application.asked), len(cache.store)) == (2, 0)
    assert [one.status for one in received] == [expected.status_code] * 2
    assert [one.body for one in received] == [expected.getvalue()] * 2
    for name, value in expected.items():
        assert name == "Vary" or received[0].headers[name] == value


@pytest.mark.parametrize("way", KEPT)
def test_answer_for_everybody_is_kept(way):
    application = Application(KEPT[way])

    with page_cache(application) as cache:
        bodies = {request(cache, "/page/", method).body for method in ("GET", "GET", "HEAD")}

    assert (len(application.asked), bodies) == (1, {b"page", b""})


def test_page_comes_from_the_request_of_head_too():
    application = Application(KEPT["page"])

    with page_cache(application) as cache:
        head, page = request(cache, "/page/", "HEAD"), request(cache, "/page/")

    assert [asked["REQUEST_METHOD"] for asked in application.asked] == ["GET"]
    assert (head.body, page.body, head.headers) == (b"", b"page", page.headers)


def test_request_that_may_not_be_kept_is_passed_as_it_came():
    application = Application(KEPT["page"])

    with page_cache(application) as cache:
        for _ in range(2):
            request(cache, "/admin/", cookie="sessionid=a", accept_encoding="gzip", if_none_match='"a"')

    assert [asked["HTTP_COOKIE"] for asked in application.asked] == ["sessionid=a"] * 2
    assert [asked["HTTP_IF_NONE_MATCH"] for asked in application.asked] == ['"a"'] * 2
    assert cache.versions.last == ("", None)


def test_outcome_is_noted_for_the_log_and_counted():
    before, environs = counters(), []

    def noted(environ, start_response):
        environs.append(environ)
        return cache(environ, start_response)

    with page_cache(Application(KEPT["page"])) as cache:
        for address in ("/page/", "/page/", "/admin/"):
            request(noted, address)

    assert [environ.get(wrapper.OUTCOME) for environ in environs] == ["miss", "hit", None]
    after = counters()
    assert {name: after[name] - before[name] for name in after} == {
        **{"hits": 1, "misses": 1, "stale": 0, "evicted": 0},
    }


def test_cache_without_space_is_none(settings):
    settings.PAGE_CACHE_BYTES = 0
    application = WSGIHandler()

    assert with_page_cache(application) is application


def test_every_public_page_from_the_cache_is_that_of_django():
    make_what_is_public(author=None)
    django, found = WSGIHandler(), list(addresses())

    with page_cache() as cache:
        for address in found:
            request(cache, address)
        hits = counters()["hits"]
        for address in filter(is_same_each_time, found):
            for encoding in ("", "gzip"):
                sent, right = (request(one, address, accept_encoding=encoding) for one in (cache, django))
                assert (sent.status, sent.content) == (right.status, right.content), address
                assert set(sent.headers) ^ set(right.headers) <= {"Content-Encoding"}, address
                # Django adds up to 100 random bytes to what it compresses.
                assert len(sent.body) <= len(right.body) + 100, address
        hits = counters()["hits"] - hits

    assert hits == 2 * len(cache.store)


def is_same_each_time(address: str) -> bool:
    """Return whether two responses are the same: a file also states when it was made."""
    return not address.endswith((".csv", ".xlsx", ".zip", "/data.json", "iati.xml", "360giving.json", ".ics"))


def in_threads(number: int, cache: PageCache, work: Callable[[], object]) -> list:
    """Run a function in several threads of a cache at once, and return what it returned or raised."""

    def run() -> object:
        try:
            return work()
        finally:
            cache.close()

    return run_together(*[run] * number)


class CountingEvent(threading.Event):
    """An event that counts the threads that wait for it."""

    def __init__(self):
        super().__init__()
        self.waiting = 0

    def wait(self, timeout=None):
        self.waiting += 1
        return super().wait(timeout)


def number_waiting(cache: PageCache) -> int:
    """Return how many threads wait for the one page that is being made."""
    (making,) = cache.store._makings.values()
    return making.ended.waiting


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_one_thread_makes_a_page_while_others_wait(monkeypatch):
    monkeypatch.setattr(store, "Event", CountingEvent)

    def make() -> HttpResponse:
        wait_until(lambda: number_waiting(cache) == 7)
        return HttpResponse("page")

    application = Application(make)
    with page_cache(application) as cache:
        received = in_threads(8, cache, lambda: request(cache, "/page/").body)

    assert (received, len(application.asked)) == ([b"page"] * 8, 1)


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_error_of_the_thread_that_makes_a_page_frees_the_others(monkeypatch):
    monkeypatch.setattr(store, "Event", CountingEvent)

    def make() -> HttpResponse:
        if len(application.asked) == 1:
            wait_until(lambda: number_waiting(cache) == 3)
            raise ValueError
        return HttpResponse("page")

    application = Application(make)
    with page_cache(application) as cache:
        received = in_threads(4, cache, lambda: request(cache, "/page/").body)
        assert cache.store._makings == {}

    assert [type(one) for one in received if one != b"page"] == [ValueError]
    assert received.count(b"page") == 3


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
def test_thread_does_not_wait_forever_for_a_page(monkeypatch):
    monkeypatch.setattr(wrapper, "SECONDS_TO_WAIT", 0.1)
    others_are_done = threading.Event()

    def make() -> HttpResponse:
        if len(application.asked) == 1:
            others_are_done.wait(30)
        return HttpResponse("page")

    def ask() -> bytes:
        body = request(cache, "/page/").body
        if len(application.asked) == 3:
            others_are_done.set()
        return body

    application = Application(make)
    with page_cache(application) as cache:
        received = in_threads(3, cache, ask)

    assert (received, others_are_done.is_set()) == ([b"page"] * 3, True)


def test_page_that_changed_while_it_was_made_is_made_again_for_who_comes_later():
    organisation = OrganisationFactory(name="Kestrel", slug="first")
    django = WSGIHandler()

    def change_while_made(environ, start_response):
        response = django(environ, start_response)
        Organisation.objects.filter(pk=organisation.pk).update(name="Heron", town=f"Town {len(received)}")
        return response

    received = []
    with page_cache(change_while_made) as cache:
        for _ in range(3):
            received.append(request(cache, "/organisations/first/").content)

    assert [b"Kestrel" in body for body in received] == [True, False, False]
    assert [b"Town 1" in body for body in received] == [False, False, True]


def test_page_is_not_kept_past_a_publication(monkeypatch):
    now = timezone.now()
    OrganisationFactory(name="Kestrel", published_at=now + timedelta(hours=1))
    shown = []

    with page_cache() as cache:
        for moment in (now, now + timedelta(minutes=59), now + timedelta(minutes=61)):
            at(moment, monkeypatch)
            shown.append(b"Kestrel" in request(cache, "/feed.atom").content)

    assert shown == [False, False, True]


def test_page_is_not_kept_past_midnight(monkeypatch):
    evening = timezone.make_aware(datetime(2026, 3, 28, 23, 59)).astimezone(UTC)  # the next day has 23 hours
    application = Application(lambda: HttpResponse(timezone.localdate().isoformat()))
    shown = []

    with page_cache(application) as cache:
        for minutes in (0, 0.5, 1, 23 * 60, 23 * 60 + 1):
            at(evening + timedelta(minutes=minutes), monkeypatch)
            shown.append(request(cache, "/page/").body.decode())

    assert shown == ["2026-03-28", "2026-03-28", "2026-03-29", "2026-03-29", "2026-03-30"]
    assert len(application.asked) == 3


def at(moment: datetime, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def now(monkeypatch) -> datetime:
    """The time when a test begins: long before midnight, until which a page is kept at most."""
    noon = (timezone.localtime() + timedelta(days=1)).replace(hour=12)
    at(noon, monkeypatch)
    return noon


@contextmanager
def gone_from(cache: PageCache, monkeypatch) -> Iterator[None]:
    """Let the database be out of reach, also for the cache."""
    with gone(monkeypatch):
        cache.close()
        yield


@pytest.mark.parametrize("sites", [("none", "same-origin"), ("same-origin", "none")])
def test_page_of_the_other_view_is_sent_without_a_database(monkeypatch, now, sites):
    known, wanted = sites
    with page_cache() as cache:
        fresh = request(cache, "/about/", sec_fetch_site=known)
        with gone_from(cache, monkeypatch):
            stale = request(cache, "/about/", sec_fetch_site=wanted)

    assert (stale.status, stale.body, stale.headers["Warning"]) == (200, fresh.body, STALE)


def test_last_page_is_sent_for_a_while_without_a_database(monkeypatch, now):
    OrganisationFactory(name="Kestrel", slug="first")
    with page_cache(stale=timedelta(seconds=600)) as cache:
        fresh = request(cache, "/organisations/first/")
        with gone_from(cache, monkeypatch):
            at(now + timedelta(seconds=590), monkeypatch)
            stale = request(cache, "/organisations/first/")
            unchanged = request(cache, "/organisations/first/", if_none_match=fresh.headers["ETag"])
            at(now + timedelta(seconds=620), monkeypatch)
            late = request(cache, "/organisations/first/")

    assert (stale.status, stale.body) == (200, fresh.body)
    assert stale.headers == {**fresh.headers, "Warning": STALE}
    assert (unchanged.status, unchanged.headers["Warning"]) == (304, STALE)
    assert (late.status, late.headers["Retry-After"]) == (503, "30")


def test_page_that_was_outdated_before_counts_from_when_it_was_last_right(monkeypatch, now):
    OrganisationFactory(slug="first")
    with page_cache(stale=timedelta(seconds=600)) as cache:
        request(cache, "/organisations/first/")
        at(now + timedelta(seconds=500), monkeypatch)
        OrganisationFactory(slug="second")
        request(cache, "/organisations/second/")
        at(now + timedelta(seconds=650), monkeypatch)
        with gone_from(cache, monkeypatch):
            outdated, last = (request(cache, f"/organisations/{slug}/") for slug in ("first", "second"))

    assert (outdated.status, last.status) == (503, 200)


def test_page_that_nobody_asked_for_is_as_right_as_its_version(monkeypatch, now):
    OrganisationFactory(slug="first")
    with page_cache(stale=timedelta(seconds=600)) as cache:
        request(cache, "/organisations/first/")
        request(cache, "/about/")
        at(now + timedelta(seconds=900), monkeypatch)
        request(cache, "/about/")
        at(now + timedelta(seconds=1400), monkeypatch)
        with gone_from(cache, monkeypatch):
            assert request(cache, "/organisations/first/").status == 200


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        ("/organisations/", "text/html", "text/html; charset=utf-8"),
        ("/search/?q=a", "application/json", "application/json"),
        ("/feed.atom", "text/html", "text/plain; charset=utf-8"),
    ],
)
def test_other_pages_are_refused_in_the_format_of_their_address(address, accept, content_type, monkeypatch):
    with page_cache() as cache, gone_from(cache, monkeypatch):
        received = request(cache, address, accept=accept, cookie="sessionid=a")

    assert (received.status, received.headers["Retry-After"]) == (503, "30")
    assert received.headers["Content-Type"] == content_type
    assert "no-store" in received.headers["Cache-Control"]
    assert "Content-Security-Policy" in received.headers
    assert b"The portal is busy" in received.body


def test_fresh_page_comes_as_soon_as_the_database_is_back(monkeypatch):
    organisation = OrganisationFactory(name="Kestrel", slug="first")
    with page_cache() as cache:
        request(cache, "/organisations/first/")
        with gone_from(cache, monkeypatch):
            stale = request(cache, "/organisations/first/")
        Organisation.objects.filter(pk=organisation.pk).update(name="Heron")

        received = request(cache, "/organisations/first/")

    assert stale.headers["Warning"] == STALE
    assert (b"Heron" in received.body, "Warning" in received.headers) == (True, False)


def test_last_page_is_sent_when_the_database_goes_while_django_makes_a_new_one():
    busy = HttpResponse("busy", status=503)
    add_never_cache_headers(busy)  # as Django's answer has them
    pages = iter([HttpResponse("page"), busy])
    with page_cache(Application(lambda: next(pages))) as cache:
        request(cache, "/page/")
        OrganisationFactory()

        received = request(cache, "/page/")

    assert (received.status, received.body, received.headers["Warning"]) == (200, b"page", STALE)


def test_page_that_was_never_kept_is_refused_as_django_does():
    with page_cache(Application(lambda: HttpResponse("busy", status=503))) as cache:
        received = request(cache, "/page/")

    assert (received.status, received.body, "Warning" in received.headers) == (503, b"busy", False)
