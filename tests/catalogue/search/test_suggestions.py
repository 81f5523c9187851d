import pytest

from catalogue.search.questions import read_question
from catalogue.search.suggestions import propose

KNOWN = {"juventas", "helsinki", "citizens", "environment", "forum"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Juventus", "juventas"),
        ("Helsinky", "helsinki"),
        ("helsinky citizens", "helsinki citizens"),
        ("enviroment", "environment"),
        ("foru", None),
        ("forums", None),
        ("environment of the forum", None),
        ("enviroment of the forums", "environment of the forums"),
        ("qqqqqq", None),
        ("ab", None),
    ],
)
def test_near_miss_is_put_right_and_the_rest_is_left(typed, meant):
    assert propose(read_question(typed), KNOWN) == meant
