from datetime import date

import pytest
from django.core.cache import caches
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from smartbalkans.kinds import KINDS
from smartbalkans.places.views import THEMED_KINDS
from tests.factories import (
    ContactFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.pages import text_of
from tests.structured_data import nodes_of

pytestmark = pytest.mark.django_db

COUNTRIES_QUERIES = 3  # countries; the version; logos
# Countries; four versions; organisations with grants, their projects and partnerships; projects with
# partners, grants, places and themes; grants with their projects; trainings with topics; contacts; logos
COUNTRY_QUERIES = 20
THEMES_QUERIES = 5  # themes; three versions; logos
THEME_QUERIES = 17  # the theme; countries; the same, without trainings


def make_all_of(country, theme, **fields):
    """Make an entry of each kind in a country and of a theme."""
    organisation = OrganisationFactory(country=country, town="Podgorica", **fields)
    grant = GrantFactory(recipient=organisation, amount=1000, currency="EUR", **fields)
    project = ProjectFactory(grant=grant, **fields)
    project.themes.add(theme)
    project.places_of_work.add(country)
    PartnerFactory(project=project, organisation=organisation, role="lead")
    TrainingFactory(country=country, starts_on=date(2024, 3, 1), **fields).topics.add(TopicFactory())
    return organisation


@pytest.fixture
def montenegro():
    return CountryFactory(code="ME", name="Montenegro", is_programme_country=True)


@pytest.fixture
def theme():
    return ThemeFactory(name="Peacebuilding", slug="peacebuilding", area="security")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/countries/", COUNTRIES_QUERIES),
        ("/countries/?show=towns", COUNTRIES_QUERIES),
        ("/countries/me/", COUNTRY_QUERIES),
        ("/themes/", THEMES_QUERIES),
        ("/themes/peacebuilding/", THEME_QUERIES),
    ],
)
def test_pages_take_a_fixed_number_of_queries(
    client, django_assert_num_queries, montenegro, theme, rows, path, number
):
    CountryFactory(code="RS", is_programme_country=True)
    for _ in range(rows):
        make_all_of(montenegro, theme)
    client.get(path)  # reads what is kept until the data changes

    caches["entries"].clear()
    with django_assert_num_queries(number):
        client.get(path)


def test_country_page_has_its_figures_with_links_to_the_lists(client, montenegro, theme):
    make_all_of(montenegro, theme)
    make_all_of(CountryFactory(code="RS", is_programme_country=True), theme)
    OrganisationFactory(country=montenegro, draft=True)

    page = client.get("/countries/me/")

    assert "1 organisation 1 project 1 grant 1 training" in text_of(page)
    for section in ("organisations", "projects", "grants", "trainings"):
        assertContains(page, f'class="figure" href="/{section}/?country=ME"')


def test_country_page_counts_what_the_lists_count(client, programme):
    for code in ("AL", "BA", "ME", "MK", "RS", "XK"):
        for figure in client.get(f"/countries/{code.lower()}/").context["figures"]:
            filtered = client.get(figure.address)

            assert (code, figure.count) == (code, filtered.context["page_obj"].paginator.count)


def test_theme_page_counts_what_the_lists_count(client, programme):
    for figure in client.get("/themes/organised-crime/").context["figures"]:
        filtered = client.get(figure.address)

        assert (figure.kind.section, figure.count) == (
            figure.kind.section,
            filtered.context["page_obj"].paginator.count,
        )


def test_country_page_has_the_newest_four_of_each_kind(client, montenegro, theme):
    organisations = [make_all_of(montenegro, theme) for _ in range(5)]

    figures = client.get("/countries/me/").context["figures"]

    assert [len(figure.newest) for figure in figures] == [4, 4, 4, 4]
    assert list(figures[0].newest) == organisations[:0:-1]


def test_country_page_never_adds_amounts_of_different_currencies(client, montenegro):
    recipient = OrganisationFactory(country=montenegro)
    GrantFactory(recipient=recipient, amount=1000, currency="EUR")
    GrantFactory(recipient=recipient, amount=500, currency="EUR")
    GrantFactory(recipient=recipient, amount=7000, currency="NOK")
    GrantFactory(recipient=OrganisationFactory(country=None), amount=9000, currency="EUR")

    page = text_of(client.get("/countries/me/"))

    assert "2 grants with a published amount: EUR 1,500 awarded" in page
    assert "1 grant with a published amount: NOK 7,000 awarded" in page


