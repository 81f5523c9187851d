import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.search import sync
from organisations.programme import fetched_programme
from tests.catalogue.pictures.making import photo, saved
from tests.factories import (
    ContactFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.pages import text_of
from tests.queries import RANKING_QUERIES

pytestmark = pytest.mark.django_db

HOME_QUERIES = 14  # the programme; four versions; countries; projects with four relations; trainings with
# their topics; themes
ABOUT_QUERIES = 2  # countries; version

# In four kinds twice, ranking those found; whether names have the words; places; logos.
PARTIAL_SEARCH_QUERIES = 22 + 10 * RANKING_QUERIES

PAGES = [
    "/",
    "/organisations/",
    "/projects/",
    "/grants/",
    "/trainings/",
    "/insights/",
    "/insights/pivot/",
    "/about/",
    "/legal/",
    "/accessibility/",
    "/privacy/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_without_entries(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    CountryFactory(is_programme_country=True)
    for _ in range(rows):
        PartnerFactory(project=ProjectFactory(grant=GrantFactory()))
        TrainingFactory().topics.add(TopicFactory())
    client.get("/")  # reads what is kept until the data changes

    caches["entries"].clear()
    with django_assert_num_queries(HOME_QUERIES):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 3])
def test_legal_notice_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        ContactFactory(organisation__programme_role="implementing_partner")
    client.get("/legal/")  # reads the programme

    with django_assert_num_queries(3):  # the version, contacts, their countries
        client.get("/legal/")


def test_legal_notice_names_the_publisher_with_the_contacts_for_all_countries(client, programme):
    lead = fetched_programme().lead
    ContactFactory(organisation=lead, purpose="Responsible for the content", email="legal@example.org")
    ContactFactory(organisation=lead, purpose="Grants in Albania", countries=["AL"])

    page = text_of(client.get("/legal/"))

    publisher = page[page.index("Publisher") : page.index("Funding")]
    assert (
        "Centar za promociju civilnog društva (CPCD) Lead implementer · Bosnia and Herzegovina" in publisher
    )
    assert "Contacts for all countries: Responsible for the content" in publisher
    assert "Grants in Albania" not in publisher


def test_legal_notice_states_the_licences_and_sources(client):
    page = text_of(client.get("/legal/"))

    expected = ["CC BY 4.0", "Natural Earth", "GeoNames", "MIT licence", "Norwegian Ministry"]
    assert [name for name in expected if name in page] == expected


@pytest.fixture
def logos(settings, tmp_path):
    """Make the organisations that run the programme, two of them with a logo, and a grantee with one."""
    settings.MEDIA_ROOT = tmp_path
    logo = saved(photo(900, 300), "JPEG")
    OrganisationFactory(name="Donor", programme_role="donor", logo=logo)
    OrganisationFactory(name="Lead", programme_role="lead_implementer", logo=logo)
    OrganisationFactory(name="Partner", programme_role="implementing_partner")
    OrganisationFactory(name="Grantee", slug="grantee", logo=logo)


@pytest.mark.parametrize(
    "path",
    [*PAGES, "/contact/", "/data/", "/countries/", "/search/?q=lead", "/report/", "/organisations/grantee/"],
)
@pytest.mark.usefixtures("logos")
def test_foot_of_every_page_shows_the_logos_of_the_programme(client, path):
    foot = client.get(path).content.decode().rpartition('<footer class="footer">')[2]

    assert re.findall(r'width="(\d+)" height="(\d+)" alt="([^"]*)"', foot) == [
        ("640", "213", "Lead"),
        ("640", "213", "Donor"),
    ]


@pytest.mark.usefixtures("logos")
def test_missing_page_reads_no_logos(client):
    assertNotContains(client.get("/no-such-page/"), "footer__logo", status_code=404)


@pytest.mark.parametrize("rows", [1, 3])
def test_about_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory(programme_role="implementing_partner")
    client.get("/about/")  # reads the programme

    with django_assert_num_queries(ABOUT_QUERIES):
        client.get("/about/")


def test_about_links_each_type_of_grant_to_its_list(client):
    page = client.get("/about/")

    assertContains(page, '<a href="/grants/?line=core">Core grant</a>')


def test_about_names_the_consortium_the_donor_and_the_countries(client, programme):
    page = text_of(client.get("/about/"))

    expected = [
        "Centar za promociju civilnog društva (CPCD) Lead implementer · Bosnia and Herzegovina",
        "Center for Research and Policy Making (CRPM) Implementing partner · North Macedonia",
        "Institute for Democracy and Mediation (IDM) Implementing partner · Albania",
        "Norwegian Ministry of Foreign Affairs Donor · Norway",
        "Albania Bosnia and Herzegovina Kosovo Montenegro North Macedonia Serbia",
    ]
    assert [fact for fact in expected if fact not in page] == []


