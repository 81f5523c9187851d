"""What finds an organisation or a grant."""

import pytest

from catalogue.seeding.load import seed
from organisations.models import Grant, Organisation
from tests.catalogue.search.finding import found
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Građanska alijansa", "gradanska"),
        ("Građanska alijansa", "gradjanska"),
        ("Građanska alijansa", "Грађанска"),
        ("Грађанска алијанса", "gradjanska alijansa"),
        ("Грађанска алијанса", "građanska"),
        ("Здружение Ѓорче Петров", "gjorce petrov"),
        ("Združenie Gjorče Petrov", "Ѓорче"),
        ("Social Center Fushë-Arrëz", "fushe arrez"),
        ("Social Center Fushë-Arrëz", "Fushe-Arrez"),
        ("Centar za ženska prava", "centar za zenska prava"),
        ("Center of Women’s Rights", "womens rights"),
        ("Center of Women’s Rights", "women's centre"),
        ("Belgrade Centre for Human Rights", "center belgrade"),
        ("Youth Organization", "youth organisation"),
        ("Youth Mobilisation", "mobilization"),
        ("Udruženje Šabac", "sabac"),
        ("Udruženje Šabac", "Шабац"),
    ],
)
def test_organisation_is_found_in_any_script_and_spelling(name, typed):
    OrganisationFactory(name="Forum MNE")

    assert found(Organisation, typed) == []

    organisation = OrganisationFactory(name=name)

    assert found(Organisation, typed) == [organisation]


@pytest.mark.parametrize(
    "make",
    [
        lambda: OrganisationFactory(summary="kestrel"),
        lambda: OrganisationFactory(strategic_orientation="kestrel"),
        lambda: OrganisationFactory(beneficiaries="kestrel"),
        lambda: OrganisationFactory(town="Kestrel"),
        lambda: OrganisationFactory(country=CountryFactory(name="Kestrel")),
        lambda: GoalFactory(text="kestrel").organisation,
        lambda: OrganisationActivityFactory(text="kestrel").organisation,
        lambda: PartnerFactory(project__name="Kestrel").organisation,
        lambda: SpeakerFactory(name="Kestrel", organisation=OrganisationFactory()).organisation,
        lambda: TestimonialFactory(training__name="Kestrel", organisation=OrganisationFactory()).organisation,
    ],
)
def test_organisation_is_found_by_every_text_of_its_page(make):
    OrganisationFactory()
    assert found(Organisation, "kestrel") == []

    organisation = make()

    assert found(Organisation, "kestrel") == [organisation]


def test_organisation_is_found_by_its_groups():
    organisation = OrganisationFactory()
    assert found(Organisation, "kestrel") == []

    organisation.beneficiary_groups.add(BeneficiaryGroupFactory(name="Kestrel"))

    assert found(Organisation, "kestrel") == [organisation]


def test_organisation_and_its_core_grant_are_found_by_its_own_themes():
    grant = GrantFactory()
    assert found(Organisation, "kestrel") == found(Grant, "kestrel") == []

    grant.recipient.themes.add(ThemeFactory(name="Kestrel"))

    assert found(Organisation, "kestrel") == [grant.recipient]
    assert found(Grant, "kestrel") == [grant]


@pytest.mark.parametrize(
    "make",
    [
        lambda: GrantFactory(reference="KESTREL-7"),
        lambda: GrantFactory(call="Kestrel"),
        lambda: GrantFactory(recipient__acronym="KESTREL"),
        lambda: GrantFactory(recipient=OtherNameFactory(name="Kestrel").organisation),
        lambda: ProjectFactory(name="Kestrel", grant=GrantFactory()).grant,
    ],
)
def test_grant_is_found_by_its_recipient_its_project_and_its_reference(make):
    GrantFactory()
    assert found(Grant, "kestrel") == []

    grant = make()

    assert found(Grant, "kestrel") == [grant]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("core grants Montenegro", 1),
        ("grants Crna Gora", 2),
        ("regional grant Montenegro", 1),
        ("creative box Montenegro", 0),
        ("core Serbia", 0),
    ],
)
def test_grant_is_found_by_its_section_type_and_country(typed, number):
    recipient = OrganisationFactory(country=CountryFactory(code="ME", name="Montenegro"))
    GrantFactory(recipient=recipient, line="core")
    GrantFactory(recipient=recipient, line="regional")
    GrantFactory(recipient__country=CountryFactory(code="RS", name="Serbia"), line="media")

    assert len(found(Grant, typed)) == number


@pytest.mark.parametrize("facet", ["group", "theme"])
def test_organisation_has_the_groups_and_themes_of_its_public_projects(facet):
    group, theme = BeneficiaryGroupFactory(slug="kestrel"), ThemeFactory(slug="kestrel")
    lead, partner = PartnerFactory(role="lead"), PartnerFactory(role="partner")
    draft = PartnerFactory(project__draft=True)
    OrganisationFactory()
    for part in (lead, partner, draft):
        TargetGroupFactory(project=part.project, beneficiary_group=group)
        part.project.themes.add(theme)

    assert set(found(Organisation, "", **{facet: ["kestrel"]})) == {lead.organisation, partner.organisation}

    lead.project.target_groups.all().delete()
    lead.project.themes.clear()

    assert found(Organisation, "", **{facet: ["kestrel"]}) == [partner.organisation]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("youth", "Forum MNE"),
        ("youth", "NGO Juventas"),
        ("high-school-students", "NGO Juventas"),
        ("youth-organisations", "NGO Juventas"),
    ],
)
def test_groups_of_the_programme_projects_find_their_organisations_in_montenegro(group, name):
    seed()

    names = [organisation.name for organisation in found(Organisation, "", country=["ME"], group=[group])]

    assert name in names
