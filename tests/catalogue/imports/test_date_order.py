"""Columns of dates that prove themselves to have the month first."""

import pytest

from catalogue.imports.date_order import DateOrder
from catalogue.imports.layout import ImportKind
from organisations.exports import GrantResource


def order_of(*dates: str) -> DateOrder:
    order = DateOrder(ImportKind(GrantResource).entries, ["slug", "starts_on"])
    for line, date in enumerate(dates, start=2):
        order.add(line, ["one", date])
    return order


@pytest.mark.parametrize("dates", [["12/31/2024"], ["01/02/2024", "12/31/2024"]])
def test_a_date_with_a_second_number_over_twelve_proves_the_month_first(dates):
    assert list(order_of(*dates).month_first) == ["starts_on"]


@pytest.mark.parametrize("dates", [[], ["01/02/2024"], ["31/12/2024"], ["31/12/2024", "12/31/2024"]])
def test_other_columns_are_read_with_the_day_first(dates):
    assert list(order_of(*dates).month_first) == []


def test_warnings_name_the_first_date_that_proves_it():
    (warning,) = order_of("01/02/2024", "12/31/2024", "12/30/2024").warnings()

    assert not warning.is_wrong
    assert warning.line == 3
    assert warning.message == (
        "The dates of this column were read with the month first: “12/31/2024” as 2024-12-31."
    )
