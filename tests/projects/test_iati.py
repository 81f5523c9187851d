"""The IATI activities, against the standard's published schema (see SCHEMAS_DIR) and its rules for 2.03."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import etree

from organisations.models import Grant
from organisations.standards import CHUNK, IATI
from projects.models import Project
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    uid_of,
)
from tests.iati_rules import broken_rules
from tests.published_schemas import iati_faults
from tests.queries import queries_before_first_piece
from tests.sample_data.entries import make_entries

pytestmark = pytest.mark.django_db

ADDRESS = "/projects/iati.xml"
QUERIES = 16  # whether there are any; programme; grants with recipients, projects, themes of both, goals,
# activities and groups of recipients, partners, places of work, objectives, activities, target groups, their
# groups and countries
STARTED = {"starts_on": date(2022, 10, 1)}
FULL = """\
<iati-activity xml:lang="en" hierarchy="1" default-currency="EUR">
  <iati-identifier>SMARTBALKANS-f45db432-0ff0-515f-beb7-90180be822ba</iati-identifier>
  <reporting-org ref="SMARTBALKANS" type="24">
    <narrative>The Lead</narrative>
  </reporting-org>
  <title>
    <narrative>Building Bridges</narrative>
  </title>
  <description type="1">
    <narrative>It builds bridges.

Over rivers.</narrative>
  </description>
  <description type="2">
    <narrative>Overall goal:
People meet.</narrative>
  </description>
  <description type="3">
    <narrative>Direct target groups:
- pupils (at least 4500; Kosovo)

And their neighbours.</narrative>
  </description>
  <description type="4">
    <narrative>Acronym:
BB

Lead applicant:
- Civic Alliance (CA), Podgorica, https://example.org/

Partners:
- Second, Kosovo

Main activities:
- Meet
  - Talk

Revised amount:
EUR\N{NO-BREAK SPACE}20,000
Cut

Grant type:
Regional grant

Call or round:
First call</narrative>
  </description>
  <participating-org role="1">
    <narrative>The Donor</narrative>
  </participating-org>
  <participating-org ref="SMARTBALKANS" role="2" type="24">
    <narrative>The Lead</narrative>
  </participating-org>
  <participating-org ref="SMARTBALKANS" role="3" type="24">
    <narrative>The Lead</narrative>
  </participating-org>
  <participating-org role="4">
    <narrative>Civic Alliance (CA)</narrative>
  </participating-org>
  <participating-org role="4">
    <narrative>Second</narrative>
  </participating-org>
  <other-identifier ref="SB-1" type="A1"/>
  <activity-status code="4"/>
  <activity-date iso-date="2022-09-15" type="1"/>
  <activity-date iso-date="2022-10-01" type="2"/>
  <activity-date iso-date="2023-08-31" type="3"/>
  <activity-date iso-date="2023-09-30" type="4"/>
  <recipient-country code="AL" percentage="33.33"/>
  <recipient-country code="RS" percentage="33.33"/>
  <recipient-country code="XK" percentage="33.34"/>
  <sector vocabulary="1" code="15150" percentage="50.00"/>
  <sector vocabulary="1" code="15220" percentage="50.00"/>
  <tag vocabulary="99" vocabulary-uri="http://testserver/data/" code="theme:media">
    <narrative>Media freedom</narrative>
  </tag>
  <tag vocabulary="99" vocabulary-uri="http://testserver/data/" code="theme:crime">
    <narrative>Organised crime</narrative>
  </tag>
  <tag vocabulary="99" vocabulary-uri="http://testserver/data/" code="group:youth">
    <narrative>Youth</narrative>
  </tag>
  <default-finance-type code="110"/>
  <default-aid-type code="C01"/>
  <budget type="1" status="2">
    <period-start iso-date="2022-10-01"/>
    <period-end iso-date="2023-09-30"/>
    <value currency="EUR" value-date="2022-09-01">30000.50</value>
  </budget>
  <budget type="2" status="2">
    <period-start iso-date="2022-10-01"/>
    <period-end iso-date="2023-09-30"/>
    <value currency="EUR" value-date="2022-09-01">20000.00</value>
  </budget>
  <transaction>
    <transaction-type code="2"/>
    <transaction-date iso-date="2022-09-01"/>
    <value currency="EUR" value-date="2022-09-01">30000.50</value>
    <provider-org ref="SMARTBALKANS">
      <narrative>The Lead</narrative>
    </provider-org>
    <receiver-org>
      <narrative>Civic Alliance (CA)</narrative>
    </receiver-org>
  </transaction>
  <transaction>
    <transaction-type code="2"/>
    <transaction-date iso-date="2023-03-01"/>
    <value currency="EUR" value-date="2023-03-01">-10000.50</value>
    <description>
      <narrative>Cut</narrative>
    </description>
    <provider-org ref="SMARTBALKANS">
      <narrative>The Lead</narrative>
    </provider-org>
    <receiver-org>
      <narrative>Civic Alliance (CA)</narrative>
    </receiver-org>
  </transaction>
  <document-link url="http://testserver/projects/building-bridges/" format="text/html">
    <title>
      <narrative>Building Bridges</narrative>
    </title>
    <category code="A12"/>
    <language code="en"/>
  </document-link>
  <document-link url="https://example.org/" format="text/html">
    <title>
      <narrative>Civic Alliance</narrative>
    </title>
    <category code="B16"/>
  </document-link>
  <result type="2">
    <title>
      <narrative>Bridges stand</narrative>
    </title>
    <indicator measure="5">
      <title>
        <narrative>Bridges stand</narrative>
      </title>
    </indicator>
  </result>
  <result type="1">
    <title>
      <narrative>Bridges are crossed</narrative>
    </title>
    <indicator measure="5">
      <title>
        <narrative>Bridges are crossed</narrative>
      </title>
    </indicator>
  </result>
