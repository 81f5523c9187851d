"""The files of the four lists, against the lists themselves and against import-export's own export."""

import io
import json
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Grant, Organisation
from projects.exports import ProjectResource
from projects.models import Project
from smartbalkans.datasets import DATASETS
from tests.catalogue.exports.files import content, csv_rows, sheets
from tests.factories import (
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    TrainingFactory,
)
from tests.queries import RANKING_QUERIES
from tests.sample_data.entries import make_entries
from trainings.exports import TrainingResource
from trainings.models import Training

pytestmark = pytest.mark.django_db

FILE_QUERIES = 15  # ETag; version; rows; one for each source of the many-valued columns
SEARCH_QUERIES = FILE_QUERIES + 1 + RANKING_QUERIES  # the synonyms

LISTS = {
    "organisations": (Organisation, OrganisationResource),
    "projects": (Project, ProjectResource),
    "grants": (Grant, GrantResource),
    "trainings": (Training, TrainingResource),
}


@pytest.mark.parametrize("section", LISTS)
def test_cells_are_those_of_import_exports_own_export(client, section):
    make_entries(60)
    model, resource = LISTS[section]
    keys = [*client.get(f"/{section}/").context["filterset"].keys()]
    site = "http://testserver"

    rows = csv_rows(client.get(f"/{section}/data.csv"))
    exported = resource().export(model.objects.for_public().order_by("pk")).dict

    expected = {row["Slug"]: dict(row) for row in exported}
    assert len(rows) == len(keys) == len(expected) > 3
    for row in rows:
        own = expected[row["Slug"]]
        own["Page"] = site + own["Page"]
        assert row == {heading: value or "" for heading, value in own.items()}


@pytest.mark.parametrize(
    ("section", "query"),
    [
        *product(
            LISTS, ["", "q=co", "country=AL&country=RS", "country=none", "q=mladi&sort=newest&utm_source=x"]
        ),
        *product(["organisations", "projects", "grants"], ["line=core"]),
        *product(["projects", "grants"], ["state=ended"]),
    ],
)
def test_rows_of_a_file_are_those_of_its_pages(client, section, query):
    make_entries(80)

    first = client.get(f"/{section}/?{query}")
    pages = range(1, first.context["page_obj"].paginator.num_pages + 1)
    listed = [
        entry.slug
        for page in pages
        for entry in client.get(f"/{section}/?{query}&page={page}").context["object_list"]
    ]

    assert [row["Slug"] for row in csv_rows(client.get(f"/{section}/data.csv?{query}"))] == listed
    assert [
        row["slug"] for row in json.loads(content(client.get(f"/{section}/data.json?{query}")))["rows"]
    ] == listed
    sheet = sheets(client.get(f"/{section}/data.xlsx?{query}")).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value] == listed


def test_rows_of_a_search_of_which_no_entry_has_all_words_are_those_of_its_page(client):
    """Neither the page nor a file hides that they have most of the words only."""
    for name in ("Legal aid of Bar", "Legal aid", "Legal reform"):
        OrganisationFactory(name=name)
    query = "?q=legal+aid+zebra"
    note = "No entry has all of these words. These have most of them."

    page = client.get(f"/organisations/{query}")
    rows = csv_rows(client.get(f"/organisations/data.csv{query}"))
    data = json.loads(content(client.get(f"/organisations/data.json{query}")))
    book = sheets(client.get(f"/organisations/data.xlsx{query}&columns=name"))

    names = [entry.name for entry in page.context["object_list"]]
    assert sorted(names) == ["Legal aid", "Legal aid of Bar"]
    assert [row["Name"] for row in rows] == names
    assert [row["name"] for row in data["rows"]] == names
    assert [name for (name,) in book["Organisations"].iter_rows(min_row=2, values_only=True)] == names
    assert page.context["notices"] == [note]
    assert (data["about"]["note"], dict(book["About"].values)["Note"]) == (note, note)


