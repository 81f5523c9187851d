import pytest
from django.core.signing import TimestampSigner

from smartbalkans.contact.stamps import is_valid_stamp, make_stamp

HOUR = 3600


def test_stamp_is_the_same_within_an_hour(clock):
    clock.now = clock.now // HOUR * HOUR
    first = make_stamp()

    clock.now += HOUR - 1
    assert make_stamp() == first
    clock.now += 1
    assert make_stamp() != first


@pytest.mark.parametrize(("hours", "is_valid"), [(0, True), (22, True), (24, False), (1000, False)])
def test_stamp_is_valid_for_a_day(clock, hours, is_valid):
    stamp = make_stamp()

    clock.now += hours * HOUR + 1

    assert is_valid_stamp(stamp) is is_valid


@pytest.mark.parametrize(
    "stamp",
    ["", "report", "report:1:1", ":", "report:é:\ufffd", "r" * 10_000],
)
def test_stamp_that_the_portal_did_not_make_is_invalid(stamp):
    assert is_valid_stamp(stamp) is False


def test_changed_stamp_is_invalid():
    assert is_valid_stamp(make_stamp()[:-1]) is False


def test_stamp_for_another_purpose_is_invalid():
    assert is_valid_stamp(TimestampSigner().sign("report")) is False
