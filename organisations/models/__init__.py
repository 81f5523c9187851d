"""Organisations, the grants they hold, and the lists that the other apps choose from."""

from organisations.models.grant import Grant, GrantDocument
from organisations.models.lists import BeneficiaryGroup, Country, Theme, areas_of
from organisations.models.organisation import (
    Activity,
    Goal,
    Organisation,
    OrganisationDocument,
    OtherName,
)

__all__ = [
    "Activity",
    "BeneficiaryGroup",
    "Country",
    "Goal",
    "Grant",
    "GrantDocument",
    "Organisation",
    "OrganisationDocument",
    "OtherName",
    "Theme",
    "areas_of",
]
