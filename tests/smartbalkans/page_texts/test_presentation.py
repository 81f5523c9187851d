"""Fields, rows, sections and proposals are called as on the entry's form."""

import pytest

from smartbalkans.page_texts.presentation import label_of
from smartbalkans.page_texts.readers.sections import SECTIONS
from smartbalkans.page_texts.text.headings import PageKind

NAMES = [(kind, name) for kind, names in SECTIONS.items() for name in names]


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_every_section_has_a_label(kind, name):
    assert "_" not in label_of(name, kind)


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("orientation", PageKind.ORGANISATION, "strategic orientation"),
        ("founded", PageKind.ORGANISATION, "founded"),
        ("result", PageKind.PROJECT, "expected results"),
        ("partners", PageKind.PROJECT, "implementing organisations"),
        ("activities", PageKind.PROJECT, "activities"),
        ("days", PageKind.TRAINING, "date"),
        ("audience_country", PageKind.TRAINING, "country of the audience"),
    ],
)
def test_name_is_that_of_the_form(name, kind, label):
    assert label_of(name, kind) == label