</iati-activity>
"""
BARE = """\
<iati-activity xml:lang="en" hierarchy="1">
  <iati-identifier>SMARTBALKANS-c6741133-7063-50c0-b777-80c438d81bdb</iati-identifier>
  <reporting-org ref="SMARTBALKANS" type="90">
    <narrative>SMART Balkans</narrative>
  </reporting-org>
  <title>
    <narrative>Core grant to Bare</narrative>
  </title>
  <description type="1">
    <narrative>Core grant to Bare, in support of the organisation's own work.</narrative>
  </description>
  <participating-org ref="SMARTBALKANS" role="2" type="90">
    <narrative>SMART Balkans</narrative>
  </participating-org>
  <participating-org ref="SMARTBALKANS" role="3" type="90">
    <narrative>SMART Balkans</narrative>
  </participating-org>
  <participating-org role="4">
    <narrative>Bare</narrative>
  </participating-org>
  <activity-status code="2"/>
  <activity-date iso-date="2022-10-01" type="2"/>
  <recipient-region code="89" vocabulary="1" percentage="100"/>
  <sector vocabulary="1" code="15150" percentage="100.00"/>
  <default-finance-type code="110"/>
  <default-aid-type code="B01"/>
  <document-link url="http://testserver/organisations/bare/#grant-core-bare" format="text/html">
    <title>
      <narrative>Core grant to Bare</narrative>
    </title>
    <category code="A12"/>
    <language code="en"/>
  </document-link>
