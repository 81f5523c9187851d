"""What 360Giving and IATI require of a grant, once: for the files, the open-data page and the back office.

Nothing is invented, so a grant that lacks one of the facts is not in the file of that standard. More is in
docs/decisions/0009-standard-formats.md.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.querysets import is_published, related_model
from catalogue.required_facts import RequiredFact, missing_facts_of
from catalogue.search import registry
from catalogue.search.facets import counter_of
from organisations.models import Grant
from organisations.programme import lead_implementers

CHUNK = 500  # grants that are read at a time; SQLite fetches no more over a one-to-one in one query
IS_CORE = Q(line=Grant.Line.CORE)

PUBLICATION = (
    RequiredFact(
        "publication",
        _("publication of the grant"),
        _("grant not published"),
        "publication",
        lambda model: ~is_published(),
    ),
    RequiredFact(
        "recipient",
        _("publication of the recipient"),
        _("recipient not published"),
        "id_recipient",
        lambda model: ~is_published("recipient"),
    ),
)


@dataclass(frozen=True)
class Standard:
    """A standard format with the facts that it requires of a grant. `key` names it in addresses."""

    key: str
    name: str
    url_name: str
    facts: tuple[RequiredFact, ...]

    @property
    def parameter(self) -> str:
        """Return the parameter of the list of grants in the back office."""
        return f"missing_{self.key}"

    def is_lacking(self, key: str | None = None) -> Q:
        """Return the condition that a grant lacks the fact with this key, by default any."""
        return reduce(or_, (fact.lacking(Grant) for fact in self.facts if key in (None, fact.key)))

    def complete(self, grants: QuerySet) -> QuerySet:
        """Return those of the grants that have every fact."""
        return grants.filter(*(~fact.lacking(Grant) for fact in self.facts))

    def missing_facts(self, grant: Grant) -> list[str]:
        """Return what excludes a saved grant from the file, in words for staff."""
        missing = missing_facts_of(Grant, [grant.pk], self.facts)[grant.pk]
        return [str(fact.label) for fact in missing]


THREESIXTYGIVING = Standard(
    "360giving",
    "360Giving",
    "grants:360giving",
    (
        *PUBLICATION,
        RequiredFact(
            "amount",
            _("amount awarded and currency"),
            _("no amount"),
            "id_amount",
            lambda model: Q(amount__isnull=True),
        ),
        RequiredFact(
            "award-date",
            _("award date"),
            _("no award date"),
            "id_awarded_on",
            lambda model: Q(awarded_on__isnull=True),
        ),
        RequiredFact(
            "summary",
            _("a published project with a summary"),
            _("no published project with a summary"),
            "id_line",
            lambda model: ~IS_CORE & (~is_published("project") | Q(project__summary="")),
        ),
        RequiredFact(
            "funder",
            _("a published organisation that is the programme's lead implementer"),
            _("lead implementer not published"),
            "id_recipient",
            lambda model: ~Q(Exists(lead_implementers())),
        ),
    ),
)
IATI = Standard(
    "iati",
    "IATI 2.03",
    "projects:iati",
    (
        *PUBLICATION,
        RequiredFact(
            "start",
            _("start date or planned start"),
            _("no start date"),
            "id_starts_on",
            lambda model: Q(starts_on__isnull=True, planned_starts_on__isnull=True),
        ),
        RequiredFact(
            "project",
            _("a published project"),
            _("no published project"),
            "id_line",
            lambda model: ~IS_CORE & ~is_published("project"),
        ),
    ),
)
STANDARDS = (THREESIXTYGIVING, IATI)


@dataclass(frozen=True)
class Coverage:
    """How many of some grants are in the file of a standard, and how many lack each fact, by its key."""

    standard: Standard
    grants: int
    complete: int
    lacking: dict[str, int]


def coverage_of(grants: QuerySet) -> list[Coverage]:
    """Return the coverage of every standard, in one query."""
    counted = {"grants": Count("pk")}
    for standard in STANDARDS:
        counted[standard.key] = Count("pk", filter=~standard.is_lacking())
        for fact in standard.facts:
            counted[f"{standard.key}-{fact.key}"] = Count("pk", filter=fact.lacking(Grant))
    counts = grants.order_by().aggregate(**counted)
    return [
        Coverage(
            standard,
            counts["grants"],
            counts[standard.key],
            {fact.key: counts[f"{standard.key}-{fact.key}"] for fact in standard.facts},
        )
        for standard in STANDARDS
    ]


def public_coverage() -> list[Coverage]:
    """Return the coverage of the public grants, which is kept until the data changes.

    No grant shows the lead implementer, whose publication can be scheduled: it is part of the name.
    """
    counter = counter_of(registry.index_of(Grant))
    name = ("coverage of standards", lead_implementers().exists())
    return counter.remember(name, lambda: coverage_of(Grant.objects.for_public()))


def with_standard_facts(grants: QuerySet) -> QuerySet:
    """Fetch all that the files of the standards contain of grants, in a fixed number of queries."""
    partner = related_model(Grant, "project", "partners")
    partners = partner.objects.for_public().select_related("organisation__country")
    return (
        grants.with_public_parts()
        .with_public_themes()
        .prefetch_related(
            "recipient__goals",
            "recipient__activities",
            "recipient__beneficiary_groups",
            Prefetch(
                "public_project__partners",
                partners.order_by("role", "order", "pk"),
                to_attr="public_partners",
            ),
            "public_project__places_of_work",
            "public_project__objectives",
            "public_project__activities",
            "public_project__target_groups__beneficiary_group",
            "public_project__target_groups__countries",
        )
    )