@pytest.mark.parametrize("path", [*PAGES, "/admin/login/", "/no-such-page/"])
def test_content_security_policy_is_strict_everywhere(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert sorted(policy.split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ]


@pytest.mark.django_db(transaction=True)
def test_search_of_which_no_entry_has_all_words_shows_what_has_most(client):
    OrganisationFactory(name="Legal aid of Bar")
    OrganisationFactory(name="Legal reform")
    ProjectFactory(name="Legal help")
    TrainingFactory(name="Legal aid of Bar and Kotor")

    page = text_of(client.get("/search/?q=legal+aid+bar+zebra"))

    assert "No entry has all of these words. These have most of them." in page
    assert "2 results for “legal aid bar zebra”" in page
    assert ("Organisations (1)" in page, "Trainings (1)" in page, "Projects (" in page) == (True, True, False)


@pytest.mark.django_db(transaction=True)
def test_search_shows_only_what_has_all_words_if_anything_has(client):
    OrganisationFactory(name="Legal aid of Bar")
    TrainingFactory(name="Legal aid of Bar and Kotor")

    page = text_of(client.get("/search/?q=legal+aid+bar+kotor"))

    assert "1 result for “legal aid bar kotor”" in page
    assert "These have most of them" not in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/search/", "/organisations/"])
def test_similar_search_is_proposed_beside_what_has_most_of_the_words(client, path):
    OrganisationFactory(name="Legal aid of Kestrel")
    OrganisationFactory(name="Legal aid")

    page = text_of(client.get(f"{path}?q=legal+aid+kestrle"))

    assert "These have most of them." in page
    assert "Did you mean legal aid kestrel ?" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", [3, 9])
def test_search_of_which_no_entry_has_all_words_takes_a_fixed_number_of_queries(
    client, django_assert_num_queries, words
):
    known = ["kestrel", "osprey", "falcon", "buzzard", "harrier", "goshawk", "merlin", "hobby"][: words - 1]
    OrganisationFactory(name=" ".join(known))
    typed = "+".join([*known, "12345"])
    client.get("/search/?q=zebra")  # reads the facets and the programme

    with django_assert_num_queries(PARTIAL_SEARCH_QUERIES):
        client.get(f"/search/?q={typed}")


def test_missing_page_offers_search_and_links(client):
    page = client.get("/no-such-page/")

    assert page.status_code == 404
    assertContains(page, "Page not found", status_code=404)
    assertContains(page, 'href="/organisations/"', status_code=404)
    assertContains(page, 'action="/search/"', status_code=404)


def test_error_of_the_portal_is_reported_without_the_database(client, monkeypatch, settings):
    def broken(self, **kwargs):
        raise RuntimeError("made for this test")

    monkeypatch.setattr("smartbalkans.views.AboutView.get_context_data", broken)
    client.raise_request_exception = False

    page = client.get("/about/")

    assert page.status_code == 500
    assertContains(page, "Sorry, there is a problem", status_code=500)


def test_form_without_its_token_states_what_to_do():
    User.objects.create_superuser("ana", password="a good long password")
    strict = Client(enforce_csrf_checks=True)

    page = strict.post("/admin/login/", {"username": "ana", "password": "a good long password"})

    assertContains(page, "This form has expired", status_code=403)


def test_robots_may_read_all_but_the_back_office(client):
    response = client.get("/robots.txt")

    assert (
        response.content.decode()
        == "User-agent: *\nDisallow: /admin/\nSitemap: http://testserver/sitemap.xml\n"
    )


def test_sitemap_lists_public_pages_with_their_last_change(client):
    organisation = OrganisationFactory()
    OrganisationFactory(draft=True, slug="secret")

    index = client.get("/sitemap.xml")
    page = client.get("/sitemap-organisations.xml")

    assertContains(index, "http://testserver/sitemap-organisations.xml")
    assertContains(page, f"<loc>http://testserver{organisation.get_absolute_url()}</loc>")
    assertContains(page, f"<lastmod>{localtime(organisation.updated_at):%Y-%m-%d}</lastmod>")
    assert b"secret" not in page.content


@pytest.mark.parametrize(
    "name", ["home", "organisations:list", "grants:list", "projects:list", "trainings:list"]
)
def test_page_has_a_title_and_a_description_of_its_own(client, name):
    page = client.get(reverse(name))

    assert page.content.count(b"<title>") == 1
    assert b"<title> " not in page.content
    assert page.content.count(b'<meta name="description"') == 1


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/organisations/juventas-ngo/", ["NGO Juventas"]),
        ("/organisations/ngo-juventus/", ["NGO Juventas"]),
        ("/organisations/ngo-juventus/data.json", ["NGO Juventas"]),
        ("/projects/ngo-juventas/", []),
        ("/organisations/secret-plans/", []),
        ("/organisations/---/", []),
        ("/nothing/ngo-juventas/", []),
        ("/organisations/" + "x" * 3000 + "/", []),
    ],
)
def test_missing_page_offers_the_nearest_names(client, path, nearest):
    OrganisationFactory(name="NGO Juventas", slug="ngo-juventas")
    OrganisationFactory(name="Secret plans", slug="plans", draft=True)
    sync.process_waiting()

    page = client.get(path)

    assert page.status_code == 404
    assert [entry.name for entry in page.context["nearest"]] == nearest