</iati-activity>
"""


@pytest.fixture
def faults():
    """Return the function that returns what the published schema finds in a file."""
    return iati_faults()


def file_of(client, **filters):
    return etree.fromstring(client.get(ADDRESS, filters).getvalue())


def identifiers(root):
    return [one.text for one in root.iterfind("iati-activity/iati-identifier")]


def programme_of(donor="The Donor", lead="The Lead"):
    country = CountryFactory(code="BA", name="Bosnia and Herzegovina", is_programme_country=True)
    OrganisationFactory(programme_role="donor", kind="donor", name=donor)
    OrganisationFactory(programme_role="lead_implementer", kind="cso", country=country, name=lead)


def full_project(**fields):
    """Make a project of which all is known."""
    grant = GrantFactory(
        line="regional",
        call="First call",
        recipient__name="Civic Alliance",
        recipient__acronym="CA",
        recipient__town="Podgorica",
        recipient__website="https://example.org/",
        reference="SB-1",
        amount=Decimal("30000.50"),
        currency="EUR",
        revised_amount=Decimal(20000),
        revision_reason="Cut",
        revised_on=date(2023, 3, 1),
        awarded_on=date(2022, 9, 1),
        planned_starts_on=date(2022, 9, 15),
        planned_ends_on=date(2023, 8, 31),
        ends_on=date(2023, 9, 30),
        **STARTED,
    )
    project = ProjectFactory(
        grant=grant,
        name="Building Bridges",
        slug="building-bridges",
        acronym="BB",
        summary="It builds bridges.",
        description="Over rivers.",
        overall_goal="People meet.",
        target_groups_text="And their neighbours.",
        **fields,
    )
    PartnerFactory(
        project=project,
        organisation=grant.recipient,
        role="lead",
    )
    kosovo = CountryFactory(code="XK", name="Kosovo")
    PartnerFactory(project=project, organisation__name="Second", organisation__country=kosovo)
    project.places_of_work.add(CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS"))
    project.themes.add(
        ThemeFactory(area="security", slug="crime", name="Organised crime"),
        ThemeFactory(area="governance", slug="media", name="Media freedom"),
    )
    ProjectActivityFactory(project=project, text="Meet")
    ProjectActivityFactory(project=project, text="Talk", order=2, level=2)
    ObjectiveFactory(project=project, text="Bridges stand")
    ObjectiveFactory(project=project, kind="result", text="Bridges are crossed")
    youth = BeneficiaryGroupFactory(slug="youth", name="Youth")
    group = TargetGroupFactory(project=project, words="pupils", at_least=4500, beneficiary_group=youth)
    group.countries.add(kosovo)
    return project


def activity_text(activity):
    """Return an activity as in the file, without the time of its change."""
    plain = etree.fromstring(etree.tostring(activity), etree.XMLParser(remove_blank_text=True))
    del plain.attrib["last-updated-datetime"]
    return etree.tostring(plain, encoding="unicode", pretty_print=True)


def test_project_has_all_that_is_known(client):
    programme_of()
    full_project()

    root = file_of(client)

    assert broken_rules(root) == []
    assert activity_text(root[0]) == FULL


def test_core_grant_leaves_out_what_is_not_known(client):
    recipient = OrganisationFactory(name="Bare", slug="bare")
    GrantFactory(recipient=recipient, slug="core-bare", **STARTED)

    root = file_of(client)

    assert broken_rules(root) == []
    assert activity_text(root[0]) == BARE


def test_core_grant_has_the_sectors_of_its_recipients_own_themes(client):
    grant = GrantFactory(**STARTED)
    grant.recipient.themes.add(ThemeFactory(area="security"), ThemeFactory(area="security"))

    root = file_of(client)

    assert broken_rules(root) == []
    assert [dict(sector.attrib) for sector in root.xpath("//sector")] == [
        {"vocabulary": "1", "code": "15220", "percentage": "100.00"}
    ]


def test_project_without_texts_and_partners_names_itself_and_its_recipient(client):
    project = ProjectFactory(name="Bare", grant=GrantFactory(line="media", **STARTED))

    root = file_of(client)

    assert broken_rules(root) == []
    assert root.xpath("//description/narrative/text()") == ["Bare", "Grant type:\nMedia grant"]
    assert root.xpath("//participating-org[@role='4']/narrative/text()") == [project.grant.recipient.name]


def test_full_and_empty_entries_are_a_valid_file(client, faults):
    programme_of()
    full_project()
    ProjectFactory(grant=GrantFactory(line="media", **STARTED))
    GrantFactory(**STARTED)

    root = file_of(client)

    assert faults(root) == []
    assert len(root) == 3


def test_file_without_a_public_programme_is_valid(client, faults):
    GrantFactory(**STARTED)

    root = file_of(client)

    assert faults(root) == []
    assert len(root) == 1


def test_file_of_the_fixtures_is_refused_with_a_reason(client, programme):
    response = client.get(ADDRESS)

    assert response.status_code == 404
    assert response.content.decode() == (
        "No project or core grant here has all the facts that IATI requires.\n"
    )


def test_fixtures_are_a_valid_file_once_their_starts_are_known(client, programme, faults):
    Grant.objects.update(**STARTED)
    for project in Project.objects.filter(grant=None):
        project.grant = GrantFactory(line="regional", **STARTED)
        project.save()

    root = file_of(client)

    assert faults(root) == []
    assert broken_rules(root) == []
    assert len(root) == Project.objects.count() + Grant.objects.filter(line="core").count()


def is_complete(project):
    return project.is_public and project.public_grant and not IATI.missing_facts(project.public_grant)


def test_sample_entries_are_a_valid_file(client, programme, faults):
    make_entries(200)

    root = file_of(client)

    projects = Project.objects.with_public_parts()
    grants = Grant.objects.filter(line="core", project=None)
    assert faults(root) == []
    assert broken_rules(root) == []
    assert len(root) > 40
    expected = [project for project in projects if is_complete(project)]
    expected += [grant for grant in grants if not IATI.missing_facts(grant)]
    assert sorted(identifiers(root)) == sorted(f"SMARTBALKANS-{entry.uid}" for entry in expected)


def test_file_honours_the_filters_of_the_list(client):
    albania = ProjectFactory(slug="in-albania", grant=GrantFactory(**STARTED))
    albania.places_of_work.add(CountryFactory(code="AL"))
    ProjectFactory(slug="elsewhere", grant=GrantFactory(**STARTED))
    GrantFactory(slug="core", **STARTED)

    everything, narrowed = file_of(client), file_of(client, country="AL")

    assert identifiers(everything) == [
        f"SMARTBALKANS-{uid_of(slug)}" for slug in ("in-albania", "elsewhere", "core")
    ]
    assert identifiers(narrowed) == [f"SMARTBALKANS-{uid_of('in-albania')}"]


@pytest.mark.parametrize(
    ("days", "status", "dates"),
    [
        ((1, 30), "1", ["1", "3"]),
        ((-30, 1), "2", ["2", "3"]),
        ((-30, 0), "2", ["2", "3"]),
        ((0, 30), "2", ["2", "3"]),
        ((-30, -1), "4", ["2", "4"]),
        ((-30, None), "2", ["2"]),
        ((1, None), "1", ["1"]),
    ],
)
def test_status_and_dates_follow_the_days_of_the_grant(client, days, status, dates):
    today = timezone.localdate()
    starts_on, ends_on = (None if one is None else today + timedelta(days=one) for one in days)
    GrantFactory(starts_on=starts_on, ends_on=ends_on)

    (activity,) = file_of(client)

    assert activity.find("activity-status").get("code") == status
    assert [one.get("type") for one in activity.iterfind("activity-date")] == dates
    assert broken_rules(activity.getparent()) == []


@pytest.mark.parametrize(
    ("planned", "actual", "dates"),
    [
        ((1, 30), (None, None), [("1", 1), ("3", 30)]),
        ((-30, -1), (None, None), [("1", -30), ("3", -1)]),
        ((-30, 30), (-20, None), [("1", -30), ("2", -20), ("3", 30)]),
        ((-30, 30), (5, 40), [("1", 5), ("3", 40)]),
        ((-30, -5), (-20, -2), [("1", -30), ("2", -20), ("3", -5), ("4", -2)]),
        ((10, None), (-20, 5), [("2", -20), ("3", 5)]),
    ],
)
def test_planned_dates_are_those_in_the_future_or_else_as_planned(client, planned, actual, dates):
    today = timezone.localdate()
    names = ("planned_starts_on", "planned_ends_on", "starts_on", "ends_on")
    offsets = dict(zip(names, (*planned, *actual), strict=True))
    GrantFactory(**{name: today + timedelta(days=one) for name, one in offsets.items() if one is not None})

    (activity,) = file_of(client)

    assert [(one.get("type"), one.get("iso-date")) for one in activity.iterfind("activity-date")] == [
        (code, (today + timedelta(days=one)).isoformat()) for code, one in dates
    ]
    assert broken_rules(activity.getparent()) == []


@pytest.mark.parametrize(
    ("revision", "amounts"),
    [
        ({}, ["100.00"]),
        ({"revised_on": date(2023, 1, 1)}, ["100.00", "-100.00"]),
        ({"revised_on": date(2999, 1, 1)}, ["100.00"]),
    ],
)
def test_grant_revised_to_zero_cancels_its_commitment_and_has_no_budget(client, revision, amounts):
    zero = {"revised_amount": 0, "revision_reason": "Withdrawn"} | revision
    days = {"awarded_on": date(2022, 9, 1), "ends_on": date(2023, 9, 30)} | STARTED
    GrantFactory(amount=100, currency="EUR", **zero, **days)

    root = file_of(client)

    assert root.xpath("//budget") == []
    assert root.xpath("//transaction/value/text()") == amounts
    assert root.xpath("//description[@type='4']/narrative/text()") == [
        "Revised amount:\nEUR\N{NO-BREAK SPACE}0\nWithdrawn"
    ]


def test_core_grant_has_the_work_of_its_recipient(client, faults):
    youth = BeneficiaryGroupFactory(slug="youth", name="Youth")
    recipient = OrganisationFactory(
        name="Bare", strategic_orientation="It stands for peace.", beneficiaries="Many people."
    )
    GoalFactory(organisation=recipient, kind="strategic", text="Peace")
    GoalFactory(organisation=recipient, text="Trust")
    OrganisationActivityFactory(organisation=recipient, text="Meetings")
    recipient.beneficiary_groups.add(youth)
    GrantFactory(recipient=recipient, **STARTED)

    root = file_of(client)

    assert faults(root) == []
    assert [
        (one.get("type"), one.findtext("narrative")) for one in root.iterfind("iati-activity/description")
    ] == [
        (
            "1",
            "Core grant to Bare, in support of the organisation's own work.\n\n"
            "Strategic orientation:\nIt stands for peace.",
        ),
        ("2", "Strategic goals:\n- Peace\n\nGoals:\n- Trust"),
        ("3", "Beneficiaries:\nMany people.\n\nBeneficiary groups:\n- Youth"),
        ("4", "Main activities:\n- Meetings"),
    ]
    assert root.xpath("//tag/@code") == ["group:youth"]


def test_money_of_more_than_a_year_is_a_commitment_without_a_budget(client):
    GrantFactory(amount=1, currency="NOK", awarded_on=date(2022, 9, 1), ends_on=date(2023, 10, 2), **STARTED)

    root = file_of(client)

    assert root.xpath("//budget") == []
    assert root.xpath("//transaction/value/text()") == ["1.00"]


@pytest.mark.parametrize(
    ("areas", "codes"),
    [
        ([], ["15150"]),
        (["governance"], ["15150"]),
        (["security", "security"], ["15220"]),
        (["security", "governance"], ["15150", "15220"]),
    ],
)
def test_sectors_follow_the_areas_of_the_themes(client, areas, codes):
    project = ProjectFactory(grant=GrantFactory(**STARTED))
    project.themes.add(*(ThemeFactory(area=area) for area in areas))

    root = file_of(client)

    assert root.xpath("//sector/@code") == codes
    assert broken_rules(root) == []


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7])
def test_countries_have_equal_shares_that_sum_to_100(client, count):
    project = ProjectFactory(grant=GrantFactory(**STARTED))
    project.places_of_work.add(
        *(CountryFactory(code=code) for code in ["AL", "BA", "ME", "MK", "RS", "XK", "NO"][:count])
    )

    root = file_of(client)

    assert len(root.xpath("//recipient-country")) == count
    assert broken_rules(root) == []


def test_characters_that_xml_cannot_hold_are_left_out(client):
    ProjectFactory(name="One\x0btwo\x07\ufffe <&> Ђ", grant=GrantFactory(**STARTED))

    root = file_of(client)

    assert root.xpath("//iati-activity/title/narrative/text()") == ["One two <&> Ђ"]


@pytest.mark.attack
@pytest.mark.parametrize(
    ("project", "grant"),
    [({"draft": True}, {}), ({}, {"draft": True}), ({}, {"recipient__draft": True})],
)
def test_file_does_not_leak_drafts(client, project, grant):
    GrantFactory(slug="shown", **STARTED)
    GrantFactory(draft=True, **STARTED)
    GrantFactory(recipient__draft=True, **STARTED)
    ProjectFactory(grant=GrantFactory(line="media", **grant, **STARTED), **project)

    root = file_of(client)

    assert identifiers(root) == [f"SMARTBALKANS-{uid_of('shown')}"]


@pytest.mark.attack
def test_file_does_not_leak_draft_partners_donors_and_leads_or_staff_notes(client):
    programme_of()
    OrganisationFactory(programme_role="donor", name="Secret donor", draft=True)
    OrganisationFactory(programme_role="lead_implementer", name="Secret lead", draft=True)
    project = full_project(staff_note="Secret")
    Grant.objects.update(staff_note="Secret")
    secret = OrganisationFactory(name="Secret partner", draft=True, country=CountryFactory(code="MK"))
    PartnerFactory(project=project, organisation=secret)

    content = client.get(ADDRESS).getvalue().decode()

    assert content.count("<iati-activity ") == 1
    assert [content.count("Secret"), content.count('code="MK"')] == [0, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_file_takes_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    programme_of()
    for _ in range(rows):
        project = ProjectFactory(grant=GrantFactory(**STARTED))
        project.places_of_work.add(CountryFactory())
        project.themes.add(ThemeFactory())
        PartnerFactory(project=project, organisation__country=CountryFactory())
        ObjectiveFactory(project=project)
        group = TargetGroupFactory(project=project, beneficiary_group=BeneficiaryGroupFactory())
        group.countries.add(CountryFactory())
        core = GrantFactory(recipient__country=CountryFactory(), **STARTED)
        core.recipient.themes.add(ThemeFactory())
    client.get("/projects/")  # works off the notes of what is new

    with django_assert_num_queries(QUERIES):
        client.get(ADDRESS).getvalue()


@pytest.mark.parametrize(
    ("project", "grant", "missing"),
    [
        ({}, STARTED, []),
        ({}, {"planned_starts_on": date(2999, 1, 1)}, []),
        ({}, {}, ["start date or planned start"]),
        ({}, STARTED | {"draft": True}, ["publication of the grant"]),
        ({"grant": None}, STARTED, ["a published project"]),
        ({"draft": True}, STARTED, ["a published project"]),
    ],
)
def test_missing_facts_name_what_keeps_a_project_out(client, project, grant, missing):
    of_project = GrantFactory(line="media", **grant)
    ProjectFactory(**{"grant": of_project} | project)

    assert IATI.missing_facts(of_project) == missing
    assert client.get(ADDRESS).status_code == (404 if missing else 200)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        (STARTED, []),
        ({}, ["start date or planned start"]),
        (STARTED | {"draft": True}, ["publication of the grant"]),
        (STARTED | {"recipient__draft": True}, ["publication of the recipient"]),
    ],
)
def test_missing_facts_name_what_keeps_a_core_grant_out(client, fields, missing):
    grant = GrantFactory(**fields)

    assert IATI.missing_facts(grant) == missing
    assert client.get(ADDRESS).status_code == (404 if missing else 200)


def test_file_of_more_than_one_chunk_has_each_activity_once(client):
    grants = GrantFactory.build_batch(2 * CHUNK + 2, recipient=OrganisationFactory(), **STARTED)
    Grant.objects.bulk_create(grants)
    projects = [ProjectFactory.build(grant=grant) for grant in grants[: CHUNK + 1]]
    Project.objects.bulk_create(projects)

    root = file_of(client)

    assert identifiers(root) == [
        *(f"SMARTBALKANS-{project.uid}" for project in projects),
        *(f"SMARTBALKANS-{grant.uid}" for grant in grants[CHUNK + 1 :]),
    ]


def test_file_begins_before_grants_are_read(client):
    GrantFactory.create_batch(2, **STARTED)
    client.get(ADDRESS)  # reads the facets and the programme

    queries = queries_before_first_piece(client, ADDRESS)

    of_grants = [sql for sql in queries if 'FROM "organisations_grant"' in sql]
    assert [sql.endswith("LIMIT 1") for sql in of_grants] == [True]
