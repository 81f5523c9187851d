"""Grants as a package of the 360Giving Data Standard 1.4 (standard.threesixtygiving.org).

The standard requires facts that staff may not know yet. Nothing is invented, so a grant without one of them
is not in the package: `missing_facts` names what it lacks. More is in
docs/decisions/0009-standard-formats.md.
"""

import json
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.querysets import is_published, related_model
from organisations.models import Country, Grant, Organisation, areas_of

VERSION = "1.4"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CHUNK = 500  # grants that are read at a time; SQLite fetches no more over a one-to-one in one query
AREAS, THEMES = "SMART Balkans areas", "SMART Balkans themes"  # vocabularies of the classifications
NOT_LISTED = {"XK"}  # countries that the standard's list of codes (ISO 3166-1) lacks


def prefix() -> str:
    """Return the publisher's prefix, which 360Giving registers ("Identifiers", "Get your prefix")."""
    return settings.THREESIXTYGIVING_PREFIX


def reportable(grants: QuerySet) -> QuerySet:
    """Return those of the public grants that have all facts that the standard requires."""
    described = Q(line=Grant.Line.CORE) | (is_published("project") & ~Q(project__summary=""))
    known = grants.filter(described, amount__isnull=False, awarded_on__isnull=False)
    return known if funders().exists() else known.none()


def missing_facts(grant: Grant, *, has_funder: bool | None = None) -> list[str]:
    """Return what excludes a grant from the package, in words for staff.

    The grant was fetched `with_public_parts()`. For many grants, pass `has_funder` (`funders().exists()`),
    which is otherwise queried for each of them.
    """
    if has_funder is None:
        has_funder = funders().exists()
    facts = {
        _("publication of the grant"): grant.is_public,
        _("publication of the recipient"): grant.recipient.is_public,
        _("amount awarded and currency"): grant.amount is not None,
        _("award date"): grant.awarded_on is not None,
        _("a published project with a summary"): bool(description(grant)),
        _("a published organisation that is the programme's donor"): has_funder,
    }
    return [fact for fact, is_known in facts.items() if not is_known]


def keys(grants: QuerySet) -> list[int]:
    """Return the keys of those of the public grants that are in the package, in its order."""
    return list(reportable(grants).order_by("pk").values_list("pk", flat=True))


def pieces(keys: Sequence[int], site: str) -> Iterator[str]:
    """Yield the package with the grants that have these keys, in pieces.

    `site` comes before the portal's paths, such as https://portal.example.org.
    """
    funding = [organisation(funder) for funder in funders()]
    head = dumped(package(site))
    yield f'{head[:-1]}, "grants": ['
    separator = "\n"
    for batch in batched(keys, CHUNK):
        rows = [
            dumped(record(grant, funding, site))
            for grant in fetched(batch)
            if not missing_facts(grant, has_funder=bool(funding))
        ]
        if rows:
            yield separator + ",\n".join(rows)
            separator = ",\n"
    yield "\n]}\n"


def dumped(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)


def funders() -> QuerySet:
    """Return the public organisations that fund the programme."""
    return running_the_programme(Organisation.ProgrammeRole.DONOR)


def running_the_programme(role: str) -> QuerySet:
    organisations = Organisation.objects.for_public().running_the_programme()
    return organisations.filter(programme_role=role).select_related("country").order_by("pk")


def fetched(keys: Sequence[int]) -> QuerySet:
    """Return the public grants with these keys, with everything that the package contains of them."""
    partner = related_model(related_model(Grant, "project"), "partners")
    return (
        Grant.objects.for_public()
        .filter(pk__in=keys)
        .with_public_parts()
        .with_public_themes()
        .prefetch_related(
            Prefetch(
                "public_project__partners",
                partner.objects.for_public().select_related("organisation__country"),
                to_attr="public_partners",
            ),
            "public_project__places_of_work",
        )
        .order_by("pk")
    )


