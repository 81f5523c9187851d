from catalogue.outline import outline
from organisations.models import Activity


def rows(*levels):
    numbered = enumerate(levels, start=1)
    return [Activity(order=number, level=level, text=str(number)) for number, level in numbered]


def shape(items):
    return [(item.row.text, [part.text for part in item.parts]) for item in items]


def test_outline_puts_level_2_below_the_level_1_before_it():
    activities = rows(1, 2, 2, 1, 2)

    items = outline(activities)

    assert shape(items) == [("1", ["2", "3"]), ("4", ["5"])]


def test_outline_of_nothing_is_empty():
    assert outline([]) == []


def test_outline_keeps_a_level_2_that_has_nothing_above_it():
    activities = rows(2, 2)

    items = outline(activities)

    assert shape(items) == [("1", ["2"])]
