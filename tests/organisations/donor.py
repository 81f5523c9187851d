"""The donor of the grants in standard formats."""

from tests.factories import OrganisationFactory


def lead(**fields):
    return OrganisationFactory(programme_role="lead_implementer", **fields)
