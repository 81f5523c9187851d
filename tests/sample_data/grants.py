"""Made-up grants."""

from datetime import date, timedelta
from decimal import Decimal

from organisations.models import Grant
from tests.sample_data.generator import FIRST_DAY, LAST_DAY, Making
from tests.sample_data.organisations import Made

LINE_WEIGHTS = {
    Grant.Line.CORE: 30,
    Grant.Line.LOCAL_INITIATIVE: 27,
    Grant.Line.NATIONAL_INTERVENTION: 18,
    Grant.Line.REGIONAL: 14,
    Grant.Line.MEDIA: 7,
    Grant.Line.CREATIVE_BOX: 4,
}
# The least and the most that a line awards, in euro.
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


def make_grants(making: Making, made: list[Made], count: int) -> list[tuple[Grant, Made]]:
    """Make grants to these organisations; give each with its recipient."""
    recipients = [making.random.choice(made) for _ in range(count)]
    grants = [new_grant(making, recipient) for recipient in recipients]
    Grant.objects.bulk_create(grants)
    return list(zip(grants, recipients, strict=True))


def new_grant(making: Making, recipient: Made) -> Grant:
    random = making.random
    line = making.weighted(LINE_WEIGHTS)
    days = term(making)
    year = (days["starts_on"] or making.day(last=LAST_START)).year
    reference = f"SB-{year}-{random.randrange(10**6):06}"
    call = f"{random.choice(CALLS)} {year}"
    return Grant(
        **making.publishing(Grant, f"{line.replace('_', '-')}-grant"),
        **days,
        **money(making, line, recipient),
        line=line,
        recipient_id=recipient.organisation.pk,
        reference=reference if making.chance(0.8) else "",
        call=call if making.chance(0.75) else "",
    )


def term(making: Making) -> dict:
    """Give the days of a grant, some of them missing."""
    starts_on = making.day(last=LAST_START)
    days = {
        "awarded_on": max(FIRST_DAY, starts_on - timedelta(days=making.random.randint(5, 90))),
        "starts_on": starts_on,
        "ends_on": min(LAST_DAY, starts_on + timedelta(days=making.random.randint(90, 730))),
    }
    shares_missing = {"awarded_on": 0.2, "starts_on": 0.08, "ends_on": 0.08}
    if making.chance(0.06):
        shares_missing = dict.fromkeys(days, 1)
    return {key: None if making.chance(shares_missing[key]) else day for key, day in days.items()}


def money(making: Making, line: Grant.Line, recipient: Made) -> dict:
    """Give the amount of a grant and how it was revised; one in ten is not known."""
    random = making.random
    if making.chance(0.1):
        return {}
    least, most = RANGES[line]
    amount = Decimal(random.randint(least, most) // 100 * 100 if making.chance(0.6) else 0)
    amount = amount or Decimal(random.randint(least * 100, most * 100)) * CENT
    fields = {"amount": amount, "currency": Grant.Currency.EUR}
    if making.chance(0.25):
        fields = {"amount": (amount * KRONER_FOR_A_EURO).quantize(CENT), "currency": Grant.Currency.NOK}
    if making.chance(0.1):
        share = Decimal(random.choice((0, 50, 75, 90, 95, 110, 125)))
        language = making.language(recipient.home, english=0.7)
        fields["revised_amount"] = (fields["amount"] * share / 100).quantize(CENT)
        fields["revision_reason"] = language.write(random, "reason")
    return fields
