"""The figures and the pivot table: every number is that of the list it leads to, and no draft counts."""

import csv
import io
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.search import sync
from catalogue.search.facets import counter_of
from organisations.models import Grant
from projects.models import Partner, Project, TargetGroup
from smartbalkans.insights.counting import FILTERSETS, KINDS_BY_SECTION, Counted
from smartbalkans.insights.figures import FIGURES
from smartbalkans.insights.narrowing import Narrowing
from smartbalkans.insights.partners import Partnerships, partnerships_of
from smartbalkans.insights.pivot import Pivot
from smartbalkans.insights.target_numbers import stated_numbers
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    TrainingFactory,
)
from tests.pages import text_of
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

# The states of three kinds; names of countries of grants and of trainings, and of countries, themes and
# groups of projects; names of organisations; countries and themes for the form.
PAGE_QUERIES = 13
PIVOT_QUERIES = 5  # the state of grants; names of countries; of countries and themes for the form
FILTERS = ["", "country=AL", "country=AL&country=RS", "country=AL&country=RS&match=all", "line=core"]


def figure_of(key: str, query: str = ""):
    figure = next(one for one in FIGURES if one.key == key)
    return figure.table(Narrowing(QueryDict(query)).counted(figure.section))


def counted_projects() -> Counted:
    return Narrowing(QueryDict("")).counted("projects")


def partners_of_projects(counted: Counted) -> Partnerships:
    return partnerships_of(counted.counter)


def numbers(table) -> dict[str, dict[str, object]]:
    """Return the values of the cells by row and column, without those that are zero."""
    return {
        row.label: {
            column: cell.value for column, cell in zip(table.columns, row.cells, strict=True) if cell.value
        }
        for row in [*table.rows, *([table.total] if table.total else [])]
    }


def linked_cells(table):
    """Yield each number that has a link, with it."""
    for row in [*table.rows, *([table.total] if table.total else [])]:
        for cell in row.cells:
            yield from ((part.count, part.link) for part in cell.parts)
            if cell.link:
                yield cell.value, cell.link
    for chart in table.charts:
        yield from ((bar.cell.value, bar.cell.link) for bar in chart.bars if bar.cell.link)


def list_at(address: str):
    """Return the filters of the list at an address, which must not contain an error."""
    parts = urlsplit(address)
    filterset = FILTERSETS[parts.path.strip("/")](QueryDict(parts.query))
    assert (address, filterset.errors()) == (address, [])
    return filterset


def number_of(filterset, number):
    """Return what a list states for a number: the total of its currency for an amount, else its length."""
    if isinstance(number, Decimal):
        return filterset.totals[0]["awarded"]
    return len(filterset.selection)


def rows_of_csv(response) -> list[list[str]]:
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture
def entries():
    """Sample data, with all that a figure shows."""
    make_entries(80)
    sync.process_waiting()


def queries_of_figures():
    themes = counter_of(FILTERSETS["projects"](QueryDict()).index).values("theme")
    theme = next(one for one in themes if one != "none")
    return [*FILTERS, f"theme={theme}", f"country=RS&line=regional&line=media&theme={theme}", "year=2024"]


PIVOTS = [
    "of=grants&rows=theme&columns=year&measure=count&line=core",
    "of=grants&rows=country&columns=state&measure=EUR&country=AL&country=RS",
    "of=grants&rows=theme&columns=theme&measure=NOK",
    "of=grants&rows=currency&columns=line&measure=EUR&currency=EUR&currency=NOK",
    "of=projects&rows=theme&columns=theme&measure=count&country=AL&country=RS&match=country",
    "of=projects&rows=group&columns=country&measure=direct&country=RS",
    "of=organisations&rows=role&columns=kind&measure=count&q=a",
    "of=trainings&rows=year&columns=country&measure=count",
]


def test_each_number_is_that_of_the_list_it_leads_to(entries):
    tables = {
        (figure.key, query): figure.table(Narrowing(QueryDict(query)).counted(figure.section))
        for figure in FIGURES
        for query in queries_of_figures()
    }
    tables |= {("pivot", state): Pivot(QueryDict(state)).table for state in PIVOTS}

    checked = Counter()
    for (key, query), table in tables.items():
        for number, address in dict.fromkeys(linked_cells(table)):
            assert (key, query, address, number) == (key, query, address, number_of(list_at(address), number))
            checked[key, query] += 1

    assert [key for key in tables if key[1] == "" and checked[key] < 3] == []
    assert [state for state in PIVOTS if checked["pivot", state] < 3] == []


