"""An activity as XML, its elements in the order of the schema ("iati-activity")."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from lxml import etree
from lxml.builder import E

from catalogue.structured_data import without_controls
from organisations.descriptions import full_name
from organisations.models import Country, Grant, Organisation, Theme, areas_of
from organisations.programme import Programme
from projects.iati.activities import IATIActivity, organisation_reference

Element = etree._Element  # lxml has no public name for the type

LANGUAGE = {"{http://www.w3.org/XML/1998/namespace}lang": "en"}
LONGEST_BUDGET = 365  # days; the standard's budgets cover a year at most

# Codes of the standard's lists.
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"  # OrganisationRole
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"  # ActivityDateType
PIPELINE, IMPLEMENTATION, CLOSED = "1", "2", "4"  # ActivityStatus
STATUSES = {
    Grant.State.PLANNED: PIPELINE,
    Grant.State.RUNNING: IMPLEMENTATION,
    Grant.State.ENDED: CLOSED,
}
EUROPE_REGIONAL = "89"  # Region, of the OECD's Development Assistance Committee (DAC)
DAC = "1"  # RegionVocabulary and SectorVocabulary
CIVIL_SOCIETY = "15150"  # Sector: democratic participation and civil society
SECTORS = {Theme.Area.GOVERNANCE: CIVIL_SOCIETY, Theme.Area.SECURITY: "15220"}  # civilian peace-building
STANDARD_GRANT = "110"  # FinanceType
ORIGINAL, REVISED, COMMITTED = "1", "2", "2"  # BudgetType, BudgetStatus
OUTGOING_COMMITMENT = "2"  # TransactionType
INTERNAL_REFERENCE = "A1"  # OtherIdentifierType
OWN_VOCABULARY = "99"  # TagVocabulary
QUALITATIVE = "5"  # IndicatorMeasure
ACTIVITY_PAGE, ORGANISATION_PAGE = "A12", "B16"  # DocumentCategory
NATIONAL_NGO, LOCAL_NGO, PUBLIC_SECTOR, OTHER = "22", "24", "15", "90"  # OrganisationType


def activity_element(activity: IATIActivity, programme: Programme, site: str) -> Element:
    """Return the element of an activity. `site` comes before the portal's paths.

    The reporting organisation is the public lead implementer, or else the programme.
    """
    grant = activity.grant
    attributes = LANGUAGE | {"last-updated-datetime": moment(activity.updated_at), "hierarchy": "1"}
    if grant.currency:
        attributes["default-currency"] = grant.currency
    return E(
        "iati-activity",
        E("iati-identifier", activity.identifier),
        reporting("reporting-org", programme),
        E("title", narrative(activity.title)),
        *(E("description", narrative(text), type=code) for code, text in activity.descriptions),
        *participants(activity, programme),
        *references(grant),
        E("activity-status", code=STATUSES[grant.state]),
        *dates(grant),
        *places(activity.countries),
        *sectors(areas_of(activity.themes)),
        *tags(activity, site),
        E("default-finance-type", code=STANDARD_GRANT),
        E("default-aid-type", code=activity.aid_type),
        *budgets(grant),
        *commitments(grant, programme),
        document(activity.title, site + iri_to_uri(activity.path), ACTIVITY_PAGE),
        *websites(activity),
        *(result(code, text) for code, text in activity.results),
        attributes,
    )


def narrative(text: str) -> Element:
    """Return a text without the characters that XML cannot contain."""
    return E("narrative", without_controls(text))


def moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def participants(activity: IATIActivity, programme: Programme) -> Iterator[Element]:
    """Yield the organisations by their roles ("participating-org").

    The donors fund the programme. The lead implementer awards the grant, which is to extend the funds, and is
    accountable for it.
    """
    for donor in programme.donors:
        yield participant(donor, FUNDING)
    for role in (ACCOUNTABLE, EXTENDING):
        yield reporting("participating-org", programme, role=role)
    for implementer in activity.implementers:
        yield participant(implementer, IMPLEMENTING)


def reporting(name: str, programme: Programme, **attributes: str) -> Element:
    """Return the reporting organisation in an element of this name."""
    code = organisation_type(programme.lead) if programme.lead else ""
    reference = {"ref": organisation_reference(), **attributes, "type": code or OTHER}
    return E(name, narrative(programme.name), reference)


def participant(organisation: Organisation, role: str) -> Element:
    """Return an organisation by its name, as no register's number is known."""
    code = organisation_type(organisation)
    attributes = {"role": role} | ({"type": code} if code else {})
    return E("participating-org", narrative(full_name(organisation)), attributes)


def organisation_type(organisation: Organisation) -> str:
    """Return the code of its type; empty where its kind does not determine it ("OrganisationType")."""
    kinds = Organisation.Kind
    if organisation.kind == kinds.CSO:
        country = organisation.country
        return LOCAL_NGO if country and country.is_programme_country else NATIONAL_NGO
    return {kinds.PUBLIC_BODY: PUBLIC_SECTOR, kinds.INFORMAL_GROUP: OTHER, kinds.OTHER: OTHER}.get(
        organisation.kind, ""
    )


