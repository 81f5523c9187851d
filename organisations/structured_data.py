"""Organisations and their grants in schema.org's vocabulary (https://schema.org/Organization)."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.entries import Entry
from catalogue.identifiers import portal_uid
from catalogue.structured_data import Absolute, Node, entry_node, node
from organisations.models import Country, Grant, Organisation
from organisations.programme import fetched_programme


def organisation_data(organisation: Organisation, absolute: Absolute) -> Node:
    """Return what the page shows of an organisation that was fetched `with_public_page()`."""
    grants = {grant: grant.public_project for grant in organisation.public_grants}
    projects = [partnership.project for partnership in organisation.public_partnerships]
    return organisation_reference(
        organisation,
        absolute,
        alternateName=other_names(organisation),
        description=organisation.summary,
        logo=absolute(organisation.logo.url) if organisation.logo else None,
        email=organisation.email,
        sameAs=organisation.website,
        knowsAbout=[theme.name for theme in organisation.themes.all()],
        foundingDate=str(organisation.founded_year or ""),
        address=postal_address(organisation.town, organisation.country),
        memberOf=[entry_node("Project", project, absolute) for project in projects],
        funding=grants_data(grants, absolute),
    )


def organisation_reference(organisation: Organisation, absolute: Absolute, **properties) -> Node:
    """Return an organisation by its name and page, with further properties."""
    kind = "NGO" if organisation.kind == Organisation.Kind.CSO else "Organization"
    return entry_node(kind, organisation, absolute, **properties)


def programme_reference(absolute: Absolute, **properties) -> Node:
    """Return the programme itself by its name and the home page, with further properties."""
    page = absolute(reverse("home"))
    about = node("Organization", name=_("SMART Balkans"), url=page, **properties)
    return {"@id": portal_uid("programme").urn} | about


def other_names(organisation: Organisation) -> list[str]:
    names = [organisation.acronym, organisation.local_name, *map(str, organisation.other_names.all())]
    return [name for name in dict.fromkeys(names) if name not in ("", organisation.name)]


def postal_address(town: str, country: Country | None) -> Node | None:
    """Return a place as far as it is known, with the code of its country."""
    if not town and country is None:
        return None
    return node("PostalAddress", addressLocality=town, addressCountry=country and country.code)


def country_data(country: Country) -> Node:
    return node("Country", name=country.name, identifier=country.code)


def grants_data(projects: Mapping[Grant, Entry | None], absolute: Absolute) -> list[Node]:
    """Return public grants with the project that each funds, their funder and their sponsor.

    These take one query if there are grants.
    """
    parties = funding_parties(absolute) if projects else {}
    return [grant_data(grant, project, parties, absolute) for grant, project in projects.items()]


def funding_parties(absolute: Absolute) -> Node:
    """Return the lead implementer, who awards the grants, and the donor of the programme.

    Of several donors it is not known which one pays for a grant.
    """
    programme = fetched_programme()
    donor = programme.donors[0] if len(programme.donors) == 1 else None
    return {
        "funder": programme.lead and organisation_reference(programme.lead, absolute),
        "sponsor": donor and organisation_reference(donor, absolute),
    }


def grant_data(grant: Grant, project: Entry | None, parties: Node, absolute: Absolute) -> Node:
    """Return a grant with its place on its recipient's page and its current amount."""
    funded = [organisation_reference(grant.recipient, absolute)]
    if project:
        funded.append(entry_node("Project", project, absolute))
    place = absolute(grant.get_absolute_url())
    known = {"name": str(grant), "url": place, "identifier": grant.reference, **parties}
    amount = grant.amount if grant.revised_amount is None else grant.revised_amount
    if amount is None:
        return {"@id": grant.urn} | node("Grant", **known, fundedItem=funded)
    # At most twelve digits: a float holds them exactly, and is written as it was entered.
    money = node("MonetaryAmount", value=float(amount), currency=grant.currency)
    return {"@id": grant.urn} | node("MonetaryGrant", **known, amount=money, fundedItem=funded)
