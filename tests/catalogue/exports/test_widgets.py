"""What a widget renders, it cleans to what the field stores: on every column of every Resource."""

from datetime import date
from decimal import Decimal

import pytest
from import_export.fields import Field

from catalogue.exports.cells import CellError
from organisations.exports import GrantResource, OrganisationResource
from projects.exports import ProjectResource
from tests.factories import CountryFactory, GrantFactory, OrganisationFactory, ProjectFactory, ThemeFactory
from tests.sample_data.entries import make_entries
from trainings.exports import TrainingResource

pytestmark = pytest.mark.django_db

ENTRIES = [OrganisationResource, GrantResource, ProjectResource, TrainingResource]
RESOURCES = [*ENTRIES, *(relation.resource for resource in ENTRIES for relation in resource.rows)]


def stored(instance, column):
    field = instance._meta.get_field(column.field)
    if field.many_to_many:
        return sorted(getattr(instance, field.name).values_list("pk", flat=True), key=str)
    return getattr(instance, field.attname)


@pytest.mark.parametrize("resource", RESOURCES)
def test_cell_that_is_rendered_is_cleaned_to_what_is_stored(resource):
    make_entries(20)
    columns = {key: column for key, column in resource(for_staff=True).fields.items() if column.field}

    for instance in resource(for_staff=True).iter_queryset(resource._meta.model.objects.all()):
        row = {column.column_name: column.export(instance) for column in columns.values()}
        native = {
            column.column_name: column.export(instance, force_native_type=True) for column in columns.values()
        }

        expected = {key: stored(instance, column) for key, column in columns.items()}
        assert {key: column.clean(row) for key, column in columns.items()} == expected
        assert {key: column.clean(native) for key, column in columns.items()} == expected


@pytest.mark.parametrize("resource", RESOURCES)
def test_columns_are_fields_of_import_export_that_save_what_they_clean(resource):
    make_entries(20)
    instance = resource._meta.model.objects.first()
    columns = resource(for_staff=True).fields

    for column in columns.values():
        is_many = bool(column.field) and instance._meta.get_field(column.field).many_to_many
        before = stored(instance, column) if column.field else None
        Field.save(column, instance, {column.column_name: column.export(instance)}, is_m2m=is_many)

        assert column.readonly is not bool(column.field)
        assert not column.field or stored(instance, column) == before


def test_widgets_render_cells_of_csv_files_and_native_cells():
    grant = GrantFactory(
        line="core", call="=1+1", amount=Decimal("1234.50"), currency="EUR", starts_on=date(2026, 1, 2)
    )
    project = ProjectFactory(grant=grant)
    project.themes.set([ThemeFactory(name="Law"), ThemeFactory(name="Peace")])
    columns = GrantResource().fields

    def both(column, instance):
        return column.export(instance), column.export(instance, force_native_type=True)

    assert both(columns["line"], grant) == ("Core grant", "Core grant")
    assert both(columns["call"], grant) == ("'=1+1", "'=1+1")
    assert both(columns["amount"], grant) == ("1234.50", Decimal("1234.50"))
    assert both(columns["starts_on"], grant) == ("2026-01-02", date(2026, 1, 2))
    assert both(columns["ends_on"], grant) == ("", None)
    assert both(columns["page"], grant) == (grant.recipient.get_absolute_url(),) * 2
    assert both(ProjectResource().fields["themes"], project) == ("Law; Peace", "Law; Peace")


def test_cleaning_raises_an_error_of_values_in_our_words():
    CountryFactory(code="AL", name="Albania")
    OrganisationFactory(slug="civic")
    cells = {"kind": "Choir", "founded_year": "long ago", "country": "Albanja", "beneficiary_groups": "Yuoth"}

    messages = {}
    for key, cell in cells.items():
        column = OrganisationResource().fields[key]
        with pytest.raises(ValueError, match=r"\.") as error:
            column.clean({column.column_name: cell})
        messages[key] = str(error.value)
        assert error.type is CellError

    assert messages["kind"].startswith("Not a valid choice. Use one of: Civil society organisation")
    assert messages["founded_year"].startswith("Enter a whole number, such as 2002")
    assert messages["country"].startswith("No country found for “Albanja”. Did you mean “Albania”?")
    assert messages["beneficiary_groups"].startswith("No beneficiary group found for “Yuoth”.")
