import pytest

from catalogue.keys import key_of, keys_of
from organisations.models import Country, Organisation

pytestmark = pytest.mark.django_db
LARGEST = 2**63 - 1
NO_KEYS = ("", "x", "1.5", "½", "²", "1\0", "\ud800", "9" * 20, "9" * 5000, str(LARGEST + 1), None, [1])


@pytest.mark.parametrize("value", NO_KEYS)
def test_what_no_row_can_have_is_no_key(value):
    assert key_of(Organisation, value) is None


@pytest.mark.parametrize(("value", "key"), [("7", 7), (7, 7), (str(LARGEST), LARGEST)])
def test_number_is_a_key(value, key):
    assert key_of(Organisation, value) == key


@pytest.mark.parametrize(("value", "key"), [("ME", "ME"), ("M\0", None), ("TOO LONG", None)])
def test_text_is_a_key_of_a_model_that_has_texts(value, key):
    assert key_of(Country, value) == key


def test_other_values_are_left_out():
    assert keys_of(Organisation, ["1", "x", "2"]) == [1, 2]
