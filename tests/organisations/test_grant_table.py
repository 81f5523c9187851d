from datetime import date

import pytest

from catalogue.search.facets import counter_of
from catalogue.search.registry import index_of
from catalogue.search.selection import FetchedSlice
from organisations.grant_table import columns_of, rows_of
from organisations.models import Grant
from tests.factories import GrantFactory

pytestmark = pytest.mark.django_db


def page_of(*grants: Grant) -> FetchedSlice:
    return FetchedSlice([grant.pk for grant in grants], Grant.objects.for_public().with_public_parts())


def current_state():
    return counter_of(index_of(Grant)).state


def facts(*grants: Grant, order: str = "recipient") -> list[str]:
    return [column.fact for column in columns_of(page_of(*grants), current_state(), order)]


def test_column_is_shown_if_any_grant_of_the_page_has_its_fact():
    bare = GrantFactory(amount=None, currency="", starts_on=None, ends_on=None)
    awarded = GrantFactory(
        amount=None, currency="", awarded_on=date(2023, 5, 9), starts_on=None, ends_on=None
    )

    assert "awarded_on" not in facts(bare)
    assert "awarded_on" in facts(bare, awarded)


def test_column_that_orders_the_list_is_shown_without_facts():
    bare = GrantFactory(amount=None, currency="", starts_on=None, ends_on=None)

    assert "amount" not in facts(bare)
    assert "amount" in facts(bare, order="amount")


def test_row_has_the_cells_of_the_shown_columns_only():
    grant = GrantFactory(amount=5000, currency="EUR", awarded_on=date(2023, 5, 9), reference="SB-7")
    columns = columns_of(page_of(grant), current_state(), "recipient")
    few = [column for column in columns if column.fact != "awarded_on"]

    all_cells = rows_of(page_of(grant), current_state(), columns)[grant.pk]
    fewer_cells = rows_of(page_of(grant), current_state(), few)[grant.pk]

    assert "SB-7" in all_cells.title
    assert "Awarded:" in all_cells.cells
    assert "Awarded:" not in fewer_cells.cells
    assert "5,000" in fewer_cells.cells