def test_every_cell_that_is_not_zero_is_linked_but_for_target_numbers(entries):
    for figure in FIGURES:
        table = figure.table(Narrowing(QueryDict()).counted(figure.section))
        unlinked = {
            column
            for row in table.rows
            for column, cell in zip(table.columns, row.cells, strict=True)
            if cell.value and not cell.link and not cell.parts
        }

        assert bool(unlinked) == (figure.key in ("direct-target-groups", "final-beneficiaries"))
        assert "Projects" not in unlinked


def test_grants_are_counted_by_country_and_type():
    albania = CountryFactory(code="AL", name="Albania")
    GrantFactory(recipient=OrganisationFactory(country=albania), line="core")
    GrantFactory(recipient=OrganisationFactory(country=albania), line="media")
    GrantFactory(line="media")
    sync.process_waiting()

    table = figure_of("grants-by-country-and-type")

    assert numbers(table) == {
        "Albania": {"Core grant": 1, "Media grant": 1, "Total": 2},
        "Not stated": {"Media grant": 1, "Total": 1},
        "Total": {"Core grant": 1, "Media grant": 2, "Total": 3},
    }
    assert [bar.width for bar in table.charts[0].bars] == [1000, 500]


def test_amounts_of_currencies_are_side_by_side_and_never_added():
    recipient = OrganisationFactory(country=CountryFactory(code="AL", name="Albania"))
    for amount, currency in (("100.50", "EUR"), ("200", "EUR"), ("7000", "NOK")):
        GrantFactory(recipient=recipient, amount=Decimal(amount), currency=currency)
    GrantFactory(recipient=recipient)
    sync.process_waiting()

    table = figure_of("amounts-by-country")

    assert numbers(table)["Albania"] == {
        "Grants": 4,
        "Grants in EUR": 2,
        "EUR awarded": Decimal("300.50"),
        "Grants in NOK": 1,
        "NOK awarded": Decimal(7000),
    }
    assert [cell.text for cell in table.rows[0].cells] == ["4", "2", "300.50", "1", "7,000"]
    assert table.notes == (
        "Amounts are published for 3 of 4 grants. They are as first awarded; different currencies are "
        "never added together.",
    )


def test_years_that_no_grant_states_are_no_chart_of_one_bar(client):
    GrantFactory()
    sync.process_waiting()

    page = text_of(client.get("/insights/"))

    assert figure_of("grants-by-year").is_empty
    assert "the year of the start is used. Not published yet." in page
    assert "Table: Grants by year" not in page


def test_amounts_that_no_grant_has_are_no_table_of_zeros():
    GrantFactory()

    table = figure_of("amounts-by-country")

    assert (table.rows, table.total, table.charts) == ((), None, ())


def test_target_numbers_that_no_counted_project_states_are_no_table_of_zeros():
    TargetGroupFactory(kind="direct", at_least=10)

    table = figure_of("direct-target-groups", "line=core")

    assert (table.rows, table.charts[0].bars) == ((), ())


def test_target_number_for_several_countries_is_counted_once():
    albania, serbia = CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS", name="Serbia")
    group = BeneficiaryGroupFactory(name="Youth", slug="youth")
    project = ProjectFactory()
    for number, countries in ((100, [albania]), (4500, [albania, serbia]), (7, []), (None, [serbia])):
        row = TargetGroupFactory(project=project, beneficiary_group=group, at_least=number)
        row.countries.set(countries)
    TargetGroupFactory(project=project, beneficiary_group=group, at_least=9000, kind="final")
    sync.process_waiting()

    direct, final = figure_of("direct-target-groups"), figure_of("final-beneficiaries")

    assert numbers(direct)["Youth"] == {
        "Projects": 1,
        "Albania": 100,
        "Several countries together": 4500,
        "Not stated": 7,
        "Total": 4607,
    }
    assert numbers(direct)["Total"]["Total"] == 4607
    assert numbers(final)["Youth"] == {"Projects": 1, "Not stated": 9000, "Total": 9000}
    assert direct.notes[0] == "Target numbers are stated by 1 of 1 projects. They are minimums (“at least”)."


def test_target_numbers_are_those_of_the_chosen_country_and_group():
    albania, serbia = CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS", name="Serbia")
    youth, roma = (BeneficiaryGroupFactory(name=name, slug=name.lower()) for name in ("Youth", "Roma"))
    project = ProjectFactory()
    project.places_of_work.set([albania, serbia])
    for number, group, country in ((1, youth, albania), (20, youth, serbia), (300, roma, albania)):
        TargetGroupFactory(project=project, beneficiary_group=group, at_least=number).countries.set([country])
    sync.process_waiting()

    state = "of=projects&rows=group&columns=country&measure=direct&country=AL&group=youth"
    table = Pivot(QueryDict(state)).table

    assert numbers(table) == {
        "Youth": {"Projects": 1, "Albania": 1, "Total": 1},
        "Total": {"Projects": 1, "Albania": 1, "Total": 1},
    }