def package(site: str) -> dict:
    """Return the metadata of the package ("Package metadata")."""
    publisher = running_the_programme(Organisation.ProgrammeRole.LEAD_IMPLEMENTER).first()
    return without_gaps(
        {
            "version": VERSION,
            "title": _("Grants of SMART Balkans"),
            "issued": timezone.localtime().isoformat(timespec="seconds"),
            "publisher": publisher and publishing(publisher),
            "license": LICENCE,
            "downloadURL": site + reverse("grants:360giving"),
            "accessURL": site + reverse("grants:list"),
        }
    )


def publishing(publisher: Organisation) -> dict:
    return without_gaps(
        {
            "identifier": identifier(publisher),
            "name": publisher.name,
            "website": iri_to_uri(publisher.website),
        }
    )


def record(grant: Grant, funding: list[dict], site: str) -> dict:
    """Return a grant that lacks no fact in the form of the standard ("360Giving JSON schemas", grant)."""
    return without_gaps(
        {
            "id": f"{prefix()}-{grant.uid}",
            "title": title(grant),
            "description": description(grant),
            "currency": grant.currency,
            "amountAwarded": float(grant.amount),
            "awardDate": grant.awarded_on.isoformat(),
            "url": site + iri_to_uri(grant.get_absolute_url()),
            "plannedDates": planned_dates(grant),
            "fundingOrganization": funding,
            "recipientOrganization": [organisation(grant.recipient)],
            "beneficiaryLocation": [location(country) for country in countries(grant)],
            "classifications": classifications(grant),
            "grantProgramme": [programme(grant)],
            "dateModified": grant.updated_at.isoformat(),
            "dataSource": site + reverse("grants:360giving"),
        }
    )


def title(grant: Grant) -> str:
    return grant.public_project.name if grant.public_project else str(grant)


def description(grant: Grant) -> str:
    """Return the texts of the grant's public project, or what a core grant is; empty if unknown."""
    if grant.public_project and grant.public_project.summary:
        return grant.public_project.full_description
    return core_description(grant) if grant.line == Grant.Line.CORE else ""


def core_description(grant: Grant) -> str:
    return _("Core grant to {recipient}, in support of the organisation's own work.").format(
        recipient=grant.recipient.name
    )


def planned_dates(grant: Grant) -> list[dict]:
    """Return the grant's days, if its start is known, as the standard's events require."""
    if not grant.starts_on:
        return []
    days = {"startDate": grant.starts_on, "endDate": grant.ends_on}
    return [{key: day.isoformat() for key, day in days.items() if day}]


def organisation(entry: Organisation) -> dict:
    return without_gaps(
        {
            "id": identifier(entry),
            "name": entry.name,
            "alternateName": entry.local_name if entry.local_name != entry.name else "",
            "addressLocality": entry.town,
            "addressCountry": entry.country.name if entry.country else "",
            "url": iri_to_uri(entry.website),
            "location": [location(entry.country)] if entry.country else [],
        }
    )


def identifier(entry: Organisation) -> str:
    """Return the publisher's own identifier, as no register's number is known ("Organisation identifier")."""
    return f"{prefix()}-org:{entry.uid}"


def countries(grant: Grant) -> list[Country]:
    """Return the countries of the beneficiaries: those of the public project, or else the recipient's."""
    if grant.public_project:
        return grant.public_project.countries
    return [grant.recipient.country] if grant.recipient.country else []


def location(country: Country) -> dict:
    code = {} if country.code in NOT_LISTED else {"countryCode": country.code}
    return {"name": country.name, **code}


def classifications(grant: Grant) -> list[dict]:
    """Return the areas and themes of the grant, which the programme itself names ("Classifications")."""
    areas = [(AREAS, area.value, area.label) for area in areas_of(grant.themes)]
    themes = [(THEMES, theme.slug, theme.name) for theme in grant.themes]
    return [
        {"vocabulary": vocabulary, "code": code, "title": str(name)}
        for vocabulary, code, name in (*areas, *themes)
    ]


def programme(grant: Grant) -> dict:
    return without_gaps(
        {"code": grant.line, "title": str(grant.get_line_display()), "description": grant.call}
    )


def without_gaps(values: dict) -> dict:
    """Return the known values only: the standard has no empty values."""
    return {key: value for key, value in values.items() if value}
