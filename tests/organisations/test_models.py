from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.models import Country, Grant, Organisation
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def messages_of(entry) -> list[str]:
    try:
        entry.full_clean()
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "state"),
    [
        (None, None, "unknown"),
        (YESTERDAY, None, "running"),
        (None, TODAY, "unknown"),
        (TODAY, TODAY, "running"),
        (YESTERDAY, TOMORROW, "running"),
        (TOMORROW, None, "planned"),
        (TOMORROW, TOMORROW, "planned"),
        (None, YESTERDAY, "ended"),
        (YESTERDAY, YESTERDAY, "ended"),
    ],
)
@pytest.mark.parametrize("is_plan", [False, True])
def test_grant_state_follows_from_its_dates(starts_on, ends_on, state, is_plan):
    prefix = "planned_" if is_plan else ""
    grant = GrantFactory(**{f"{prefix}starts_on": starts_on, f"{prefix}ends_on": ends_on})

    found = {value: list(Grant.objects.in_state(value)) for value in Grant.State.values}

    assert grant.state == state
    assert found == {value: [grant] if value == state else [] for value in Grant.State.values}


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ({}, ""),
        ({"starts_on": date(2999, 5, 1)}, "Starts on 1 May 2999"),
        ({"planned_starts_on": date(2999, 5, 1)}, "Planned to start on 1 May 2999"),
        ({"starts_on": date(2020, 5, 1)}, "Running since 1 May 2020"),
        ({"planned_starts_on": date(2020, 5, 1)}, "Running (planned start: 1 May 2020)"),
        ({"starts_on": date(2020, 5, 1), "ends_on": date(2999, 6, 30)}, "Running until 30 June 2999"),
        (
            {"starts_on": date(2020, 5, 1), "planned_ends_on": date(2999, 6, 30)},
            "Running (planned end: 30 June 2999)",
        ),
        ({"ends_on": date(2020, 6, 30)}, "Ended on 30 June 2020"),
        ({"planned_ends_on": date(2020, 6, 30)}, "Ended (planned end: 30 June 2020)"),
    ],
)
def test_grant_states_its_status_with_a_date(dates, text):
    assert GrantFactory.build(**dates).state_text == text


def test_planned_dates_count_only_while_the_others_are_unknown():
    planned = {"planned_starts_on": YESTERDAY, "planned_ends_on": YESTERDAY}
    grant = GrantFactory(starts_on=YESTERDAY, ends_on=TOMORROW, **planned)

    assert grant.state == "running"
    assert list(Grant.objects.in_state("running")) == [grant]


def test_grant_state_of_a_past_day_is_the_state_of_that_day():
    grant = GrantFactory(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))

    on_that_day = Grant.objects.in_state("running", on=date(2020, 6, 1))

    assert list(on_that_day) == [grant]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": Decimal(10)}, "Enter both an amount and its currency, or leave both empty."),
        ({"currency": "EUR"}, "Enter both an amount and its currency, or leave both empty."),
        ({"amount": Decimal(0), "currency": "EUR"}, "Enter an amount above zero."),
        (
            {"planned_starts_on": date(2024, 2, 1), "planned_ends_on": date(2024, 1, 1), "ends_on": TODAY},
            "The planned end is before the planned start. Check both dates.",
        ),
        (
            {"starts_on": date(2024, 2, 1), "planned_ends_on": date(2024, 1, 1)},
            "The grant ends before it starts. Check both dates.",
        ),
        (
            {"revised_on": date(2024, 2, 1)},
            "Enter the revised amount, or remove the date of the revision.",
        ),
        (
            {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 1, 1)},
            "The grant ends before it starts. Check both dates.",
        ),
        (
            {"amount": Decimal(10), "currency": "EUR", "revised_amount": Decimal(5)},
            "Enter the amount awarded, the revised amount (zero or more) and the reason together.",
        ),
    ],
)
def test_grant_refuses_what_cannot_be(fields, message):
    grant = GrantFactory.build(recipient=OrganisationFactory(), **fields)

    assert messages_of(grant) == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        grant.save()


def test_grant_may_be_cut_to_nothing():
    grant = GrantFactory(
        amount=Decimal(10), currency="EUR", revised_amount=Decimal(0), revision_reason="Cut."
    )

    assert messages_of(grant) == []


def test_country_code_is_two_capitals():
    country = Country(code="al", name="Albania")

    assert messages_of(country) == ["Enter two capital letters, such as AL."]


def test_kosovo_is_a_country_with_the_code_xk():
    country = CountryFactory(code="XK", name="Kosovo")

    assert messages_of(country) == []


def test_first_activity_is_at_level_1():
    activity = OrganisationActivityFactory.build(organisation=OrganisationFactory(), order=1, level=2)

    assert messages_of(activity) == [
        "The first row must be at level 1. A row at level 2 belongs to the row above it."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.save()


def test_local_name_differs_from_the_name():
    organisation = OrganisationFactory.build(name="Akcija", local_name="Akcija")

    assert messages_of(organisation) == ["The local name is the same as the name. Leave it empty."]
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation.save()


@pytest.mark.parametrize("year", [1799, TODAY.year + 1])
def test_founded_year_is_a_year_that_was(year):
    organisation = OrganisationFactory(founded_year=year)

    with pytest.raises(ValidationError) as refusal:
        organisation.full_clean()

    assert list(refusal.value.message_dict) == ["founded_year"]


def test_every_save_renews_the_token():
    organisation = OrganisationFactory()
    first = organisation.token

    organisation.save()

    assert organisation.token != first
    assert Organisation.objects.get().token == organisation.token


def test_group_is_not_part_of_itself_or_of_a_part():
    youth = BeneficiaryGroupFactory(name="Youth")
    students = BeneficiaryGroupFactory(name="Students", broader=youth)

    for group, broader, message in (
        (youth, youth, "A group cannot be part of itself."),
        (BeneficiaryGroupFactory(), students, "“Students” is itself part of a group."),
        (
            youth,
            BeneficiaryGroupFactory(),
            "Other groups are part of this one, so it cannot be part of another.",
        ),
    ):
        group.broader = broader
        with pytest.raises(ValidationError) as refusal:
            group.full_clean()
        assert refusal.value.message_dict == {"broader": [message]}