def test_target_number_of_a_project_with_two_themes_counts_for_each_and_once_in_the_total():
    project = ProjectFactory()
    project.themes.set([ThemeFactory(name="Law"), ThemeFactory(name="Peace")])
    TargetGroupFactory(project=project, at_least=50)
    sync.process_waiting()

    table = Pivot(QueryDict("of=projects&rows=theme&measure=direct")).table

    assert numbers(table) == {name: {"Projects": 1, "Total": 50} for name in ("Law", "Peace", "Total")}
    assert table.notes[-1] == (
        "Some projects have several of these values. They are counted under each of them, but only once in "
        "the total."
    )


def test_countries_of_projects_form_a_matrix_of_both():
    countries = [CountryFactory(code=code, name=code) for code in ("AL", "MK", "RS")]
    for places in (countries[:2], countries[:2], countries[1:], countries[:1]):
        ProjectFactory().places_of_work.set(places)
    sync.process_waiting()

    table = figure_of("countries-together")

    assert numbers(table) == {
        "AL": {"AL": 3, "MK": 2},
        "MK": {"AL": 2, "MK": 3, "RS": 1},
        "RS": {"MK": 1, "RS": 1},
    }
    assert table.rows[0].cells[1].link == "/projects/?country=AL&country=MK&match=all"
    assert [(bar.label, bar.cell.value) for bar in table.charts[0].bars] == [("AL – MK", 2), ("MK – RS", 1)]


def test_organisations_are_ranked_by_projects_with_their_partners():
    first, second, third, alone = (OrganisationFactory(name=name) for name in ("A", "B", "C", "D"))
    for organisations in ((first, second), (first, second, third), (first,), (alone,)):
        project = ProjectFactory()
        for organisation in organisations:
            PartnerFactory(project=project, organisation=organisation)
    sync.process_waiting()

    table = figure_of("organisations-together")

    assert [(row.label, *(cell.text for cell in row.cells)) for row in table.rows] == [
        ("A", "3", "B (2); C (1)"),
        ("B", "2", "A (2); C (1)"),
        ("C", "1", "A (1); B (1)"),
    ]


def test_at_most_twenty_organisations_are_ranked_each_with_five_partners():
    project = ProjectFactory()
    for _ in range(22):
        PartnerFactory(project=project)
    sync.process_waiting()

    table = figure_of("organisations-together")

    assert len(table.rows) == 20
    assert {len(row.cells[1].parts) for row in table.rows} == {5}
    assert {row.cells[1].further for row in table.rows} == {"and 16 more"}


def make_drafts():
    """Make public entries that refer to drafts, and drafts that refer to public ones."""
    country = CountryFactory(code="AL", name="Albania")
    partner = OrganisationFactory(name="Open partner", country=country)
    project = ProjectFactory(name="Open project")
    secret = OrganisationFactory(name="Secret partner", slug="secret-partner", draft=True)
    for organisation in (partner, OrganisationFactory(name="Other partner"), secret):
        PartnerFactory(project=project, organisation=organisation)
    hidden = ProjectFactory(draft=True, name="Secret project")
    TargetGroupFactory(project=hidden, at_least=777)
    PartnerFactory(project=hidden, organisation=partner)
    GrantFactory(recipient=partner, amount=888, currency="EUR", draft=True, awarded_on=date(1999, 1, 1))
    GrantFactory(recipient=secret, amount=999, currency="EUR", awarded_on=date(1998, 1, 1))
    TrainingFactory(draft=True, starts_on=date(1997, 1, 1))


def test_drafts_are_neither_named_nor_counted(client):
    make_drafts()
    addresses = [
        "/insights/",
        *(f"/insights/{figure.key}.csv" for figure in FIGURES),
        *(f"/insights/pivot/?of=grants&rows=year&measure={one}" for one in ("count", "EUR")),
        "/insights/pivot/?of=projects&rows=country&measure=direct",
        "/insights/pivot/data.csv?of=projects&rows=theme&measure=direct",
    ]

    pages = {address: client.get(address).getvalue().decode() for address in addresses}

    secrets = re.compile("secret|777|888|999|1999|1998|1997", re.IGNORECASE)
    assert {address: secrets.findall(page) for address, page in pages.items() if secrets.search(page)} == {}
    assert "Open partner" in pages["/insights/"]


