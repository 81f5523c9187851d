"""New grants that look like others: a grant has no name by which it is recognised."""

import pytest

from catalogue.imports.similar_entries import Recognition
from organisations.exports import GrantResource
from tests.catalogue.imports.importing import check_file, counts, import_file
from tests.factories import GrantFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

TO_UPDATE = "To update it, enter its slug in the column “Slug”. Otherwise this row adds another entry."
HEADINGS = "Recipient,Line,Reference,Call,Amount,Currency,Awarded on\n"


@pytest.fixture
def civic():
    OrganisationFactory(name="Open School")
    return OrganisationFactory(slug="civic", name="Civic")


def check(*rows):
    return check_file(GrantResource, (HEADINGS + "\n".join(rows) + "\n").encode(), "grants.csv")


def warnings(run):
    return list(run.findings.filter(is_wrong=False).values_list("line", "message"))


def test_file_imported_twice_is_warned_of_in_every_row(civic):
    content = f"{HEADINGS}Civic,Core grant,,2024,12500,EUR,\nCivic,Media grant,SB-2,,,,\n".encode()
    import_file(GrantResource, content, "grants.csv")

    run = check_file(GrantResource, content, "grants.csv")

    assert counts(run) == (2, 0, 0, 0)
    assert warnings(run) == [
        (
            2,
            "This looks like “core-civic”, which already exists: the same recipient, grant type, call or "
            f"round, amount awarded. {TO_UPDATE}",
        ),
        (
            3,
            "This looks like “media-civic”, which already exists: the same reference, recipient, grant type. "
            f"{TO_UPDATE}",
        ),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "Civic,Core grant,SB-1,2024,12500.00,EUR,2024-03-05",
        "Civic,Core grant,,,,,",
        "Civic,Core grant,,2024,,,",
        "Civic,Core grant,,,12500,EUR,5/3/2024",
        "Open School,Media grant,SB-1,,,,",
    ],
    ids=["same", "only recipient", "call", "amount", "reference of another"],
)
def test_grant_without_a_difference_looks_like_another(civic, row):
    GrantFactory(
        recipient=civic, line="core", reference="SB-1", call="2024", amount=12500, currency="EUR",
        awarded_on="2024-03-05",
    )  # fmt: skip

    assert [line for line, _message in warnings(check(row))] == [2]


@pytest.mark.parametrize(
    "row",
    [
        "Civic,Core grant,SB-2,2024,12500,EUR,",
        "Civic,Core grant,,2025,12500,EUR,",
        "Civic,Core grant,,2024,13000,EUR,",
        "Civic,Core grant,,2024,12500,EUR,2024-04-05",
        "Civic,Media grant,,2024,12500,EUR,",
        "Open School,Core grant,,2024,12500,EUR,",
    ],
    ids=["reference", "call", "amount", "day", "line", "recipient"],
)
def test_grant_with_a_difference_is_another(civic, row):
    GrantFactory(
        recipient=civic, line="core", reference="SB-1", call="2024", amount=12500, currency="EUR",
        awarded_on="2024-03-05",
    )  # fmt: skip

    assert warnings(check(row)) == []


def test_grant_twice_in_the_file_is_warned_of(civic):
    run = check("Civic,Core grant,,1,,,", "Civic,Core grant,,2,,,", "Civic,Core grant,,2,,,")

    assert warnings(run) == [
        (
            4,
            "This looks like row 3: the same recipient, grant type, call or round. Check that they are not "
            "the same entry.",
        )
    ]


def test_grant_with_its_slug_is_not_warned_of(civic):
    GrantFactory(slug="core-civic", recipient=civic, line="core")

    run = check_file(GrantResource, b"Slug,Call\ncore-civic,2024\n", "grants.csv")

    assert (counts(run), run.warned) == ((0, 1, 0, 0), 0)


@pytest.mark.parametrize("count", [1, 30])
def test_number_of_queries_does_not_depend_on_the_grants(civic, count, django_assert_num_queries):
    recognition = Recognition(GrantResource)
    for number in range(count):
        GrantFactory(recipient=civic, line="core", reference=f"SB-{number}")
        recognition.add(number, {"recipient": civic.pk, "line": "core", "reference": f"SB-{number}"})

    with django_assert_num_queries(2):
        found = recognition.warnings()

    assert len(found) == count
