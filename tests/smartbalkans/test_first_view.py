"""The first page of a visit has its styles within it, and its policy allows just these."""

import hashlib
import re
from base64 import b64encode

import pytest

from smartbalkans.first_view import is_first_view
from tests.factories import OrganisationFactory
from tests.forms import open_form
from tests.pages import change_page
from tests.staff import log_in
from tests.wsgi import environ_of, page_cache, request

pytestmark = pytest.mark.django_db(transaction=True)

FROM_ELSEWHERE = ["none", "cross-site", "same-site"]
WITHIN = ["same-origin", "None", "none, cross-site", "nonsense", ""]
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
LINK = re.compile(r'<link rel="stylesheet" href="/static/css/site\.\w+\.css"( media="print")?>')


def from_site(client, address: str, site: str):
    return client.get(address, headers={"Sec-Fetch-Site": site})


def style_sources(response) -> list[str]:
    """Return what the policy of a response allows as styles."""
    directives = response.headers["Content-Security-Policy"].split("; ")
    (sources,) = (one.split()[1:] for one in directives if one.startswith("style-src "))
    return sources


def summary(response) -> tuple[int, list[str], list[str]]:
    """Return the number of styles within a page, the media of its stylesheets, and the sources allowed."""
    page = response.content.decode()
    return len(STYLE.findall(page)), LINK.findall(page), style_sources(response)


@pytest.mark.parametrize("site", FROM_ELSEWHERE)
def test_first_view_has_styles_whose_hash_its_policy_has(client, collected, site):
    response = from_site(client, "/about/", site)

    (styles,) = STYLE.findall(response.content.decode())
    digest = b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    assert style_sources(response) == ["'self'", f"'sha256-{digest}'"]
    assert summary(response)[1] == [' media="print"']
    assert "@layer tokens" in styles


@pytest.mark.parametrize("site", WITHIN)
def test_later_view_links_the_stylesheet(client, collected, site):
    assert summary(from_site(client, "/about/", site)) == (0, [""], ["'self'"])


def test_view_of_a_browser_that_does_not_state_the_site_links_the_stylesheet(client, collected):
    response = client.get("/about/")

    assert summary(response) == (0, [""], ["'self'"])
    assert "Sec-Fetch-Site" in response["Vary"].split(", ")


def test_first_view_without_collected_files_links_the_stylesheet(client):
    response = from_site(client, "/about/", "none")

    assert "<style>" not in response.content.decode()
    assert style_sources(response) == ["'self'"]
    assert "Sec-Fetch-Site" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/account/login/", "/sitemap.xml", "/no-such-page/"]
)
def test_what_is_no_public_page_is_the_same_for_all(client, collected, address):
    first, later = (from_site(client, address, site) for site in ("none", "same-origin"))

    assert style_sources(first) == style_sources(later) == ["'self'"]
    assert "<style>" not in first.content.decode()
    assert "Sec-Fetch-Site" not in first.get("Vary", "")


def test_preview_links_the_stylesheet(client, collected):
    log_in(client, "Publisher")
    form = change_page(OrganisationFactory(name="Quiet shore"))
    data = open_form(client, form)

    response = client.post(form, {**data, "_preview": "1"}, headers={"Sec-Fetch-Site": "none"})

    assert "Quiet shore</h1>" in response.content.decode()
    assert summary(response) == (0, [""], ["'self'"])


@pytest.mark.parametrize("site", [*FROM_ELSEWHERE, "same-origin"])
def test_head_has_the_headers_of_the_page(client, collected, site):
    headers = {"Sec-Fetch-Site": site}

    head, page = client.head("/about/", headers=headers), client.get("/about/", headers=headers)

    same = ("Content-Length", "Content-Security-Policy", "Vary")
    assert (head.content, [head[name] for name in same]) == (b"", [page[name] for name in same])


def test_page_is_not_modified_only_for_a_view_of_its_kind(client, collected):
    tags = {site: from_site(client, "/about/", site)["ETag"] for site in ("none", "same-origin")}

    found = {
        (site, known): client.get(
            "/about/", headers={"Sec-Fetch-Site": site, "If-None-Match": tags[known]}
        ).status_code
        for site in tags
        for known in tags
    }

    assert found == {
        ("none", "none"): 304,
        ("none", "same-origin"): 200,
        ("same-origin", "none"): 200,
        ("same-origin", "same-origin"): 304,
    }


def test_page_cache_keeps_a_page_for_first_views_and_one_for_later_ones(collected):
    with page_cache() as cache:
        received = {
            site: request(cache, "/about/", sec_fetch_site=site) for site in (*FROM_ELSEWHERE, *WITHIN)
        }
        kept = len(cache.store)

    assert kept == 2
    assert {site: b"<style>" in one.content for site, one in received.items()} == {
        **dict.fromkeys(FROM_ELSEWHERE, True),
        **dict.fromkeys(WITHIN, False),
    }
    assert {site: len(style_sources(one)) for site, one in received.items()} == {
        **dict.fromkeys(FROM_ELSEWHERE, 2),
        **dict.fromkeys(WITHIN, 1),
    }


def test_request_without_the_header_is_no_first_view():
    assert not is_first_view(environ_of("/"))
