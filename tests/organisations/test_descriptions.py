"""What is known of a grant in words."""

import pytest

from organisations.descriptions import (
    Section,
    as_text,
    countries_of,
    full_name,
    groups_of,
    organisation,
    sections_of,
)
from organisations.models import Grant
from organisations.standards import with_standard_facts
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db


def fetched(grant: Grant) -> Grant:
    return with_standard_facts(Grant.objects.filter(pk=grant.pk)).get()


def headings(grant: Grant) -> list[str]:
    return [section.heading for section in sections_of(fetched(grant))]


def test_a_core_grant_is_described_by_its_recipient():
    recipient = OrganisationFactory(strategic_orientation="Rights of women")
    GoalFactory(organisation=recipient, text="Peace")
    grant = GrantFactory(line=Grant.Line.CORE, recipient=recipient)

    sections = sections_of(fetched(grant))

    assert {"Rights of women", "- Peace"} <= {section.text for section in sections}


def test_other_grants_do_not_describe_their_recipient():
    recipient = OrganisationFactory(strategic_orientation="Rights of women")
    grant = GrantFactory(line=Grant.Line.REGIONAL, recipient=recipient)

    assert "Strategic orientation" not in headings(grant)


def test_a_grant_is_described_by_its_public_project_only():
    public, draft = GrantFactory(line=Grant.Line.REGIONAL), GrantFactory(line=Grant.Line.REGIONAL)
    ObjectiveFactory(project=ProjectFactory(grant=public, overall_goal="Peace"))
    ProjectFactory(grant=draft, overall_goal="Secret", draft=True)

    assert "Overall goal" in headings(public)
    assert "Overall goal" not in headings(draft)


def test_sections_without_text_are_left_out():
    assert "" not in [section.text for section in sections_of(fetched(GrantFactory()))]


def test_as_text_puts_headings_above_their_texts():
    assert (
        as_text([Section("1", "", "Plain"), Section("1", "Goals", "- Peace")]) == "Plain\n\nGoals:\n- Peace"
    )


@pytest.mark.parametrize(("acronym", "expected"), [("AC", "Agro (AC)"), ("", "Agro"), ("Agro", "Agro")])
def test_full_name_repeats_no_name(acronym, expected):
    assert full_name(OrganisationFactory(name="Agro", acronym=acronym)) == expected


def test_organisation_has_its_place_and_website():
    entry = OrganisationFactory(
        name="Agro",
        town="Niš",
        country=CountryFactory(code="RS", name="Serbia"),
        website="https://agro.example.org",
    )

    assert organisation(entry) == "Agro, Niš, Serbia, https://agro.example.org"


def test_groups_of_a_core_grant_are_its_recipients_once():
    group = BeneficiaryGroupFactory()
    recipient = OrganisationFactory()
    recipient.beneficiary_groups.add(group)

    assert groups_of(fetched(GrantFactory(line=Grant.Line.CORE, recipient=recipient))) == [group]


def test_countries_of_a_grant_without_a_project_are_its_recipients():
    country = CountryFactory(code="AL")
    recipient = OrganisationFactory(country=country)

    assert countries_of(fetched(GrantFactory(recipient=recipient))) == [country]
    assert countries_of(fetched(GrantFactory(recipient=OrganisationFactory(country=None)))) == []
