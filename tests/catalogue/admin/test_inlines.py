"""Rows of an entry on its form."""

import json

import pytest

from catalogue.rows import MAX_ROWS
from projects.models import Project
from tests.pages import admin_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(admin_client):
    """Return the rows of an empty form by the names of their kinds."""
    formsets = admin_client.get(admin_page(Project, "add")).context["inline_admin_formsets"]
    return {str(one.opts.verbose_name): one for one in formsets}


def test_button_names_what_it_adds(rows):
    texts = {name: json.loads(one.inline_formset_data)["options"]["addText"] for name, one in rows.items()}

    assert len(texts) > 1
    assert texts == {name: f"Add {name}" for name in rows}


def test_rows_begin_with_one_empty_row_and_have_a_limit(rows):
    assert {(len(one.formset.forms), one.formset.max_num) for one in rows.values()} == {(1, MAX_ROWS)}
    assert {one.formset.validate_max for one in rows.values()} == {True}