def test_file_of_a_search_has_no_note_if_entries_have_all_words(client):
    OrganisationFactory(name="Legal aid")

    data = json.loads(content(client.get("/organisations/data.json?q=legal+aid")))

    assert (len(data["rows"]), "note" in data["about"]) == (1, False)


def test_csv_is_what_excel_reads_and_never_a_formula(client):
    for name in ("Nedžma Џанановић", "=1+1", "+1", "-1", "@SUM(A1)", 'a "quote"'):
        OrganisationFactory(name=name, summary="and\na line")

    address = "/organisations/data.csv?columns=name"

    assert content(client.get(address)).startswith(b"\xef\xbb\xbfName\r\n")
    assert sorted(row["Name"] for row in csv_rows(client.get(address))) == sorted(
        ["Nedžma Џанановић", "'=1+1", "'+1", "'-1", "'@SUM(A1)", 'a "quote"']
    )
    assert csv_rows(client.get("/organisations/data.csv?columns=summary"))[0]["Summary"] == "and\na line"


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("grants/data.csv?country=KS", ["Country: “KS” is not a known value. Did you mean “XK” (Kosovo)?"]),
        ("grants/data.xlsx?country=al", ["Country: “al” is not a known value. Did you mean “AL” (Albania)?"]),
        (
            "projects/data.json?country=XK&country=Albanija",
            ["Country: “Albanija” is not a known value. Did you mean “AL” (Albania)?"],
        ),
        ("projects/data.json?contry=AL", ["The parameter “contry” is not known. Did you mean “country”?"]),
        ("projects/data.csv?page=2&zzz=1", ["The parameter “zzz” is not known."]),
        ("trainings/data.csv?sort=nonsense", ["The list cannot be sorted by “nonsense”."]),
        ("trainings/data.csv?q=%3F%3F", ["“??” contains no letters or digits to search for."]),
        ("trainings/data.csv?q=" + "x" * 301, ["The search is longer than 300 characters."]),
        ("grants/data.csv?amount_from=5", ["To filter by the amount “5”, choose one currency."]),
        ("grants/data.csv?currency=EUR&amount_to=lots", ["“lots” is not an amount."]),
        (
            "organisations/data.csv?" + "&".join(f"theme={number}" for number in range(51)),
            [
                *(f"Theme: “{number}” is not a known value." for number in range(20)),
            ],
        ),
        ("organisations/data.csv?columns=name,staff_note", ["There is no column “staff_note”."]),
        ("organisations/goals.csv?columns=name", ["There is no column “name”."]),
        (
            "organisations/data.csv?headings=both",
            ["“headings” can only be “keys”, in these files: CSV, Excel."],
        ),
        (
            "organisations/data.json?headings=keys",
            ["“headings” can only be “keys”, in these files: CSV, Excel."],
        ),
        ("organisations/data.csv?shape=rows", ["“shape” can only be “rows”, in these files: JSON."]),
        (
            "organisations/partners.csv?contry=AL",
            ["The parameter “contry” is not known. Did you mean “country”?"],
        ),
        ("trainings/calendar.ics?columns=name", ["The parameter “columns” is not known."]),
        (
            "grants/360giving.json?country=KS",
            ["Country: “KS” is not a known value. Did you mean “XK” (Kosovo)?"],
        ),
        ("projects/iati.xml?month=5", ["The parameter “month” is not known."]),
        ("feed.atom?country=AL", ["The parameter “country” is not known. This address takes no parameters."]),
        ("data/smart-balkans.zip?q=x", ["The parameter “q” is not known. This address takes no parameters."]),
        ("data/datapackage.json?q=x", ["The parameter “q” is not known. This address takes no parameters."]),
        (
            "organisations/one/data.json?q=x",
            ["The parameter “q” is not known. This address takes no parameters."],
        ),
        (
            "trainings/one/calendar.ics?q=x",
            ["The parameter “q” is not known. This address takes no parameters."],
        ),
    ],
)
def test_file_is_refused_where_a_part_of_its_address_is_not_understood(client, address, errors):
    for code, name in {"AL": "Albania", "XK": "Kosovo"}.items():
        country = CountryFactory(code=code, name=name)
        organisation = OrganisationFactory(country=country, slug="one" if code == "AL" else "two")
        GrantFactory(recipient=organisation)
        PartnerFactory(organisation=organisation)
    TrainingFactory(slug="one", starts_on=date(2024, 1, 2))

    response = client.get(f"/{address}")

    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "\n".join(
        [
            "This address contains errors, so no file was created:",
            *(f"- {error}" for error in errors),
            "Correct the address, or remove these parts.",
            "",
        ]
    )


