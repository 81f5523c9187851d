"""No request gives a server error, whatever it contains."""

import re
from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from itertools import chain, repeat
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import URLResolver, get_resolver

from organisations.models import Organisation
from tests.back_office import World
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.forms import open_form
from tests.fuzz import PUBLIC_SLUG, Fuzzer
from tests.pages import change_page
from tests.staff import PASSWORD, confirm_identity

SEED = 11
REQUESTS = 600
TOO_LARGE = "99999999999999999999"


NULL = "a\0b"
# What pages read besides the fields of their forms, by the end of their address.
READ_BY_PAGES = {
    "{key}/change/": [
        {"_later": "1", "_note": NULL},
        {"_later": "1", "_token": "other", "_proposed": f"{{token}}.{NULL}"},
        {"_publishchanges": "1", "_proposed": NULL},
        {"_later": "1", "_autosave": NULL},
    ],
    "{key}/proposal/": [
        {"send_for_review": "1", "note": NULL},
        {"send_back": "1", "reason": NULL},
        {"discard": "1", "confirmed": NULL},
    ],
    "{key}/review/": [{"comment-text": NULL}, {"assign": "1", "assignment-person": NULL}],
    "{key}/autosave/{form}/": [{"name": NULL}, {"goals-0-text": NULL}, {NULL: "x"}],
    "add/autosave/{form}/": [{"name": NULL}],
    "{key}/check/": [{"token": NULL}],
    "filters/save/": [{"name": "Own", "query": f"q={NULL}"}, {"name": NULL, "query": "q=own"}],
    "filters/{filter}/rename/": [{"name": NULL}],
    "columns/": [{"columns": NULL}],
    "bulk/withdraw/": [{"keys": "{key}", "confirmed": "1", NULL: NULL}],
    "bulk/check/": [{"keys": "{key}", "confirmed": "1", "tokens": f"{{key}}:{NULL}"}],
}


@pytest.mark.attack
@pytest.mark.django_db
def test_no_null_character_gives_a_server_error(client):
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    world = World(chief, is_draft=True)
    world.add_work_of(chief)
    keys = world.keys["organisations/organisation/"]
    names = {"key": keys["key"][-1], "form": keys["form_key"][0], "filter": keys["pk"][1]}
    names["token"] = Organisation.objects.get(pk=names["key"]).token
    client.force_login(chief)
    client.raise_request_exception = False
    form, failed = open_form(client, change_page(Organisation(pk=names["key"]))), []

    for page, bodies in READ_BY_PAGES.items():
        for body in bodies:
            address = f"/admin/organisations/organisation/{page.format(**names)}"
            data = {name: value.format(**names) for name, value in body.items()}
            with transaction.atomic():
                response = client.post(address, {**form, **data} if page.endswith("change/") else data)
                failed += [(page, body)] if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else []
                transaction.set_rollback(True)

    assert "_proposed" in form
    assert failed == []


def staff_routes(resolver: URLResolver, path: str = "") -> Iterator[str]:
    """Yield every address of the back office as in the list of addresses."""
    for pattern in resolver.url_patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from staff_routes(pattern, whole)
        elif whole.startswith("admin/"):
            yield whole


@pytest.mark.django_db
def test_number_that_no_key_can_have_gives_no_server_error(client):
    client.force_login(User.objects.create_superuser("chief", password=PASSWORD))
    confirm_identity(client)
    client.raise_request_exception = False
    key = str(OrganisationFactory().pk)
    routes = [
        re.sub(r"<uuid:\w+>", str(uuid4()), one) for one in staff_routes(get_resolver()) if "<int:" in one
    ]
    addresses = [
        "/" + re.sub(r"<int:\w+>", lambda found: next(numbers), route)  # noqa: B023  (used at once)
        for route in routes
        for numbers in (repeat(TOO_LARGE), chain([key], repeat(TOO_LARGE)), chain([TOO_LARGE], repeat(key)))
    ]

    failed = [
        (method, address)
        for address in addresses
        for method in ("get", "post")
        if getattr(client, method)(address).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    ]

    assert len(routes) > 20
    assert failed == []


@pytest.mark.attack
@pytest.mark.django_db
def test_no_request_gives_a_server_error(client, attack_round):
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    world = World(chief, is_draft=True)
    world.add_work_of(chief)
    for factory in (OrganisationFactory, GrantFactory, ProjectFactory, TrainingFactory):
        factory(slug=PUBLIC_SLUG)
    client.force_login(chief)
    confirm_identity(client)
    client.raise_request_exception = False
    cookies, failed = deepcopy(client.cookies), []

    for request in Fuzzer(world, client, SEED + attack_round).requests(REQUESTS):
        client.cookies = deepcopy(cookies)
        with transaction.atomic():
            if fault := request.fault(client):
                failed.append(f"{fault!r}: {request}")
            transaction.set_rollback(True)

    assert failed == []
