"""The projects and core grants that are activities, with their facts in the standard's terms.

Each activity has one grant: a project with its grant, or a core grant without a public project.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.batches import batches_by_key
from organisations.descriptions import (
    GENERAL,
    OBJECTIVES,
    OTHER,
    TARGET_GROUPS,
    Section,
    as_text,
    countries_of,
    groups_of,
    sections_of,
)
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, Theme
from organisations.standards import CHUNK, IATI, with_standard_facts
from projects.models import Objective

# Codes of the standard's lists.
OUTPUT, OUTCOME = "1", "2"  # ResultType
RESULTS = {Objective.Kind.OBJECTIVE: OUTCOME, Objective.Kind.RESULT: OUTPUT}
CORE_SUPPORT, PROJECT_TYPE = "B01", "C01"  # AidType


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
    themes: list[Theme] = field(default_factory=list)
    groups: list[BeneficiaryGroup] = field(default_factory=list)
    results: list[tuple[str, str]] = field(default_factory=list)


def organisation_reference() -> str:
    """Return the reporting organisation's identifier, from a register ("reporting-org/@ref")."""
    return settings.IATI_ORGANISATION_REF


def in_batches(grants: QuerySet) -> Iterator[list[IATIActivity]]:
    """Yield the activities of those of the public grants that are complete."""
    for batch in batches_by_key(with_standard_facts(IATI.complete(grants)), CHUNK):
        yield [activity_of(grant) for grant in batch]


def activity_of(grant: Grant) -> IATIActivity:
    project = grant.public_project
    entry = project or grant
    objectives = project.objectives.all() if project else []
    return IATIActivity(
        identifier=f"{organisation_reference()}-{entry.uid}",
        title=str(entry),
        descriptions=descriptions(grant),
        grant=grant,
        implementers=implementers(grant),
        countries=countries_of(grant),
        aid_type=PROJECT_TYPE if project else CORE_SUPPORT,
        path=entry.get_absolute_url(),
        updated_at=max(entry.updated_at, grant.updated_at),
        themes=grant.themes,
        groups=groups_of(grant),
        results=[(RESULTS[objective.kind], objective.text) for objective in objectives],
    )


def implementers(grant: Grant) -> list[Organisation]:
    """Return the lead and the partners of the project, or the recipient if it has none."""
    partners = grant.public_project.public_partners if grant.public_project else []
    return [partner.organisation for partner in partners] or [grant.recipient]


def descriptions(grant: Grant) -> list[tuple[str, str]]:
    """Return the texts by their type; without a general one, which the standard asks for, the title."""
    sections = [*sections_of(grant), *sections_of_award(grant)]
    texts = {
        type: as_text(section for section in sections if section.type == type)
        for type in (GENERAL, OBJECTIVES, TARGET_GROUPS, OTHER)
    }
    texts[GENERAL] = texts[GENERAL] or str(grant.public_project)
    return [(type, text) for type, text in texts.items() if text]


def sections_of_award(grant: Grant) -> Iterator[Section]:
    """Yield under what the grant was awarded, for which only 360Giving has elements."""
    if grant.public_project:
        yield Section(OTHER, _("Grant type"), grant.get_line_display())
    if grant.call:
        yield Section(OTHER, _("Call or round"), grant.call)
