"""Fixture files and what is wrong with them."""

import json

import pytest

from catalogue.seeding.fixtures import FixtureError, parent_field, read, read_file
from organisations.models import Goal, Organisation


def rows_of(path, *rows):
    path.write_text(json.dumps(rows), encoding="utf-8")
    return list(read_file(path))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "entries.json"


def test_a_row_is_known_by_its_natural_key(file):
    (row,) = rows_of(file, {"model": "organisations.organisation", "fields": {"slug": "one"}})

    assert (row.model, row.key) == (Organisation, ("one",))
    assert str(row) == "organisation one"


def test_a_code_may_be_the_key_of_a_row(file):
    (row,) = rows_of(file, {"model": "organisations.country", "pk": "AL", "fields": {"name": "Albania"}})

    assert row.fields == {"code": "AL", "name": "Albania"}


def test_parent_field_leads_to_the_entry_of_a_row():
    assert parent_field(Goal).name == "organisation"


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("text", 'A row has a "model" and its "fields"'),
        ({"model": "organisations.organisation"}, 'A row has a "model" and its "fields"'),
        ({"model": "organisations.unknown", "fields": {}}, "unknown"),
        ({"model": "nonsense", "fields": {}}, "row 1"),
        ({"model": "auth.permission", "fields": {}}, "has no natural key"),
        ({"model": "organisations.organisation", "pk": 1, "fields": {}}, 'Leave out "pk"'),
    ],
)
def test_a_wrong_row_is_refused_with_its_number(file, row, cause):
    with pytest.raises(FixtureError, match=cause) as caught:
        rows_of(file, row)

    assert str(caught.value).startswith(f"{file}: row 1: ")


def test_a_file_that_is_not_a_list_is_refused(file):
    file.write_text("{}", encoding="utf-8")

    with pytest.raises(FixtureError, match="A fixture is a list of rows"):
        list(read_file(file))


@pytest.mark.parametrize("content", [b"[", b"\xff\xfe"])
def test_a_file_that_is_not_json_is_refused(file, content):
    file.write_bytes(content)

    with pytest.raises(FixtureError, match=str(file)):
        list(read_file(file))


def test_read_takes_the_files_of_folders_in_the_order_of_their_names(tmp_path):
    for name, slug in (("2", "two"), ("1", "one")):
        rows_of(tmp_path / f"{name}.json", {"model": "organisations.organisation", "fields": {"slug": slug}})

    assert [row.key for row in read([tmp_path])] == [("one",), ("two",)]


def test_read_refuses_folders_without_fixtures(tmp_path):
    with pytest.raises(FixtureError, match="There are no fixtures"):
        read([tmp_path])
