"""Grants as a package of the 360Giving Data Standard 1.4 (standard.threesixtygiving.org).

What the standard requires of a grant is in `organisations.standards`. More is in
docs/decisions/0009-standard-formats.md.
"""

import json
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from catalogue.batches import batches_by_key
from organisations.descriptions import Section, as_text, countries_of, groups_of, sections_of
from organisations.models import Country, Grant, Organisation, areas_of
from organisations.programme import Programme, fetched_programme
from organisations.standards import CHUNK, THREESIXTYGIVING, with_standard_facts

VERSION = "1.4"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Vocabularies of the classifications.
AREAS, THEMES = "SMART Balkans areas", "SMART Balkans themes"
GROUPS, STATUSES = "SMART Balkans beneficiary groups", "SMART Balkans grant status"
NOT_LISTED = {"XK"}  # countries that the standard's list of codes (ISO 3166-1) lacks


def prefix() -> str:
    """Return the publisher's prefix, which 360Giving registers ("Identifiers", "Get your prefix")."""
    return settings.THREESIXTYGIVING_PREFIX


def pieces(grants: QuerySet, site: str) -> Iterator[str]:
    """Yield the package with those of the public grants that are complete, in pieces.

    `site` comes before the portal's paths, such as https://portal.example.org.
    """
    programme = fetched_programme()
    head = dumped(package(programme, site))
    yield f'{head[:-1]}, "grants": ['
    separator = "\n"
    complete = THREESIXTYGIVING.complete(grants) if programme.lead else grants.none()
    for batch in batches_by_key(with_standard_facts(complete), CHUNK):
        yield separator + ",\n".join(dumped(record(grant, programme, site)) for grant in batch)
        separator = ",\n"
    yield "\n]}\n"


def dumped(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)


def package(programme: Programme, site: str) -> dict:
    """Return the metadata of the package ("Package metadata")."""
    return without_gaps(
        {
            "version": VERSION,
            "title": _("Grants of SMART Balkans"),
            "issued": timezone.localtime().isoformat(timespec="seconds"),
            "publisher": programme.lead and publishing(programme.lead),
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


def record(grant: Grant, programme: Programme, site: str) -> dict:
    """Return a grant that lacks no fact in the form of the standard ("360Giving JSON schemas", grant).

    The funder is the lead implementer, who awards the grant; the donors fund the programme.
    """
    return without_gaps(
        {
            "id": f"{prefix()}-{grant.uid}",
            "title": grant.public_project.name if grant.public_project else str(grant),
            "description": description(grant, programme),
            "currency": grant.currency,
            "amountAwarded": float(grant.amount),
            "awardDate": grant.awarded_on.isoformat(),
            "url": site + iri_to_uri(grant.get_absolute_url()),
            "plannedDates": planned_dates(grant),
            "actualDates": actual_dates(grant),
            "fundingOrganization": [organisation(programme.lead)],
            "recipientOrganization": [organisation(grant.recipient)],
            "beneficiaryLocation": [location(country) for country in countries_of(grant)],
            "classifications": classifications(grant),
            "grantProgramme": [grant_programme(grant)],
            "commitmentTransaction": commitments(grant, programme),
            "dateModified": grant.updated_at.isoformat(),
            "dataSource": site + reverse("grants:360giving"),
        }
    )


def description(grant: Grant, programme: Programme) -> str:
    """Return all that is known of the grant in words, as the standard has no elements for most of it."""
    donors = "; ".join(donor.name for donor in programme.donors)
    donor = [Section("", _("Donor of the programme"), donors)] if donors else []
    return as_text([*sections_of(grant), *donor])


def planned_dates(grant: Grant) -> list[dict]:
    """Return the days as planned, or else as known. The standard requires the first one."""
    first, last = grant.planned_starts_on or grant.starts_on, grant.planned_ends_on or grant.ends_on
    return event(first, last)


def actual_dates(grant: Grant) -> list[dict]:
    """Return the days that have passed."""
    today = timezone.localdate()
    if not grant.starts_on or grant.starts_on > today:
        return []
    return event(grant.starts_on, grant.ends_on if grant.ends_on and grant.ends_on < today else None)


def event(starts_on: date | None, ends_on: date | None) -> list[dict]:
    if not starts_on:
        return []
    days = {"startDate": starts_on, "endDate": ends_on if ends_on and ends_on >= starts_on else None}
    return [{key: day.isoformat() for key, day in days.items() if day}]


def commitments(grant: Grant, programme: Programme) -> list[dict]:
    """Return the award and its revision, if it was revised on a known day."""
    if grant.revised_on is None:
        return []
    parties = {"provider": identifier(programme.lead), "recipient": identifier(grant.recipient)}
    amounts = [
        (grant.awarded_on, grant.amount, ""),
        (grant.revised_on, grant.revised_amount - grant.amount, grant.revision_reason),
    ]
    return [
        {"transactionDate": day.isoformat(), "currency": grant.currency, "value": float(value)}
        | without_gaps({"description": reason})
        | parties
        for day, value, reason in amounts
    ]


def organisation(entry: Organisation) -> dict:
    return without_gaps(
        {
            "id": identifier(entry),
            "name": entry.name,
            "alternateName": "; ".join(filter(None, [entry.acronym, entry.local_name])),
            "organisationType": str(entry.get_kind_display()),
            "description": entry.summary,
            "email": entry.email,
            "addressLocality": entry.town,
            "addressCountry": entry.country.name if entry.country else "",
            "url": iri_to_uri(entry.website),
            "location": [location(entry.country)] if entry.country else [],
        }
    )


def identifier(entry: Organisation) -> str:
    """Return the publisher's own identifier, as no register's number is known ("Organisation identifier")."""
    return f"{prefix()}-org:{entry.uid}"


def location(country: Country) -> dict:
    code = {} if country.code in NOT_LISTED else {"countryCode": country.code}
    return {"name": country.name, **code}


def classifications(grant: Grant) -> list[dict]:
    """Return what the programme itself names: areas, themes, groups and the status ("Classifications")."""
    areas = [(AREAS, area.value, area.label) for area in areas_of(grant.themes)]
    themes = [(THEMES, theme.slug, theme.name) for theme in grant.themes]
    groups = [(GROUPS, group.slug, group.name) for group in groups_of(grant)]
    state = grant.state
    statuses = [(STATUSES, state.value, state.label)] if state != Grant.State.UNKNOWN else []
    return [
        {"vocabulary": vocabulary, "code": code, "title": str(name)}
        for vocabulary, code, name in (*areas, *themes, *groups, *statuses)
    ]


def grant_programme(grant: Grant) -> dict:
    return without_gaps(
        {"code": grant.line, "title": str(grant.get_line_display()), "description": grant.call}
    )


def without_gaps(values: dict) -> dict:
    """Return the known values only: the standard has no empty values."""
    return {key: value for key, value in values.items() if value}
