"""No request gives a server error, whatever it contains."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from tests.back_office import World
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, TrainingFactory
from tests.fuzz import PUBLIC_SLUG, Fuzzer
from tests.staff import PASSWORD, confirm_identity

SEED = 11
REQUESTS = 600


@pytest.mark.attack
@pytest.mark.django_db
def test_no_request_gives_a_server_error(client, attack_round):
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    world = World(chief, is_draft=True)
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
