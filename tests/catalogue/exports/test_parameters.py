"""Parameters of files that would be ignored are refused."""

import pytest

from catalogue.exports.parameters import MOST_ERRORS, MOST_SHOWN, refusal, shortened, unknown_parameters

KNOWN = ["country", "theme", "year"]


def test_unknown_parameters_accepts_known_names():
    assert unknown_parameters(["country", "year"], KNOWN) == []


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "fbclid", "gclid", "mc_cid", "igshid"])
def test_unknown_parameters_accepts_tracking(name):
    assert unknown_parameters([name], KNOWN) == []


def test_unknown_parameters_proposes_a_similar_name():
    (error,) = unknown_parameters(["contry"], KNOWN)

    assert error.text == "The parameter “contry” is not known. Did you mean “country”?"


def test_unknown_parameters_states_that_an_address_takes_none():
    (error,) = unknown_parameters(["country"], [])

    assert error.text == "The parameter “country” is not known. This address takes no parameters."


def test_shortened_cuts_only_long_values():
    assert shortened("x" * MOST_SHOWN) == "x" * MOST_SHOWN
    assert shortened("x" * (MOST_SHOWN + 1)) == "x" * MOST_SHOWN + "…"


def test_refusal_is_plain_text_with_a_bounded_number_of_errors():
    errors = unknown_parameters([f"nonsense{number}" for number in range(MOST_ERRORS + 5)], KNOWN)

    response = refusal(errors)

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.count("\n- ") == MOST_ERRORS
