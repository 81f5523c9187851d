"""Only public pages may be kept, and whatever an answer depends on is part of its key."""

import pytest
from django.conf import settings as portal_settings
from django.test import Client

from smartbalkans.page_cache.requests import impersonal, key_of, key_of_other_view, language_of, may_be_kept
from tests.addresses import addresses, make_what_is_public
from tests.staff import person_with
from tests.wsgi import environ_of

BY_PROXY = "for=192.0.2.60;proto=https"


@pytest.mark.django_db
def test_pages_may_be_kept_and_data_files_not():
    make_what_is_public(author=None)
    passed = {address for address in addresses() if not may_be_kept(environ_of(address))}
    kept = set(addresses()) - passed

    assert {address.rpartition("/")[2] for address in kept} == {
        *("", "feed.atom", "robots.txt", "sitemap.xml", "datapackage.json"),
        *(f"sitemap-{one}.xml" for one in ("pages", "places", "organisations", "projects", "trainings")),
    }
    assert {address for address in passed if address.endswith("/")} == {"/report/", "/report/thanks/"}
    assert {address for address in passed if "." not in address.rpartition("/")[2]} == {
        *("/report/", "/report/thanks/", "/healthz", "/livez", "/readyz", "/metrics"),
    }


@pytest.mark.parametrize(
    "address",
    [
        *("/admin/", "/admin/account/login/", "/admin/organisations/organisation/", "/preview/abc/"),
        *("/static/css/base.css", "/media/pictures/a.jpg", "/healthz", "/organisations/data.csv"),
    ],
)
def test_what_is_not_for_everybody_passes(address):
    assert not may_be_kept(environ_of(address))


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("GET", {}, True),
        ("HEAD", {}, True),
        ("POST", {}, False),
        ("OPTIONS", {}, False),
        ("GET", {"if_none_match": '"a"', "range": "bytes=0-5", "cookie": "sessionid=a"}, True),
        ("GET", {"if_match": '"a"'}, False),
        ("GET", {"if_unmodified_since": "Thu, 26 Nov 2026 08:00:00 GMT"}, False),
    ],
)
def test_only_requests_for_a_page_may_be_answered(method, headers, expected):
    assert may_be_kept(environ_of("/organisations/", method, **headers)) is expected


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/projects/", {}),
        ("/organisations/?page=2", {}),
        ("/organisations/?a=1&b=2", {}),
        ("/organisations/?b=2&a=1", {}),
        ("/organisations/", {"host": "other.example"}),
        ("/organisations/", {"forwarded": BY_PROXY}),
        ("/organisations/", {"sec_fetch_site": "none"}),
    ],
)
def test_answers_that_differ_have_other_keys(settings, address, headers):
    settings.TRUSTED_PROXIES = 1

    assert key_of(environ_of(address, **headers)) != key_of(environ_of("/organisations/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=a"},
        {"accept_encoding": "gzip"},
        {"user_agent": "curl"},
        {"x_forwarded_proto": "https"},
        {"x_forwarded_host": "elsewhere.example"},
        {"forwarded": "nonsense;;"},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "nonsense"},
    ],
)
def test_what_no_answer_depends_on_is_not_in_the_key(settings, headers):
    settings.TRUSTED_PROXIES = 1

    assert key_of(environ_of("/organisations/", **headers)) == key_of(environ_of("/organisations/"))


def test_other_view_of_a_page_has_the_key_of_its_requests():
    first, later = (key_of(environ_of("/projects/", sec_fetch_site=site)) for site in ("none", "same-origin"))

    assert (key_of_other_view(first), key_of_other_view(later)) == (later, first)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fbclid=IwAR0", ""),
        ("utm_source=letter&utm_campaign=May&country=AL", "country=AL"),
        ("country=AL&gclid=a%26b&q=a+b", "country=AL&q=a+b"),
        ("q=fbclid=1", "q=fbclid=1"),
        ("my_utm_source=1&fbclids=2", "my_utm_source=1&fbclids=2"),
        ("", ""),
    ],
)
def test_parameters_for_tracking_are_neither_in_the_key_nor_sent_to_django(query, expected):
    tracked, plain = environ_of(f"/organisations/?{query}"), environ_of(f"/organisations/?{expected}")

    assert key_of(tracked) == key_of(plain)
    assert impersonal(tracked)["QUERY_STRING"] == expected


def test_header_of_a_proxy_counts_only_behind_one(settings):
    settings.TRUSTED_PROXIES = 0

    assert key_of(environ_of("/", forwarded=BY_PROXY)) == key_of(environ_of("/"))


def test_language_is_the_first_accepted_one_that_the_portal_has(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("sr-latn", "Serbian")]
    language_of.cache_clear()
    accepted = ("", "sr-Latn,en;q=0.5", "de, en;q=0.5", "xx", "!!", "*")

    found = [language_of(one) for one in accepted]
    language_of.cache_clear()

    assert found == ["en-gb", "sr-latn", "en-gb", "en-gb", "en-gb", "en-gb"]


def test_django_is_asked_for_the_whole_page_as_for_anybody():
    personal = {
        **{"cookie": "sessionid=a", "authorization": "Basic a", "range": "bytes=0-5", "if_range": '"a"'},
        **{
            "accept_encoding": "gzip",
            "if_none_match": '"a"',
            "if_modified_since": "x",
            "accept": "text/html",
        },
    }
    environ = environ_of("/organisations/?q=a", "HEAD", **personal)

    asked = impersonal(environ)

    plain = environ_of("/organisations/?q=a", accept="text/html")
    assert {name for name in asked if name.startswith("HTTP_")} - set(plain) == set()
    assert (asked["REQUEST_METHOD"], asked["QUERY_STRING"]) == ("GET", "q=a")
    assert environ["HTTP_COOKIE"] == "sessionid=a"


@pytest.mark.django_db(transaction=True)
def test_no_public_page_is_personal_or_sets_a_cookie():
    make_what_is_public(author=None)
    staff, visitor = Client(), Client()
    staff.force_login(person_with("change_organisation", "view_organisation"))

    for address in filter(lambda one: may_be_kept(environ_of(one)), addresses()):
        for_staff, for_visitor = staff.get(address), visitor.get(address)
        assert for_staff.content == for_visitor.content, address
        assert (dict(for_staff.cookies), dict(for_visitor.cookies)) == ({}, {}), address
        assert "Cookie" not in for_staff.get("Vary", ""), address


def test_accept_language_is_part_of_the_key_only_if_there_is_a_choice():
    assert len(portal_settings.LANGUAGES) == 1
    assert key_of(environ_of("/", accept_language="sr")) == key_of(environ_of("/"))
