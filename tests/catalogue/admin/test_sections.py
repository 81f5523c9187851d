"""The table of contents of a form."""

import pytest

from tests.factories import GoalFactory
from tests.forms import open_form
from tests.pages import change_page

pytestmark = pytest.mark.django_db


def test_sections_of_a_form_count_rows_and_errors(admin_client):
    goal = GoalFactory()
    data = open_form(admin_client, change_page(goal.organisation))

    wrong = {"name": "", "website": "no address", "goals-0-text": ""}
    response = admin_client.post(change_page(goal.organisation), data | wrong)

    assert [(found.label, found.rows, found.errors) for found in response.context["sections"]] == [
        ("Organisation", None, 1),
        ("Location and founding", None, 1),
        ("Work and beneficiaries", None, 0),
        ("In SMART Balkans", None, 0),
        ("Publication", None, 0),
        ("Other names", 0, 0),
        ("Goals", 1, 1),
        ("Activities", 0, 0),
    ]


def test_every_section_is_on_the_page(admin_client):
    response = admin_client.get(change_page(GoalFactory().organisation))

    page = response.content.decode()
    anchors = [found.anchor for found in response.context["sections"]]
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []
