"""Rules of IATI 2.03 that are not in its schema (iatistandard.org, "Activity standard")."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

FORBIDDEN_IN_IDENTIFIERS = re.compile(r"[/&|?]")


def broken_rules(root):
    """Return the activities that break a rule of the standard that is not in its schema."""
    checks = (shares_sum_to_100, dates_are_in_order, budgets_are_of_a_year, identifiers_are_sound, is_stated)
    activities = root.findall("iati-activity")
    return [
        f"{check.__name__}: {activity.findtext('iati-identifier')}"
        for activity in activities
        for check in checks
        if not check(activity)
    ]


def shares_sum_to_100(activity):
    places = activity.xpath("recipient-country/@percentage | recipient-region/@percentage")
    sectors = activity.xpath("sector[@vocabulary='1']/@percentage")
    return [sum(map(Decimal, shares)) for shares in (places, sectors)] == [100, 100]


def dates_are_in_order(activity):
    days = {one.get("type"): one.get("iso-date") for one in activity.iterfind("activity-date")}
    today = timezone.localdate().isoformat()
    codes = [one.get("type") for one in activity.iterfind("activity-date")]
    periods = [(days.get(start), days.get(end)) for start, end in ("13", "24")]
    passed = [days[code] for code in ("2", "4") if code in days]
    committed = activity.xpath("transaction/transaction-date/@iso-date | transaction/value/@value-date")
    return (
        ("1" in days or "2" in days)
        and codes == sorted(set(codes))
        and all(start <= end for start, end in periods if start and end)
        and all(day <= today for day in [*passed, *committed])
        and activity.get("last-updated-datetime") <= timezone.localtime().isoformat()
    )


def budgets_are_of_a_year(activity):
    days = [
        [date.fromisoformat(budget.find(end).get("iso-date")) for end in ("period-start", "period-end")]
        for budget in activity.iterfind("budget")
    ]
    return all(timedelta(0) <= ends - starts <= timedelta(days=366) for starts, ends in days)


def identifiers_are_sound(activity):
    reference = activity.find("reporting-org").get("ref")
    identifier = activity.findtext("iati-identifier")
    is_plain = not FORBIDDEN_IN_IDENTIFIERS.search(identifier + reference)
    return is_plain and identifier.startswith(f"{reference}-")


def is_stated(activity):
    return all(narrative.text.strip() for narrative in activity.iter("narrative"))
