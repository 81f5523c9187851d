"""Grants of the sample data."""

from datetime import date, timedelta
from decimal import Decimal

from organisations.models import Grant
from tests.sample_data.generator import FIRST_DAY, LAST_DAY, Generator
from tests.sample_data.organisations import SampleOrganisation

LINE_WEIGHTS = {
    Grant.Line.CORE: 30,
    Grant.Line.LOCAL_INITIATIVE: 27,
    Grant.Line.NATIONAL_INTERVENTION: 18,
    Grant.Line.REGIONAL: 14,
    Grant.Line.MEDIA: 7,
    Grant.Line.CREATIVE_BOX: 4,
}
# The smallest and the largest amount of a type of grant, in euro.
RANGES = {
    Grant.Line.CORE: (40_000, 150_000),
    Grant.Line.REGIONAL: (60_000, 250_000),
    Grant.Line.NATIONAL_INTERVENTION: (20_000, 90_000),
    Grant.Line.LOCAL_INITIATIVE: (1_500, 15_000),
    Grant.Line.MEDIA: (5_000, 40_000),
    Grant.Line.CREATIVE_BOX: (800, 6_000),
}
KRONER_FOR_A_EURO = Decimal("11.5")
CENT = Decimal("0.01")
LAST_START = date(2027, 6, 30)
CALLS = ("First call", "Second call", "Third call", "Open call", "Emergency round")


def create_grants(
    generator: Generator, organisations: list[SampleOrganisation], count: int
) -> list[tuple[Grant, SampleOrganisation]]:
    """Create grants to these organisations; return each with its recipient."""
    recipients = [generator.random.choice(organisations) for _ in range(count)]
    grants = [new_grant(generator, recipient) for recipient in recipients]
    Grant.objects.bulk_create(grants)
    return list(zip(grants, recipients, strict=True))


def new_grant(generator: Generator, recipient: SampleOrganisation) -> Grant:
    random = generator.random
    line = generator.weighted(LINE_WEIGHTS)
    days = term(generator)
    year = (days["starts_on"] or generator.day(last=LAST_START)).year
    reference = f"SB-{year}-{random.randrange(10**6):06}"
    call = f"{random.choice(CALLS)} {year}"
    return Grant(
        **generator.publishing(Grant, f"{line.replace('_', '-')}-grant"),
        **days,
        **money(generator, line, recipient),
        line=line,
        recipient_id=recipient.organisation.pk,
        reference=reference if generator.chance(0.8) else "",
        call=call if generator.chance(0.75) else "",
    )


def term(generator: Generator) -> dict:
    """Return the days of a grant, some of them missing."""
    starts_on = generator.day(last=LAST_START)
    planned = {"planned_starts_on": starts_on} if generator.chance(0.5) else {}
    days = {
        "awarded_on": max(FIRST_DAY, starts_on - timedelta(days=generator.random.randint(5, 90))),
        "starts_on": starts_on,
        "ends_on": min(LAST_DAY, starts_on + timedelta(days=generator.random.randint(90, 730))),
    }
    shares_missing = {"awarded_on": 0.2, "starts_on": 0.08, "ends_on": 0.08}
    if generator.chance(0.06):
        shares_missing = dict.fromkeys(days, 1)
        planned = {}
    known = {key: None if generator.chance(shares_missing[key]) else day for key, day in days.items()}
    return known | planned


def money(generator: Generator, line: Grant.Line, recipient: SampleOrganisation) -> dict:
    """Return the amount of a grant and its revision; one in ten is not known."""
    random = generator.random
    if generator.chance(0.1):
        return {}
    least, most = RANGES[line]
    amount = Decimal(random.randint(least, most) // 100 * 100 if generator.chance(0.6) else 0)
    amount = amount or Decimal(random.randint(least * 100, most * 100)) * CENT
    fields = {"amount": amount, "currency": Grant.Currency.EUR}
    if generator.chance(0.25):
        fields = {"amount": (amount * KRONER_FOR_A_EURO).quantize(CENT), "currency": Grant.Currency.NOK}
    if generator.chance(0.1):
        share = Decimal(random.choice((0, 50, 75, 90, 95, 110, 125)))
        language = generator.language(recipient.home, english=0.7)
        fields["revised_amount"] = (fields["amount"] * share / 100).quantize(CENT)
        fields["revision_reason"] = language.write(random, "reason")
        fields["revised_on"] = generator.day(last=LAST_DAY) if generator.chance(0.5) else None
    return fields