def test_page_links_to_files_without_the_parts_that_it_ignored(client):
    CountryFactory(code="AL", name="Albania")
    OrganisationFactory()

    page = client.get("/organisations/?country=AL&country=KS&contry=RS&sort=x&q=&utm_source=mail&page=1")

    assert page.context["notices"] == [
        "The parameter “contry” is not known. Did you mean “country”? It was ignored.",
        "Country: “KS” is not a known value. It was ignored.",
        "The list cannot be sorted by “x”.",
    ]
    assert {file["address"] for file in page.context["files"]["formats"]} == {
        "data.csv?country=AL",
        "data.xlsx?country=AL",
        "data.json?country=AL",
    }


@pytest.mark.parametrize("file", ["data.csv", "data.json?country=AL", "data.xlsx", "goals.csv"])
def test_file_is_sent_again_only_after_a_change(client, django_assert_num_queries, file):
    organisation = OrganisationFactory(country=CountryFactory(code="AL"))
    address = f"/organisations/{file}"
    first = client.get(address)
    content(first)

    with django_assert_num_queries(1):
        unchanged = client.get(address, headers={"if-none-match": first["ETag"]})
    Organisation.objects.filter(pk=organisation.pk).update(town="Another town")
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    other = client.get("/organisations/data.csv?sort=newest", headers={"if-none-match": first["ETag"]})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert [bool(content(response)) for response in (changed, other)] == [True, True]
    assert (changed.status_code, other.status_code) == (200, 200)
    assert len({first["ETag"], changed["ETag"], other["ETag"]}) == 3


def test_json_has_numbers_and_the_codes_of_labels(client):
    grant = GrantFactory(
        amount=Decimal("12345678.90"),
        currency="EUR",
        line="local_initiative",
        starts_on=date(2024, 1, 2),
        ends_on=date(2024, 3, 4),
        recipient__kind="cso",
    )

    file = json.loads(content(client.get("/grants/data.json?columns=line,amount,starts_on,state")))
    (entry,) = json.loads(content(client.get("/organisations/data.json?shape=rows&columns=kind,grant_lines")))

    assert file["rows"] == [
        {
            "line": "Local initiative grant",
            "line_code": "local_initiative",
            "amount": 12345678.9,
            "starts_on": "2024-01-02",
            "state": "Ended",
            "state_code": "ended",
        }
    ]
    assert entry == {
        "kind": grant.recipient.get_kind_display(),
        "kind_code": "cso",
        "grant_lines": ["Local initiative grant"],
        "grant_lines_code": ["local_initiative"],
    }


@pytest.mark.parametrize("section", LISTS)
def test_json_of_rows_alone_is_the_array_of_the_whole_file(client, section):
    make_entries(60)

    whole = json.loads(content(client.get(f"/{section}/data.json")))
    rows = json.loads(content(client.get(f"/{section}/data.json?shape=rows")))

    assert rows == whole["rows"]
    assert len(rows) > 3