def test_page_and_files_state_the_same_numbers(client, entries):
    page = client.get("/insights/?country=AL&country=RS")

    for shown in page.context["figures"]:
        rows = rows_of_csv(client.get(f"/insights/{shown.file_address}"))
        table = shown.table
        assert rows[0] == [table.heading, *table.columns]
        assert rows[1:] == [[str(value) for value in line] for line in table.lines]
    assert {len(shown.table.rows) > 0 for shown in page.context["figures"]} == {True}


def test_filters_that_entries_do_not_have_are_named_at_their_figures(client):
    GrantFactory(line="core")
    TrainingFactory(starts_on=date(2024, 1, 1))

    page = text_of(client.get("/insights/?line=core"))

    assert page.count("These filters do not apply to trainings: Grant type.") == 1


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("country=QQ", "Country: “QQ” is not a known value."),
        ("line=none-such", "Grant type: “none-such” is not a known value."),
        ("year=soon", "Year: “soon” is not a known value."),
        ("theme=x", "Theme: “x” is not a known value."),
        ("match=some", "“match” can be “all” or the name of a filter, not “some”."),
        ("sort=name", "The parameter “sort” is not known."),
        ("colour=red", "The parameter “colour” is not known."),
    ],
)
def test_wrong_address_is_named_on_the_page_and_refused_in_files(client, query, notice):
    page = client.get(f"/insights/?{query}")
    file = client.get(f"/insights/grants-by-year.csv?{query}")

    assertContains(page, notice)
    assert text_of(page).count(notice) == 1
    assertContains(file, notice, status_code=400)


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("of=grant", "“grant” is not a choice for “of”. Did you mean “grants”? Showing “Grants”."),
        ("rows=colour", "“colour” is not a choice for “rows”. Showing “Country”."),
        ("rows=organisation&of=projects", "“organisation” is not a choice for “rows”. Showing “Country”."),
        ("columns=countr", "“countr” is not a choice for “columns”. Did you mean “country”? Showing “None”."),
        ("measure=direct", "“direct” is not a choice for “measure”. Showing “Number of grants”."),
        ("measure=USD", "“USD” is not a choice for “measure”. Showing “Number of grants”."),
        ("page=2", "The parameter “page” is not known. It was ignored."),
        ("country=QQ", "Country: “QQ” is not a known value. It was ignored."),
        (
            "of=projects&rows=theme&columns=theme&measure=direct",
            "Target numbers need different rows and columns, so there are no columns.",
        ),
    ],
)
def test_nonsense_in_the_address_of_a_pivot_is_named(client, query, notice):
    page = client.get(f"/insights/pivot/?{query}")
    files = [client.get(f"/insights/pivot/data.{name}?{query}") for name in ("csv", "xlsx")]

    assert [str(one) for one in page.context["notices"]] == [notice]
    assert [file.status_code for file in files] == [400, 400]


def test_address_of_a_pivot_contains_its_whole_state(entries):
    state = "q=a&country=AL&country=RS&match=all&of=projects&rows=theme&columns=state&measure=count"

    assert Pivot(QueryDict(state)).address.urlencode() == state
    assert Pivot(QueryDict("")).address.urlencode() == "of=grants&rows=country&measure=count"


def test_form_of_a_pivot_keeps_the_search_and_the_bounds_of_amounts(client):
    GrantFactory(amount=100, currency="EUR")

    page = client.get("/insights/pivot/?of=grants&currency=EUR&amount_from=50&q=organisation")

    assertContains(page, '<input type="hidden" name="amount_from" value="50">')
    assertContains(page, '<input type="hidden" name="q" value="organisation">')


def test_pivot_without_entries_explains_it(client):
    page = client.get("/insights/pivot/?of=trainings")

    assertContains(page, "There is nothing to count here.")
    assertNotContains(page, "<table")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1"])
def test_names_are_no_formulas_in_files(client, name):
    theme = ThemeFactory(name=name)
    project = ProjectFactory()
    project.themes.add(theme)
    address = "of=projects&rows=theme&columns=theme&measure=count"

    rows = rows_of_csv(client.get(f"/insights/pivot/data.csv?{address}"))
    book = load_workbook(io.BytesIO(client.get(f"/insights/pivot/data.xlsx?{address}").getvalue()))

    assert [rows[0][1], rows[1][0]] == [f"'{name}", f"'{name}"]
    sheet = book.worksheets[0]
    assert [(cell.value, cell.data_type) for cell in (sheet["B1"], sheet["A2"])] == [(name, "s")] * 2