def references(grant: Grant) -> Iterator[Element]:
    if grant.reference:
        yield E("other-identifier", ref=without_controls(grant.reference), type=INTERNAL_REFERENCE)


def dates(grant: Grant) -> Iterator[Element]:
    """Yield the known days in the order of their codes: what is in the future is planned."""
    for code, on in days_of(grant).items():
        if on:
            yield day("activity-date", on, code)


def days_of(grant: Grant) -> dict[str, date | None]:
    """Return the days by their codes. A start that was planned for after the planned end is left out."""
    today = timezone.localdate()
    has_started = grant.starts_on is not None and grant.starts_on <= today
    has_ended = grant.ends_on is not None and grant.ends_on < today
    start = grant.planned_starts_on if has_started else grant.first_day
    end = grant.planned_ends_on if has_ended else grant.last_day
    return {
        PLANNED_START: start if not (start and end and start > end and has_started) else None,
        ACTUAL_START: grant.starts_on if has_started else None,
        PLANNED_END: end,
        ACTUAL_END: grant.ends_on if has_ended else None,
    }


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


def tags(activity: IATIActivity, site: str) -> Iterator[Element]:
    """Yield the programme's own themes and beneficiary groups, which the page of open data describes."""
    themes = [(f"theme:{theme.slug}", theme.name) for theme in activity.themes]
    groups = [(f"group:{group.slug}", group.name) for group in activity.groups]
    attributes = {"vocabulary": OWN_VOCABULARY, "vocabulary-uri": site + reverse("data")}
    for code, name in [*themes, *groups]:
        yield E("tag", narrative(name), attributes | {"code": code})


def shares(count: int) -> list[str]:
    """Return `count` equal percentages with two decimals, of which the last completes the sum of 100."""
    if not count:
        return []
    share = (Decimal(100) / count).quantize(Decimal("0.01"))
    return [f"{share:f}"] * (count - 1) + [f"{100 - share * (count - 1):f}"]


def budgets(grant: Grant) -> Iterator[Element]:
    """Yield the amount, and the revised one, of a grant of at most a year.

    The standard requires the budget of longer ones by year, and how it is distributed is not known. A grant
    that was revised to zero has none: nothing is committed.
    """
    if grant.amount is None or grant.revised_amount == 0 or not grant.last_day:
        return
    if (grant.last_day - grant.first_day).days > LONGEST_BUDGET:
        return
    yield budget(grant, grant.amount, ORIGINAL)
    if grant.revised_amount is not None:
        yield budget(grant, grant.revised_amount, REVISED)


def budget(grant: Grant, amount: Decimal, code: str) -> Element:
    return E(
        "budget",
        day("period-start", grant.first_day),
        day("period-end", grant.last_day),
        value(grant, amount, grant.awarded_on or grant.first_day),
        type=code,
        status=COMMITTED,
    )


def commitments(grant: Grant, programme: Programme) -> Iterator[Element]:
    """Yield the award, and its change by the revision, if their amounts and dates are known ("transaction").

    A revision to zero takes the whole commitment back.
    """
    today = timezone.localdate()
    if grant.amount is None or not grant.awarded_on or grant.awarded_on > today:
        return
    yield commitment(grant, programme, grant.amount, grant.awarded_on)
    if grant.revised_on and grant.revised_on <= today and grant.revised_amount != grant.amount:
        change = grant.revised_amount - grant.amount
        yield commitment(grant, programme, change, grant.revised_on, grant.revision_reason)


def commitment(grant: Grant, programme: Programme, amount: Decimal, on: date, reason: str = "") -> Element:
    return E(
        "transaction",
        E("transaction-type", code=OUTGOING_COMMITMENT),
        day("transaction-date", on),
        value(grant, amount, on),
        *([E("description", narrative(reason))] if reason else []),
        E("provider-org", narrative(programme.name), ref=organisation_reference()),
        E("receiver-org", narrative(full_name(grant.recipient))),
    )


def value(grant: Grant, amount: Decimal, on: date) -> Element:
    return E("value", f"{amount:f}", {"currency": grant.currency, "value-date": on.isoformat()})


def document(title: str, address: str, category: str) -> Element:
    language = [E("language", code="en")] if category == ACTIVITY_PAGE else []  # of other pages, unknown
    return E(
        "document-link",
        E("title", narrative(title)),
        E("category", code=category),
        *language,
        url=address,
        format="text/html",
    )


def websites(activity: IATIActivity) -> Iterator[Element]:
    """Yield the websites of the implementing organisations."""
    for organisation in activity.implementers:
        if organisation.website:
            yield document(organisation.name, iri_to_uri(organisation.website), ORGANISATION_PAGE)


def result(code: str, text: str) -> Element:
    """Return an objective or expected result. The indicator, which the schema requires, repeats its text."""
    return E(
        "result",
        E("title", narrative(text)),
        E("indicator", E("title", narrative(text)), measure=QUALITATIVE),
        type=code,
    )
