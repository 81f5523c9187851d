import pytest

from tests.factories import OrganisationFactory


@pytest.fixture
def kept(db):
    return OrganisationFactory(name="Civic Alliance", slug="civic-alliance")


@pytest.fixture
def gone(db):
    return OrganisationFactory(name="Civic Aliance", slug="civic-aliance")
