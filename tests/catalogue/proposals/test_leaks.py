"""What is proposed is on no public page, in no file, sum or search, and nowhere in the page cache."""

import pytest
from django.core.handlers.wsgi import WSGIHandler

from catalogue.publishing.previews import create_link, link_address
from organisations.models import Grant, Organisation
from tests.addresses import addresses, make_what_is_public, text_in
from tests.catalogue.proposals.proposing import propose
from tests.factories import GoalFactory
from tests.wsgi import page_cache, request

pytestmark = [pytest.mark.attack, pytest.mark.django_db(transaction=True)]

AMOUNT = 987_654_321
PROPOSED = (
    *(f"Zyxwvut {what}" for what in ("name", "text", "goal", "call", "note")),
    *(str(AMOUNT), f"{AMOUNT:,}"),
)
SEARCHES = [f"/{place}?q=zyxwvut" for place in ("search/", "organisations/", "organisations/data.csv")]


def propose_for(entry) -> str:
    """Propose texts, rows, an address and an amount, and return the address of a link to the preview."""
    values = {"staff_note": "Zyxwvut note"}
    if isinstance(entry, Grant):
        values |= {"call": "Zyxwvut call", "amount": AMOUNT}
    else:
        values |= {"name": "Zyxwvut name", "summary": "Zyxwvut text.", "slug": f"zyxwvut-{entry.pk}"}
    change = None
    if isinstance(entry, Organisation):
        change = lambda one: GoalFactory(organisation=one, text="Zyxwvut goal")  # noqa: E731
    propose(entry, change=change, **values)
    return link_address(create_link(entry, None, is_proposed=True), entry).partition("#")[0]


def shows_it(body: bytes) -> bool:
    text = text_in(body)
    return any(found in text for found in PROPOSED)


def test_proposed_text_is_at_no_public_address():
    entries = make_what_is_public(author=None)
    links = [propose_for(entry) for entry in entries]

    with page_cache(WSGIHandler()) as cache:
        previews = [shows_it(request(cache, link).body) for link in links]
        found = {address: request(cache, address) for address in [*addresses(), *SEARCHES]}
        again = {address: request(cache, address) for address in found}
        proposed_address = request(cache, f"/organisations/zyxwvut-{entries[0].pk}/")

    assert previews == [True] * len(entries)
    assert [address for address, one in found.items() if shows_it(one.body)] == []
    assert [address for address, one in again.items() if shows_it(one.body)] == []
    assert proposed_address.status == 404
    assert {address.rpartition(".")[2] for address in found} >= {"zip", "csv", "xlsx", "json"}
