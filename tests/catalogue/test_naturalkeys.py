"""Natural keys of rows, there and back."""

import pytest

from organisations.models import Goal, Organisation, Theme
from tests.factories import GoalFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_a_row_is_found_by_its_own_natural_key():
    theme = ThemeFactory()

    assert Theme.objects.get_by_natural_key(*theme.natural_key()) == theme


def test_natural_key_follows_relations():
    goal = GoalFactory(text="Peace", organisation__slug="one")

    assert "one" in goal.natural_key()
    assert Goal.objects.get_by_natural_key(*goal.natural_key()) == goal


def test_an_unknown_natural_key_has_no_row():
    with pytest.raises(Organisation.DoesNotExist):
        Organisation.objects.get_by_natural_key("unknown")