def test_relations_are_tidy_files_and_further_sheets(client):
    partner = PartnerFactory(role="lead")
    group = TargetGroupFactory(project=partner.project, words="pupils", at_least=4500)
    group.countries.add(CountryFactory(code="ME", name="Montenegro"))

    partners = csv_rows(client.get("/projects/partners.csv"))
    groups = csv_rows(client.get("/projects/target-groups.csv"))
    of_organisations = csv_rows(client.get("/organisations/partners.csv"))

    assert [(row["Organisation"], row["Role"]) for row in partners] == [
        (partner.organisation.name, "Lead applicant")
    ]
    assert [(row["In the project's words"], row["Target number"], row["Countries"]) for row in groups] == [
        ("pupils", "4500", "Montenegro")
    ]
    assert of_organisations == partners
    assert sheets(client.get("/projects/data.xlsx")).sheetnames == [
        "Projects",
        "Partners",
        "Objectives and results",
        "Target groups",
        "Activities",
        "About",
    ]
    assert sheets(client.get("/organisations/data.xlsx")).sheetnames == [
        "Organisations",
        "Projects",
        "Other names",
        "Goals",
        "Activities",
        "About",
    ]
    assert sheets(client.get("/trainings/data.xlsx")).sheetnames == [
        "Trainings",
        "Speakers",
        "Testimonials",
        "About",
    ]


def test_rows_of_entries_are_tidy_files_in_the_order_of_their_page(client):
    goal = GoalFactory(text="Schools stand open", order=2)
    GoalFactory(organisation=goal.organisation, text="Courts are fair", order=1)
    OtherNameFactory(organisation=goal.organisation, name="Građanska alijansa")
    OrganisationActivityFactory(organisation=goal.organisation, text="Trainings")
    objective = ObjectiveFactory(text="Youth is heard", kind="result")
    ProjectActivityFactory(project=objective.project, text="A camp", level=1)
    speaker = SpeakerFactory(name="Ana", academic_title="Ph.D.", organisation=goal.organisation)
    TestimonialFactory(training=speaker.training, person="Vesa", words="Well done", is_quotation=False)

    def cells_at(address, *headings):
        return [tuple(row[heading] for heading in headings) for row in csv_rows(client.get(address))]

    assert cells_at("/organisations/goals.csv", "Organisation's slug", "Order", "Text") == [
        (goal.organisation.slug, "1", "Courts are fair"),
        (goal.organisation.slug, "2", "Schools stand open"),
    ]
    assert cells_at("/organisations/other-names.csv", "Other name") == [("Građanska alijansa",)]
    assert cells_at("/organisations/activities.csv", "Level", "Text") == [("1", "Trainings")]
    assert cells_at("/projects/objectives.csv", "Kind", "Text") == [("Expected result", "Youth is heard")]
    assert cells_at("/projects/activities.csv", "Project", "Text") == [(objective.project.name, "A camp")]
    assert cells_at("/trainings/speakers.csv", "Academic title", "Name", "Organisation") == [
        ("Ph.D.", "Ana", goal.organisation.name)
    ]
    assert cells_at("/trainings/testimonials.csv", "Person", "Testimonial", "Direct quotation") == [
        ("Vesa", "Well done", "no")
    ]


def test_relations_follow_the_filters_of_the_list(client):
    PartnerFactory(project__name="Kestrel")
    PartnerFactory(project__name="Osprey")

    rows = csv_rows(client.get("/projects/partners.csv?q=kestrel"))

    assert [row["Project"] for row in rows] == ["Kestrel"]


