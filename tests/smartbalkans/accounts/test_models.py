"""How long an invitation is valid."""

from datetime import timedelta

import pytest
from django.utils import timezone

from smartbalkans.accounts.invitations import invite

pytestmark = pytest.mark.django_db


def test_link_is_valid_for_three_days(invited):
    left = invite(invited).expires_at - timezone.now()

    assert timedelta(days=3) - timedelta(minutes=5) < left <= timedelta(days=3)
