"""Tokens that every save renews."""

import pytest

from catalogue.tokens import new_token
from tests.factories import OrganisationFactory


def test_new_token_is_random_and_fits_the_field():
    tokens = {new_token() for _number in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}


@pytest.mark.django_db
def test_each_save_renews_the_token():
    organisation = OrganisationFactory()
    first = organisation.token

    organisation.save()

    assert organisation.token != first
    organisation.refresh_from_db()
    assert organisation.token != first
