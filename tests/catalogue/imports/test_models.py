import pytest

from catalogue.imports.models import Finding, Import

pytestmark = pytest.mark.django_db


def test_finding_is_cut_to_what_its_columns_hold():
    run = Import.objects.create(kind="organisations.organisation", file_name="list.csv")
    texts = {"sheet": "S" * 130, "column": "C" * 210, "value": "V" * 210}

    finding = Finding.at(7, "Too long.", run=run, bucket=0, is_wrong=True, place=1, **texts)
    finding.full_clean()

    assert (finding.sheet, finding.column, finding.value) == ("S" * 120, "C" * 200, "V" * 200)


def test_finding_has_no_column_and_no_value_unless_given():
    finding = Finding.at(7, "The row is empty.", sheet="Organisations")

    assert (finding.line, finding.message, finding.column, finding.value) == (7, "The row is empty.", "", "")