@pytest.mark.attack
def test_drafts_and_staff_notes_are_in_no_file(client):
    partner = PartnerFactory(organisation__name="Secret partner", organisation__draft=True)
    PartnerFactory(project__name="Secret project", project__draft=True, organisation=OrganisationFactory())
    GrantFactory(call="Secret call", draft=True, recipient=OrganisationFactory())
    GrantFactory(recipient__name="Secret recipient", recipient__draft=True)
    ProjectFactory(name="Secret plan", draft=True, grant=GrantFactory())
    ProjectFactory(grant=GrantFactory(draft=True, slug="secret-grant"))
    SpeakerFactory(organisation=OrganisationFactory(name="Secret employer", draft=True))
    TestimonialFactory(organisation=OrganisationFactory(name="Secret house", slug="secret", draft=True))
    for factory in (GoalFactory, OtherNameFactory, OrganisationActivityFactory):
        factory(organisation__draft=True, organisation__name="Secret organisation")
    for factory in (ObjectiveFactory, ProjectActivityFactory, TargetGroupFactory):
        factory(project__draft=True, project__name="Secret project")
    SpeakerFactory(training__draft=True, training__name="Secret training")
    for entry in (partner.project, OrganisationFactory(), GrantFactory()):
        entry.staff_note = "Secret note"
        entry.save()
    paths = [f"/{section}/data.{kind}" for section in LISTS for kind in ("csv", "json")]
    paths += [dataset.address for dataset in DATASETS if dataset.part] + ["/organisations/partners.csv"]
    paths += [
        f"{entry.get_absolute_url()}data.json" for entry in (partner.project, Organisation.objects.last())
    ]

    found = {path: b"ecret" in content(client.get(path)) for path in paths}

    assert [path for path, leaks in found.items() if leaks] == []
    for section in LISTS:
        for sheet in sheets(client.get(f"/{section}/data.xlsx")).worksheets:
            assert not [
                cell for row in sheet.iter_rows(values_only=True) for cell in row if "ecret" in str(cell)
            ]


@pytest.mark.parametrize("section", LISTS)
def test_file_without_rows_has_its_headings(client, section):
    headings = [str(column.heading) for column in LISTS[section][1].columns().values()]

    assert content(client.get(f"/{section}/data.csv")).decode("utf-8-sig").strip().split(",") == headings
    assert json.loads(content(client.get(f"/{section}/data.json")))["rows"] == []
    sheet = sheets(client.get(f"/{section}/data.xlsx")).worksheets[0]
    assert [cell.value for cell in sheet[1]] == headings


def test_excel_file_is_sent_while_its_rows_are_read(client, django_assert_num_queries):
    OrganisationFactory(slug="one")
    response = client.get("/organisations/data.xlsx")
    pieces = iter(response)

    with django_assert_num_queries(0):
        first = next(pieces)

    assert first.startswith(b"PK")
    assert load_workbook(io.BytesIO(first + b"".join(pieces))).active["A2"].value == "one"
    response.close()


@pytest.mark.parametrize("rows", [3, 30])
def test_file_takes_a_fixed_number_of_queries_a_chunk(client, django_assert_num_queries, rows):
    make_entries(rows)
    content(client.get("/organisations/data.csv"))  # works off what is new, and learns the order

    with django_assert_num_queries(FILE_QUERIES):
        content(client.get("/organisations/data.csv"))


@pytest.mark.parametrize("rows", [3, 30])
def test_file_of_a_search_ranks_its_results_once(client, django_assert_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory(name="Civic Alliance")
    content(client.get("/organisations/data.csv?q=civic"))

    with django_assert_num_queries(SEARCH_QUERIES):
        content(client.get("/organisations/data.csv?q=civic"))


def test_entry_is_described_as_json(client):
    organisation = OrganisationFactory(
        name="Civic Alliance", country=CountryFactory(code="ME", name="Montenegro")
    )

    data = client.get(f"{organisation.get_absolute_url()}data.json").json()

    assert (data["name"], data["country"], data["about"]["page"]) == (
        "Civic Alliance",
        "Montenegro",
        f"http://testserver{organisation.get_absolute_url()}",
    )
    assert client.get("/organisations/nobody/data.json").status_code == 404


def test_page_offers_its_files_under_its_query_string(client):
    OrganisationFactory(country=CountryFactory(code="AL", name="Albania"))

    page = client.get("/organisations/?country=AL&page=1")

    assert page.context["files"]["formats"] == [
        {"label": "CSV", "address": "data.csv?country=AL"},
        {"label": "Excel", "address": "data.xlsx?country=AL"},
        {"label": "JSON", "address": "data.json?country=AL"},
    ]
    assert page.context["files"]["query"] == [("country", "AL")]
    assert QueryDict("country=AL").urlencode() in page.content.decode()