def test_results_state_where_and_when(client):
    serbia = CountryFactory(code="RS", name="Serbia")
    OrganisationFactory(name="Kestrel office", country=serbia, town="Niš")
    TrainingFactory(name="Kestrel course", starts_on=date(2023, 12, 11), town="Niš", country=serbia)
    grant = GrantFactory(starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    ProjectFactory(name="Kestrel bridge", grant=grant).places_of_work.add(serbia)
    sync.process_waiting()

    page = client.get("/search/?q=kestrel")

    text = text_of(page)
    assert "Kestrel office Organisation · Serbia · Niš" in text
    assert "Kestrel bridge Project · Serbia · 1 January – 31 December 2023" in text
    assert "Kestrel course Training · 11 December 2023 · Niš · Serbia" in text
    assertContains(page, '<a href="#organisations">Organisations (1)</a>')


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (
            {"planned_starts_on": date(2023, 1, 1), "planned_ends_on": date(2023, 12, 31)},
            "1 January – 31 December 2023 (planned)",
        ),
        (
            {"starts_on": date(2023, 1, 2), "planned_ends_on": date(2023, 12, 31)},
            "2 January – 31 December 2023 (end planned)",
        ),
        (
            {"planned_starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 30)},
            "1 January – 30 December 2023 (start planned)",
        ),
        ({"planned_ends_on": date(2023, 12, 31)}, "until 31 December 2023 (planned)"),
    ],
)
def test_results_state_planned_dates_of_projects_as_planned(client, dates, shown):
    ProjectFactory(name="Kestrel bridge", grant=GrantFactory(**dates))
    sync.process_waiting()

    page = client.get("/search/?q=kestrel")

    assert f"Kestrel bridge Project · {shown}" in text_of(page)


def test_suggestions_are_public_names_of_each_kind(client):
    OrganisationFactory(name="Kestrel office")
    OrganisationFactory(name="Other", summary="A kestrel.")
    OrganisationFactory(name="Kestrel draft", draft=True)
    TrainingFactory(name="The kestrels")
    ProjectFactory(name="Osprey")
    sync.process_waiting()

    answer = client.get("/search/suggestions/?q=kestre").json()

    assert answer == {
        "suggestions": [
            {"name": "Kestrel office", "kind": "Organisation"},
            {"name": "The kestrels", "kind": "Training"},
        ]
    }


@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=-kestrel", "q=" + "x" * 2000, "q=%22"])
def test_nothing_is_suggested_for_nothing(client, query):
    OrganisationFactory(name="Kestrel office")
    sync.process_waiting()

    assert client.get(f"/search/suggestions/?{query}").json() == {"suggestions": []}


def test_suggestions_begin_with_the_shortest_names(client):
    for name in ("Kestrel School of Open Gardens", "Kestrel", "Kestrel School"):
        OrganisationFactory(name=name)
    sync.process_waiting()

    answer = client.get("/search/suggestions/?q=kestre").json()

    names = [one["name"] for one in answer["suggestions"]]
    assert names == ["Kestrel", "Kestrel School", "Kestrel School of Open Gardens"]


def test_unknown_parameter_of_suggestions_is_refused(client):
    assert client.get("/search/suggestions/?query=kestrel").status_code == 400


@pytest.mark.parametrize("number", [1, 12])
def test_suggestions_take_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    OrganisationFactory.create_batch(number, name="Kestrel")
    TrainingFactory.create_batch(number, name="Kestrel")
    sync.process_waiting()
    client.get("/search/suggestions/?q=kestrel")

    with django_assert_num_queries(3 + 3 * RANKING_QUERIES):
        client.get("/search/suggestions/?q=kestrel")


@pytest.mark.parametrize(
    ("path", "canonical", "title"),
    [
        ("/?utm_source=x", "/", "Civil society in the Western Balkans"),
        ("/countries/rs/?fbclid=x", "/countries/rs/", "Serbia"),
        ("/insights/", "/insights/", "Insights"),
        (
            "/organisations/?page=9&country=RS&utm_source=x",
            "/organisations/?country=RS",
            "Organisations in Serbia",
        ),
        ("/organisations/civic/", "/organisations/civic/", "Civic"),
    ],
)
def test_pages_name_their_address_title_and_picture_where_they_are_shared(client, path, canonical, title):
    serbia = CountryFactory(code="RS", name="Serbia", is_programme_country=True)
    OrganisationFactory(slug="civic", name="Civic", country=serbia)
    sync.process_waiting()

    page = client.get(path).content.decode()

    assert f'<link rel="canonical" href="http://testserver{canonical}">' in page
    assert f'<meta property="og:title" content="{title}">' in page
    assert '<meta property="og:image" content="http://testserver/static/img/share-' in page
