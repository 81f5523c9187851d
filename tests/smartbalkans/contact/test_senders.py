import pytest

from smartbalkans.contact.senders import network_of, origin_of, sender_of


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({}, ""),
        ({"origin": "https://a.example"}, "https://a.example"),
        ({"origin": "null", "referer": "https://a.example/"}, "null"),
        ({"referer": "https://a.example:8000/page/?q=1"}, "https://a.example:8000"),
        ({"referer": "/page/"}, ""),
        ({"referer": "http://[half"}, "null"),
    ],
)
def test_origin_is_that_of_the_browser_or_else_of_the_page(rf, headers, origin):
    assert origin_of(rf.post("/report/", headers=headers)) == origin


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
    ],
)
def test_addresses_of_a_subscriber_are_one_network(address, network):
    assert network_of(address) == network


def test_sender_is_a_hash_that_depends_on_the_address_and_the_key(rf, settings):
    request, other = (rf.post("/report/", REMOTE_ADDR=f"192.0.2.{number}") for number in (1, 2))
    sender = sender_of(request)

    assert (len(sender), "192.0.2.1" in sender) == (64, False)
    assert sender_of(request) == sender
    assert sender_of(other) != sender
    settings.SECRET_KEY = "another key"  # noqa: S105  (of no portal)
    assert sender_of(request) != sender


def test_sender_is_the_client_behind_a_trusted_proxy(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request, other = (
        rf.post("/report/", headers={"x-forwarded-for": f"forged, 192.0.2.{number}"}) for number in (1, 2)
    )

    assert sender_of(request) == sender_of(rf.post("/", headers={"x-forwarded-for": "192.0.2.1"}))
    assert sender_of(request) != sender_of(other)
