"""The projects and core grants that are activities, with their facts in the standard's terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.querysets import is_published
from organisations.models import Country, Grant, Organisation, areas_of
from organisations.threesixtygiving import core_description
from projects.models import Objective, Project, TargetGroup

CHUNK = 500  # entries that are read at a time; SQLite fetches no more over a one-to-one in one query

# Codes of the standard's lists.
GENERAL, OBJECTIVES, TARGET_GROUPS = "1", "2", "3"  # DescriptionType
OUTPUT, OUTCOME = "1", "2"  # ResultType
RESULTS = {Objective.Kind.OBJECTIVE: OUTCOME, Objective.Kind.RESULT: OUTPUT}
CORE_SUPPORT, PROJECT_TYPE = "B01", "C01"  # AidType


class ActivityKeys(NamedTuple):
    """The keys of what is in a file."""

    projects: Sequence[int]
    core_grants: Sequence[int]


@dataclass
class IATIActivity:
    """The facts of an activity that the standard requires, for a project or a core grant.

    `descriptions` and `results` are texts with the codes of their types.
    """

    identifier: str
    title: str
    descriptions: list[tuple[str, str]]
    grant: Grant
    implementers: list[Organisation]
    countries: list[Country]
    aid_type: str
    path: str
    updated_at: datetime
    areas: list[str] = field(default_factory=list)
    results: list[tuple[str, str]] = field(default_factory=list)


def organisation_reference() -> str:
    """Return the reporting organisation's identifier, from a register ("reporting-org/@ref")."""
    return settings.IATI_ORGANISATION_REF


def reportable_projects(projects: QuerySet) -> QuerySet:
    """Return those of the public projects that have a public grant with a known start."""
    return projects.filter(
        is_published("grant"), is_published("grant__recipient"), grant__starts_on__isnull=False
    )


def reportable_core_grants(grants: QuerySet) -> QuerySet:
    """Return the core grants of public grants that have a known start and no public project."""
    core = grants.filter(line=Grant.Line.CORE, starts_on__isnull=False)
    return core.exclude(is_published("project"))


def missing_facts(entry: Project | Grant) -> list[str]:
    """Return what excludes a project or core grant from the file, in words for staff.

    A project was fetched `with_public_parts()`.
    """
    if isinstance(entry, Grant):
        facts = {
            _("publication of the grant"): entry.is_public,
            _("publication of the recipient"): entry.recipient.is_public,
            _("start date"): entry.starts_on is not None,
        }
    else:
        grant = entry.public_grant
        facts = {
            _("publication of the project"): entry.is_public,
            _("a published grant"): grant is not None,
            _("start date of its grant"): grant is not None and grant.starts_on is not None,
        }
    return [fact for fact, is_known in facts.items() if not is_known]


def keys(projects: QuerySet, core_grants: QuerySet) -> ActivityKeys:
    """Return the keys of the public projects and core grants that are in the file, in its order."""
    chosen = reportable_projects(projects), reportable_core_grants(core_grants)
    return ActivityKeys(*(list(entries.order_by("pk").values_list("pk", flat=True)) for entries in chosen))


def in_chunks(keys: ActivityKeys) -> Iterator[list[IATIActivity]]:
    """Yield the activities with these keys, the projects first, without those hidden in the meantime."""
    for batch in batched(keys.projects, CHUNK):
        projects = Project.objects.for_public().filter(pk__in=batch)
        told = projects.with_public_parts().prefetch_related("objectives", "target_groups__countries")
        yield [activity_of_project(project) for project in told.order_by("pk") if not missing_facts(project)]
    for batch in batched(keys.core_grants, CHUNK):
        grants = Grant.objects.for_public().filter(pk__in=batch)
        told = grants.with_public_parts().with_public_themes()
        yield [activity_of_core_grant(grant) for grant in told.order_by("pk") if not missing_facts(grant)]


def activity_of_project(project: Project) -> IATIActivity:
    grant = project.public_grant
    return IATIActivity(
        identifier=f"{organisation_reference()}-{project.uid}",
        title=project.name,
        descriptions=descriptions(project),
        grant=grant,
        implementers=[partner.organisation for partner in project.public_partners] or [grant.recipient],
        countries=project.countries,
        aid_type=PROJECT_TYPE,
        path=project.get_absolute_url(),
        updated_at=max(project.updated_at, grant.updated_at),
        areas=areas_of(project.themes.all()),
        results=[(RESULTS[objective.kind], objective.text) for objective in project.objectives.all()],
    )


def activity_of_core_grant(grant: Grant) -> IATIActivity:
    return IATIActivity(
        identifier=f"{organisation_reference()}-{grant.uid}",
        title=str(grant),
        descriptions=[(GENERAL, core_description(grant))],
        grant=grant,
        implementers=[grant.recipient],
        countries=[grant.recipient.country] if grant.recipient.country else [],
        aid_type=CORE_SUPPORT,
        path=grant.get_absolute_url(),
        updated_at=grant.updated_at,
        areas=areas_of(grant.themes),
    )


def descriptions(project: Project) -> list[tuple[str, str]]:
    """Return a project's texts, or its name if it has none, as the standard requires a description."""
    groups = [target_group(group) for group in project.target_groups.all()]
    target_groups = "\n".join([*groups, *filter(None, [project.target_groups_text])])
    texts = [
        (GENERAL, project.full_description),
        (OBJECTIVES, project.overall_goal),
        (TARGET_GROUPS, target_groups),
    ]
    return [(code, text) for code, text in texts if text] or [(GENERAL, project.name)]


def target_group(group: TargetGroup) -> str:
    at_least = _("at least {number}").format(number=group.at_least) if group.at_least is not None else ""
    countries = ", ".join(country.name for country in group.countries.all())
    known = "; ".join(filter(None, [at_least, countries]))
    return f"{group.words} ({known})" if known else group.words
