"""An activity as XML, its elements in the order of the schema ("iati-activity")."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.encoding import iri_to_uri
from lxml import etree
from lxml.builder import E

from organisations.models import Country, Grant, Organisation, Theme
from projects.iati.activities import IATIActivity, organisation_reference

Element = etree._Element  # lxml has no public name for the type

LANGUAGE = {"{http://www.w3.org/XML/1998/namespace}lang": "en"}
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
LONGEST_BUDGET = 365  # days; the standard's budgets cover a year at most

# Codes of the standard's lists.
FUNDING, ACCOUNTABLE, IMPLEMENTING = "1", "2", "4"  # OrganisationRole
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"  # ActivityDateType
PIPELINE, IMPLEMENTATION, CLOSED = "1", "2", "4"  # ActivityStatus
STATUSES = {
    Grant.State.PLANNED: PIPELINE,
    Grant.State.RUNNING: IMPLEMENTATION,
    Grant.State.ENDED: CLOSED,
    Grant.State.UNKNOWN: IMPLEMENTATION,  # it has started, and no end is recorded
}
EUROPE_REGIONAL = "89"  # Region, of the OECD's Development Assistance Committee (DAC)
DAC = "1"  # RegionVocabulary and SectorVocabulary
CIVIL_SOCIETY = "15150"  # Sector: democratic participation and civil society
SECTORS = {Theme.Area.GOVERNANCE: CIVIL_SOCIETY, Theme.Area.SECURITY: "15220"}  # civilian peace-building
STANDARD_GRANT = "110"  # FinanceType
ORIGINAL, REVISED, COMMITTED = "1", "2", "2"  # BudgetType, BudgetStatus
OUTGOING_COMMITMENT = "2"  # TransactionType
QUALITATIVE = "5"  # IndicatorMeasure
WEB_PAGE = "A12"  # DocumentCategory
NATIONAL_NGO, LOCAL_NGO, PUBLIC_SECTOR, OTHER = "22", "24", "15", "90"  # OrganisationType


class Programme(NamedTuple):
    """The reporting organisation (the public lead implementer, or else the programme) and the funders."""

    lead: Organisation | None
    funders: list[Organisation]

    @property
    def name(self) -> str:
        return self.lead.name if self.lead else "SMART Balkans"

    @property
    def type(self) -> str:
        return organisation_type(self.lead) or OTHER if self.lead else OTHER


def activity_element(activity: IATIActivity, programme: Programme, site: str) -> Element:
    """Return the element of an activity. `site` comes before the portal's paths."""
    grant = activity.grant
    attributes = LANGUAGE | {"last-updated-datetime": moment(activity.updated_at), "hierarchy": "1"}
    if grant.currency:
        attributes["default-currency"] = grant.currency
    return E(
        "iati-activity",
        E("iati-identifier", activity.identifier),
        E("reporting-org", narrative(programme.name), ref=organisation_reference(), type=programme.type),
        E("title", narrative(activity.title)),
        *(E("description", narrative(text), type=code) for code, text in activity.descriptions),
        *participants(activity, programme),
        E("activity-status", code=STATUSES[grant.state]),
        *dates(grant),
        *places(activity.countries),
        *sectors(activity.areas),
        E("default-finance-type", code=STANDARD_GRANT),
        E("default-aid-type", code=activity.aid_type),
        *budgets(grant),
        *commitments(grant, programme),
        page(activity, site),
        *(result(code, text) for code, text in activity.results),
        attributes,
    )


def narrative(text: str) -> Element:
    """Return a text without the characters that XML cannot contain."""
    return E("narrative", NOT_IN_XML.sub("", text))


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def participants(activity: IATIActivity, programme: Programme) -> Iterator[Element]:
    """Yield the funders, the accountable and the implementing organisations ("participating-org")."""
    for funder in programme.funders:
        yield participant(funder, FUNDING)
    yield E(
        "participating-org",
        narrative(programme.name),
        ref=organisation_reference(),
        role=ACCOUNTABLE,
        type=programme.type,
    )
    for implementer in activity.implementers:
        yield participant(implementer, IMPLEMENTING)


def participant(organisation: Organisation, role: str) -> Element:
    """Return an organisation by its name, as no register's number is known."""
    code = organisation_type(organisation)
    return E(
        "participating-org", narrative(organisation.name), {"role": role} | ({"type": code} if code else {})
    )


