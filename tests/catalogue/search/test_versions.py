"""The version of an index changes with the documents that it writes."""

import hashlib
from dataclasses import astuple
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from catalogue.search import registry
from catalogue.search.documents import NOT_STATED
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    GrantFactory,
    ObjectiveFactory,
    OrganisationActivityFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    SpeakerFactory,
    TargetGroupFactory,
    TestimonialFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db

SCHEDULED_FOR = datetime(2999, 1, 1, tzinfo=UTC)
# The digest of the documents below, by index and version. Each version keeps its line.
DIGESTS = {
    "organisations.organisation": {1: "1a939e0a234e073a", 2: "e81193521987441c", 3: "84a825e6c18101c5"},
    "organisations.grant": {1: "f0fecf6da1a5067e", 2: "acb6b51006d467d2", 3: "9bc7a99dc36552fc"},
    "projects.project": {1: "f11fe5130dde6c82", 2: "bb6ac8509b7dd178"},
    "trainings.training": {
        1: "fdabedeecd748271",
        2: "483df72da6b32a3b",
        3: "7d17dc5fc3d33232",
        4: "4839475e474ebcf4",
    },
}


@pytest.fixture
def entries(db):
    """One of each kind of entry with all that is indexed, drafts and scheduled entries beside them."""
    country = CountryFactory(code="MK", name="Sjeverna Makedonija")
    theme = ThemeFactory(slug="peace", name="Peacebuilding & mir", area="security")
    group = BeneficiaryGroupFactory(slug="youth", name="Млади људи")
    organisation = OrganisationFactory(
        slug="alijansa",
        name="Građanska alijansa",
        acronym="G.A.",
        local_name="Грађанска алијанса",
        kind="cso",
        programme_role="implementing_partner",
        country=country,
        town="Fushë-Arrëz",
        summary="Monitoring and e-governance in the labour market.",
        strategic_orientation="Programme of dialogue",
        beneficiaries="Women's groups",
    )
    organisation.themes.add(theme)
    organisation.beneficiary_groups.add(group)
    OtherNameFactory(organisation=organisation, name="Civic Alliance")
    GoalFactory(organisation=organisation, text="Counter violent extremism", kind="strategic")
    OrganisationActivityFactory(organisation=organisation, text="Round tables")

    grant = GrantFactory(
        slug="alijansa-1",
        recipient=organisation,
        line="regional",
        reference="SB-01/2020",
        call="First call",
        amount=10_000,
        currency="EUR",
        revised_amount=12_000,
        revision_reason="Extended by three months",
        awarded_on=date(2020, 1, 1),
        starts_on=date(2020, 2, 1),
        ends_on=date(2020, 12, 31),
    )
    project = ProjectFactory(
        slug="bridges",
        name="Bridges of trust",
        acronym="B-Trust",
        grant=grant,
        summary="Trust between neighbours",
        description="Two years of meetings",
        overall_goal="Reconciliation",
        target_groups_text="Teachers and pupils",
    )
    project.themes.add(theme)
    project.places_of_work.add(CountryFactory(code="XK", name="Kosovo"))
    PartnerFactory(project=project, organisation=organisation, role="lead")
    ObjectiveFactory(project=project, text="More trust", kind="objective")
    ObjectiveFactory(project=project, text="A network", kind="result")
    TargetGroupFactory(project=project, words="High school students", beneficiary_group=group)
    TargetGroupFactory(project=project, words="Parents", kind="final").countries.add(country)
    ProjectActivityFactory(project=project, text="Summer school")

    training = TrainingFactory(
        slug="advocacy",
        name="Advocacy training",
        headline="Forty activists trained",
        summary="Three days in Ohrid",
        starts_on=date(2020, 3, 1),
        ends_on=date(2020, 3, 3),
        town="Охрид",
        country=country,
        attendance="mixed",
        audience="Activists",
        audience_country=CountryFactory(code="AL", name="Shqipëria"),
    )
    training.topics.add(TopicFactory(slug="advocacy", name="Advocacy"))
    speaker = {"academic_title": "Ph.D.", "name": "Ana Šarić", "spoke_on": "Lobbying"}
    SpeakerFactory(training=training, organisation=organisation, **speaker)
    TestimonialFactory(training=training, organisation=organisation, person="Besa Krasniqi", words="Useful")

    draft = OrganisationFactory(slug="draft", name="Draft organisation", draft=True)
    scheduled = OrganisationFactory(slug="later", name="Later", published_at=SCHEDULED_FOR)
    for other in (draft, scheduled):
        PartnerFactory(project=project, organisation=other)
    GrantFactory(
        slug="planned",
        recipient=organisation,
        planned_starts_on=date(2999, 2, 1),
        planned_ends_on=date(2999, 3, 1),
    )
    GrantFactory(slug="running", recipient=organisation, starts_on=date(2020, 2, 1))
    ProjectFactory(slug="empty", name="Empty project")
    TrainingFactory(slug="upcoming", name="Upcoming training", starts_on=date(2999, 2, 1))


def documents_of(index) -> list[tuple]:
    """Return each document as it would be stored, with the time of its next change."""
    slugs = dict(index.model.objects.order_by("slug").values_list("pk", "slug"))
    texts = {entry.pk: astuple(index.document_text(entry)) for entry in index.public_entries(slugs)}
    changes = index.next_changes(list(slugs), timezone.now())
    times = {key: change.timestamp() for key, change in changes.items()}
    staff_texts = index.staff_texts(list(slugs))
    return [(slug, texts.get(key), staff_texts[key], times.get(key)) for key, slug in slugs.items()]


@pytest.mark.parametrize("index", registry.all_indexes(), ids=lambda index: index.kind)
def test_version_of_an_index_changes_with_its_documents(index, entries):
    digest = hashlib.sha256(repr(documents_of(index)).encode()).hexdigest()[:16]

    assert digest == DIGESTS[index.kind].get(index.version), (
        f"The search documents of {index.kind} have changed. Raise `version` in {type(index).__name__} by "
        f'one and add its line to DIGESTS["{index.kind}"]: {max(DIGESTS[index.kind]) + 1}: "{digest}". '
        "Otherwise the documents of an upgraded portal stay as they are."
    )
    assert index.version == max(DIGESTS[index.kind])


@pytest.mark.parametrize("index", registry.all_indexes(), ids=lambda index: index.kind)
def test_entries_of_this_test_have_a_value_of_each_facet(index, entries):
    keys = index.model.objects.values_list("pk", flat=True)
    facets = [index.facets(entry) for entry in index.public_entries(keys)]

    missing = [name for name in facets[0] if not any(set(values[name]) - {NOT_STATED} for values in facets)]

    assert missing == []
