import pytest
from django.core.exceptions import FieldDoesNotExist

from catalogue.field_paths import field_at
from organisations.models import Country, Organisation
from projects.models import Partner, Project


@pytest.mark.parametrize(
    ("model", "path", "field"),
    [
        (Organisation, "name", Organisation._meta.get_field("name")),
        (Organisation, "country__name", Country._meta.get_field("name")),
        (Project, "partners__organisation__country", Organisation._meta.get_field("country")),
        (Partner, "organisation_id", Partner._meta.get_field("organisation")),
    ],
)
def test_field_at_a_path_is_that_of_the_last_model(model, path, field):
    assert field_at(model, path) == field


def test_field_at_an_unknown_path_does_not_exist():
    with pytest.raises(FieldDoesNotExist):
        field_at(Organisation, "country__anthem")