@pytest.mark.parametrize("path", ["/countries/me/", "/countries/?show=towns"])
def test_towns_link_to_the_lists_that_they_count(client, montenegro, path):
    for town in ("Podgorica", "Nikšić", "Подгорица", "Podgorica, Montenegro", "Podgorica Montenegro"):
        OrganisationFactory(country=montenegro, town=town)
    OrganisationFactory(country=CountryFactory(code="AL"), town="Podgorica")

    towns = client.get(path).context["towns"]

    assert [(number.town.name, number.count, address) for number, *_country, address in towns] == [
        ("Podgorica", 4, "/organisations/?country=ME&town=podgorica&town=podgorica-montenegro"),
        ("Nikšić", 1, "/organisations/?country=ME&town=niksic"),
    ]
    for number, *_country, address in towns:
        assert client.get(address).context["page_obj"].paginator.count == number.count


def contacts_of(page) -> str:
    return text_of(page).partition(" Contact ")[2].partition(" Report a mistake ")[0]


def test_country_page_has_its_contacts_and_then_those_for_all_countries(client, montenegro):
    ContactFactory(purpose="Anything", email="all@example.org", organisation__name="CPCD")
    ContactFactory(
        purpose="Grants", email="me@example.org", organisation__name="Open", countries=["ME", "RS"]
    )
    ContactFactory(purpose="Press", countries=["AL"])
    ContactFactory(organisation__draft=True, countries=["ME"])

    shown = contacts_of(client.get("/countries/me/"))

    assert shown == (
        "Grants Open Email: me@example.org For all countries: Anything CPCD Email: all@example.org"
    )


def test_country_page_without_contacts_links_to_the_organisations_of_the_programme(client, montenegro):
    ContactFactory(countries=["AL"])

    page = client.get("/countries/me/")

    assertContains(page, 'are listed under <a href="/about/">About the programme</a>.')


def test_country_page_without_entries_shows_zeros(client, montenegro):
    page = text_of(client.get("/countries/me/"))

    assert "0 organisations 0 projects 0 grants 0 trainings" in page


def test_country_in_capitals_redirects_for_good(client, montenegro):
    response = client.get("/countries/ME/")

    assert (response.status_code, response["Location"]) == (301, "/countries/me/")


@pytest.mark.parametrize("path", ["/countries/no/", "/countries/NO/", "/countries/x%00/", "/themes/unknown/"])
def test_other_countries_and_themes_are_not_found(client, montenegro, theme, path):
    CountryFactory(code="NO", name="Norway")

    assert client.get(path).status_code == 404


def test_country_without_a_page_links_to_its_organisations(client):
    norway = CountryFactory(code="NO", name="Norway")
    organisation = OrganisationFactory(country=norway)

    page = client.get(organisation.get_absolute_url())

    assertContains(page, '<a href="/organisations/?country=NO">Norway</a>')


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("/countries/me/", [("Countries", "/countries/"), ("Montenegro", "/countries/me/")]),
        ("/themes/peacebuilding/", [("Themes", "/themes/"), ("Peacebuilding", "/themes/peacebuilding/")]),
    ],
)
def test_pages_have_their_breadcrumbs_for_machines(client, montenegro, theme, path, steps):
    (node,) = nodes_of(client.get(path))

    found = [(item["name"], item["item"]) for item in node["itemListElement"]]
    assert node["@type"] == "BreadcrumbList"
    assert found == [(name, f"http://testserver{place}") for name, place in [("Home", "/"), *steps]]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Organisations by country"),
        ("?show=grants", "Grants by country"),
        ("?show=towns", "Organisations by town"),
        ("?show=unknown", "Organisations by country"),
    ],
)
def test_countries_page_shows_the_view_that_is_asked_for(client, montenegro, query, heading):
    OrganisationFactory(country=montenegro, town="Podgorica")

    page = client.get(f"/countries/{query}")

    assertContains(page, f"<caption>{heading}</caption>", html=True)


