"""People whom an entry concerns."""

import pytest

from tests.factories import OrganisationFactory
from tests.staff import person_of


@pytest.fixture
def people():
    return {
        "author": person_of("Editor", "author", first_name="Ana", last_name="Ilić"),
        "editor": person_of("Editor", "editor"),
        "publisher": person_of("Publisher", "publisher"),
        "administrator": person_of("Administrator", "administrator"),
        "analyst": person_of("Analyst", "analyst"),
    }


@pytest.fixture
def entry(people):
    return OrganisationFactory(name="Civic Union", draft=True, author=people["author"])
