import pytest

from smartbalkans.contact.forms import ReportForm
from tests.smartbalkans.contact.sending import filled_in

LINKS = "See http://a.example, HTTPS://b.example and www.c.example."


def errors(**values) -> dict[str, list[str]]:
    return {name: list(found) for name, found in ReportForm(filled_in(**values)).errors.items()}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"what": "A" * 3000, "evidence": "A" * 3000}, {}),
        ({"what": "A\r\n" * 1500}, {}),
        ({"what": LINKS, "evidence": LINKS}, {}),
        ({"what": " \u200b "}, {"what": ["Enter what is wrong."]}),
        (
            {"what": "A" * 3001},
            {"what": ["Shorten “What is wrong?” to 3000 characters (now 3001)."]},
        ),
        (
            {"evidence": "A" * 3001},
            {"evidence": ["Shorten “How do you know?” to 3000 characters (now 3001)."]},
        ),
        (
            {"evidence": f"{LINKS} http://d.example"},
            {"evidence": ["Enter at most 3 links in one answer (now 4)."]},
        ),
        ({"email": "ana"}, {"email": ["Enter an email address such as info@example.org."]}),
        ({"email": " ana@example.org\u200b"}, {}),
        (
            {"subject": "Buy now"},
            {
                "__all__": [
                    "A hidden field of this form was filled in. It is now empty: please send your report "
                    "again."
                ]
            },
        ),
        (
            {"stamp": "forged"},
            {
                "__all__": [
                    "This form was open for more than a day. Please check your report and send it again."
                ]
            },
        ),
    ],
)
def test_form_states_what_to_correct(values, expected):
    assert errors(**values) == expected


def test_longest_email_address_is_limited():
    assert list(errors(email=f"{'a' * 250}@example.org")) == ["email"]


def test_browsers_cut_nothing():
    assert "maxlength" not in str(ReportForm())