def test_excel_file_states_where_it_comes_from(client):
    GrantFactory(recipient__country=CountryFactory(code="AL", name="Albania"))
    address = "of=grants&rows=country&measure=count&country=AL"

    book = load_workbook(io.BytesIO(client.get(f"/insights/pivot/data.xlsx?{address}").getvalue()))

    about = dict(row[:2] for row in book["About"].iter_rows(values_only=True))
    assert [about["Content"], about["Filter"]] == ["Number of grants by country", "Country: Albania"]
    assert about["The list on the portal"] == (
        "http://testserver/insights/pivot/?country=AL&of=grants&rows=country&measure=count"
    )
    assert [list(row) for row in book.worksheets[0].iter_rows(values_only=True)] == [
        ["Country", "Grants"],
        ["Albania", 1],
        ["Total", 1],
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/insights/grants-by-country-and-type.csv?country=AL",
        "/insights/pivot/data.csv?of=grants&rows=country&measure=count",
        "/insights/pivot/data.xlsx?of=grants&rows=country&measure=count",
    ],
)
def test_file_is_sent_only_if_anything_has_changed(client, address):
    grant = GrantFactory(recipient__country=CountryFactory(code="AL", name="Albania"))

    first = client.get(address)
    first.getvalue()  # a streamed file is closed when it was read
    etag = first["ETag"]
    unchanged = client.get(address, headers={"if-none-match": etag})
    grant.line = "media"
    grant.save()
    changed = client.get(address, headers={"if-none-match": etag})

    changed.getvalue()
    assert [unchanged.status_code, changed.status_code] == [304, 200]


def make_one_of_each():
    country, theme, group = CountryFactory(code="AL"), ThemeFactory(), BeneficiaryGroupFactory()
    recipient = OrganisationFactory(country=country)
    grant = GrantFactory(recipient=recipient, line="regional", amount=5, currency="EUR")
    project = ProjectFactory(grant=grant)
    project.themes.add(theme)
    TargetGroupFactory(project=project, beneficiary_group=group, at_least=5).countries.add(country)
    for organisation in (recipient, OrganisationFactory()):
        PartnerFactory(project=project, organisation=organisation)
    TrainingFactory(country=country, starts_on=date(2024, 1, 1))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "number"), [("/insights/", PAGE_QUERIES), ("/insights/pivot/", PIVOT_QUERIES)]
)
def test_pages_take_a_fixed_number_of_queries(client, django_assert_num_queries, address, number, rows):
    for _ in range(rows):
        make_one_of_each()
    client.get(address)  # reads what a process keeps

    with django_assert_num_queries(number):
        client.get(address)


def test_map_says_what_its_numbers_are(client):
    make_one_of_each()

    response = client.get("/insights/")

    assertContains(response, '<p class="map__source">Grants by country. Shapes: Natural Earth.</p>')


def test_kept_numbers_follow_every_change(client):
    make_one_of_each()
    before = [numbers(figure_of(figure.key)) for figure in FIGURES]

    TargetGroup.objects.update(at_least=6)
    Partner.objects.last().delete()
    Grant.objects.update(amount=7)
    sync.process_waiting()
    after = {figure.key: numbers(figure_of(figure.key)) for figure in FIGURES}

    assert before[4] != after["direct-target-groups"]
    assert after["amounts-by-type"]["Total"]["EUR awarded"] == 7
    assert after["direct-target-groups"]["Total"]["Total"] == 6
    assert after["organisations-together"] == {}


@pytest.mark.parametrize("kept", [stated_numbers, partners_of_projects])
def test_partners_and_numbers_are_made_again_only_if_they_changed(kept):
    make_one_of_each()
    sync.process_waiting()
    before = kept(counted_projects())

    Project.objects.update(acronym="NEW")
    after_another_change = kept(counted_projects())
    TargetGroup.objects.update(at_least=6)
    Partner.objects.last().delete()

    assert after_another_change is before
    assert kept(counted_projects()) is not before


def test_draft_leaves_partners_and_numbers(client):
    make_one_of_each()
    sync.process_waiting()
    client.get("/insights/")

    Project.objects.update(published_at=None)
    sync.process_waiting()

    assert numbers(figure_of("organisations-together")) == {}
    assert numbers(figure_of("direct-target-groups")) == {"Total": {}}


def test_every_kind_has_filters_to_count_by():
    assert set(FILTERSETS) == set(KINDS_BY_SECTION)
