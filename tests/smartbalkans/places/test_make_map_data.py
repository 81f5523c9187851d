"""The lines of the map: simplified, clipped, and written as a path."""

from smartbalkans.places import make_map_data as made

SQUARE = [(10, 10), (110, 10), (110, 110), (10, 110)]


def test_small_corners_are_left_out_and_ends_stay():
    line = [(0, 0), (10, 0.1), (20, 0), (20, 20)]

    assert made.simplified(line) == [(0, 0), (20, 0), (20, 20)]


def test_closed_line_stays_an_area():
    ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]

    assert len(made.simplified(ring)) == 4


def test_shapes_end_at_the_edge_of_the_map():
    ring = made.clipped([(-50, 10), (50, 10), (50, 60), (-50, 60)])

    assert {x for x, _y in ring} == {-made.MARGIN, 50}


def test_path_is_relative_and_in_whole_units():
    assert made.path_of([SQUARE]) == "M10 10l100 0 0 100-100 0z"


def test_number_is_inside_its_country():
    x, y = made.label_of(SQUARE)

    assert made.contains(SQUARE, (x, y))
    assert not made.contains(SQUARE, (5, 5))
    assert max(abs(x - 60), abs(y - 60)) <= 2