def test_countries_page_counts_each_kind_as_the_filtered_lists_do(client, programme):
    for kind in KINDS:
        shown = client.get(f"/countries/?show={kind.section}").context["map"]
        for country in shown.countries:
            filtered = client.get(country.list_address)

            assert (country.list_address, country.count) == (
                f"/{kind.section}/?country={country.code}",
                filtered.context["page_obj"].paginator.count,
            )


def test_towns_page_names_its_source_and_what_it_leaves_out(client, montenegro):
    OrganisationFactory(country=montenegro, town="Podgorica")
    OrganisationFactory(country=montenegro, town="Nowhere")
    OrganisationFactory(country=CountryFactory(code="HR", name="Croatia"), town="Zagreb")

    page = client.get("/countries/?show=towns")

    assert "The map shows the organisations whose town is known: 1 of 3." in text_of(page)
    assertContains(page, "https://creativecommons.org/licenses/by/4.0/")
    assertNotContains(page, "Zagreb")


def test_themes_page_has_every_theme_below_its_area(client, theme, montenegro):
    make_all_of(montenegro, theme)
    ThemeFactory(name="Gender equality", area="governance")

    page = text_of(client.get("/themes/"))

    assert (
        "Security and stability Peacebuilding 1 organisation · 1 project · 1 grant "
        "Governance Gender equality 0 organisations · 0 projects · 0 grants"
    ) in page


def test_theme_page_maps_its_organisations_to_the_filtered_lists(client, montenegro, theme):
    make_all_of(montenegro, theme)

    drawn = client.get("/themes/peacebuilding/").context["map"]

    assert [(one.address, one.count) for one in drawn.countries] == [
        ("/organisations/?country=ME&theme=peacebuilding", 1)
    ]


def test_kinds_with_themes_are_those_with_a_filter_by_theme(client, theme, montenegro):
    make_all_of(montenegro, theme)
    lists = {kind: client.get(kind.list_address).context["filterset"].facet_filters for kind in KINDS}

    assert [kind for kind, filters in lists.items() if "theme" in filters] == THEMED_KINDS
    assert [kind for kind, filters in lists.items() if "country" in filters] == [*KINDS]


def test_search_shows_a_country_before_the_entries(client, montenegro):
    OrganisationFactory(name="Youth of Montenegro")

    page = text_of(client.get("/search/", {"q": "Montenegro"}))

    assert page.index("Countries and themes Montenegro Country") < page.index("Youth of Montenegro")


def test_search_for_a_country_without_entries_has_a_result(client, montenegro):
    page = text_of(client.get("/search/", {"q": "Crna Gora"}))

    assert "Countries and themes Montenegro Country" in page
    assert "No results" not in page


def test_entry_pages_and_cards_link_to_countries_and_themes(client, montenegro, theme):
    organisation = make_all_of(montenegro, theme)
    organisation.themes.add(theme)
    project = organisation.partnerships.get().project
    training = montenegro.trainings.get()
    country_link = '<a href="/countries/me/">Montenegro</a>'
    tag = '<a class="tag" href="/themes/peacebuilding/">Peacebuilding</a>'

    expected = {
        organisation.get_absolute_url(): [country_link, tag],
        project.get_absolute_url(): [country_link, tag],
        training.get_absolute_url(): [country_link],
        reverse("organisations:list"): [country_link],
        reverse("projects:list"): [country_link, tag],
        reverse("grants:list"): [country_link],
        reverse("trainings:list"): [country_link],
        "/about/": ['<a class="tag" href="/countries/me/">Montenegro</a>'],
    }
    missing = [
        (path, link)
        for path, links in expected.items()
        for link in links
        if link not in client.get(path).content.decode()
    ]
    assert missing == []


def test_sitemap_has_the_pages_of_countries_and_themes(client, montenegro, theme):
    CountryFactory(code="NO", name="Norway")

    page = client.get("/sitemap-places.xml")

    assertContains(page, "<loc>http://testserver/countries/me/</loc>")
    assertContains(page, "<loc>http://testserver/themes/peacebuilding/</loc>")
    assertNotContains(page, "NO")