def organisation_type(organisation: Organisation) -> str:
    """Return the code of its type; empty where its kind does not determine it ("OrganisationType")."""
    kinds = Organisation.Kind
    if organisation.kind == kinds.CSO:
        country = organisation.country
        return LOCAL_NGO if country and country.is_programme_country else NATIONAL_NGO
    return {kinds.PUBLIC_BODY: PUBLIC_SECTOR, kinds.INFORMAL_GROUP: OTHER, kinds.OTHER: OTHER}.get(
        organisation.kind, ""
    )


def dates(grant: Grant) -> Iterator[Element]:
    """Yield the grant's days: as planned while they are in the future, else as actual."""
    today = timezone.localdate()
    yield day("activity-date", grant.starts_on, ACTUAL_START if grant.starts_on <= today else PLANNED_START)
    if grant.ends_on:
        yield day("activity-date", grant.ends_on, ACTUAL_END if grant.ends_on < today else PLANNED_END)


def day(name: str, on: date, code: str | None = None) -> Element:
    return E(name, {"iso-date": on.isoformat()} | ({"type": code} if code else {}))


def places(countries: list[Country]) -> Iterator[Element]:
    """Yield the countries in equal shares, or the region if none is known."""
    if not countries:
        yield E("recipient-region", code=EUROPE_REGIONAL, vocabulary=DAC, percentage="100")
    for country, share in zip(countries, shares(len(countries)), strict=True):
        yield E("recipient-country", code=country.code, percentage=share)


def sectors(areas: Iterable[str]) -> Iterator[Element]:
    """Yield the sectors of the areas of its themes in equal shares; without themes, that of civil society."""
    codes = sorted({SECTORS[area] for area in areas} or {CIVIL_SOCIETY})
    for code, share in zip(codes, shares(len(codes)), strict=True):
        yield E("sector", vocabulary=DAC, code=code, percentage=share)


def shares(count: int) -> list[str]:
    """Return `count` equal percentages with two decimals, of which the last completes the sum of 100."""
    if not count:
        return []
    share = (Decimal(100) / count).quantize(Decimal("0.01"))
    return [f"{share:f}"] * (count - 1) + [f"{100 - share * (count - 1):f}"]


def budgets(grant: Grant) -> Iterator[Element]:
    """Yield the amount, and the revised one, of a grant of at most a year.

    The standard requires the budget of longer ones by year, and how it is distributed is not known.
    """
    if grant.amount is None or not grant.ends_on or (grant.ends_on - grant.starts_on).days > LONGEST_BUDGET:
        return
    yield budget(grant, grant.amount, ORIGINAL)
    if grant.revised_amount is not None:
        yield budget(grant, grant.revised_amount, REVISED)


def budget(grant: Grant, amount: Decimal, code: str) -> Element:
    return E(
        "budget",
        day("period-start", grant.starts_on),
        day("period-end", grant.ends_on),
        value(grant, amount, grant.awarded_on or grant.starts_on),
        type=code,
        status=COMMITTED,
    )


def commitments(grant: Grant, programme: Programme) -> Iterator[Element]:
    """Yield the award as a commitment, if its amount and date are known ("transaction")."""
    if grant.amount is None or not grant.awarded_on or grant.awarded_on > timezone.localdate():
        return
    yield E(
        "transaction",
        E("transaction-type", code=OUTGOING_COMMITMENT),
        day("transaction-date", grant.awarded_on),
        value(grant, grant.amount, grant.awarded_on),
        E("provider-org", narrative(programme.name), ref=organisation_reference()),
        E("receiver-org", narrative(grant.recipient.name)),
    )


def value(grant: Grant, amount: Decimal, on: date) -> Element:
    return E("value", f"{amount:f}", {"currency": grant.currency, "value-date": on.isoformat()})


def page(activity: IATIActivity, site: str) -> Element:
    return E(
        "document-link",
        E("title", narrative(activity.title)),
        E("category", code=WEB_PAGE),
        E("language", code="en"),
        url=site + iri_to_uri(activity.path),
        format="text/html",
    )


def result(code: str, text: str) -> Element:
    """Return an objective or expected result. The indicator, which the schema requires, repeats its text."""
    return E(
        "result",
        E("title", narrative(text)),
        E("indicator", E("title", narrative(text)), measure=QUALITATIVE),
        type=code,
    )
