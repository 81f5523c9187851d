"""Organisations and their grants in schema.org's vocabulary (https://schema.org/Organization)."""

from catalogue.structured_data import Absolute, Node, entry_node, node
from organisations.models import Country, Grant, Organisation


def organisation_data(organisation: Organisation, absolute: Absolute) -> Node:
    """Take an organisation fetched `with_public_page()`, give what its page tells."""
    return organisation_reference(
        organisation,
        absolute,
        alternateName=other_names(organisation),
        description=organisation.summary,
        logo=absolute(organisation.logo.url) if organisation.logo else None,
        email=organisation.email,
        sameAs=organisation.website,
        foundingDate=str(organisation.founded_year or ""),
        address=postal_address(organisation.town, organisation.country),
        memberOf=[
            entry_node("Project", partnership.project, absolute)
            for partnership in organisation.public_partnerships
        ],
        funding=[
            grant_data(grant, absolute, donor)
            for donor in donors_of(organisation.public_grants)
            for grant in organisation.public_grants
        ],
    )


def organisation_reference(organisation: Organisation, absolute: Absolute, **properties) -> Node:
    """Give the organisation by its name and page, for the pages of others, with what else is to be said."""
    kind = "NGO" if organisation.kind == Organisation.Kind.CSO else "Organization"
    return entry_node(kind, organisation, absolute, **properties)


def other_names(organisation: Organisation) -> list[str]:
    names = [organisation.acronym, organisation.local_name, *map(str, organisation.other_names.all())]
    return [name for name in dict.fromkeys(names) if name not in ("", organisation.name)]


def postal_address(town: str, country: Country | None) -> Node | None:
    """Give a place as far as it is known; Kosovo has the code XK, as everywhere in the portal."""
    if not town and country is None:
        return None
    return node("PostalAddress", addressLocality=town, addressCountry=country and country.code)


def country_data(country: Country) -> Node:
    return node("Country", name=country.name, identifier=country.code)
