"""Which facts published grants lack for the standard formats, on the back office's first page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.utils.text import capfirst

from catalogue.publishing.admin.list_filters import ANY
from catalogue.search import registry
from catalogue.search.facets import counter_of
from organisations.models import Grant
from organisations.standards import Coverage, coverage_of
from smartbalkans.dashboard import TaskCount, list_address, may


@dataclass(frozen=True)
class CoverageLine:
    """How many published grants are in the file of a standard, and where the others are listed."""

    name: str
    complete: int
    grants: int
    address: str
    missing: list[TaskCount]


def coverage_for(request, admins: Iterable[ModelAdmin]) -> list[CoverageLine]:
    """Return the coverage of the published grants for a person who may see grants."""
    admin = next((admin for admin in admins if admin.model is Grant), None)
    if admin is None or not may(request, admin, "view"):
        return []
    kept = counter_of(registry.index_of(Grant))  # until a grant changes: it reads all of them
    coverage = kept.remember("coverage", lambda: coverage_of(Grant.objects.published()))
    return [line_of(one, admin) for one in coverage if one.grants]


def line_of(coverage: Coverage, admin: ModelAdmin) -> CoverageLine:
    standard = coverage.standard

    def address(value: str) -> str:
        return list_address(admin, {"publication": "published", standard.parameter: value})

    missing = [
        TaskCount(capfirst(str(fact.lack)), coverage.lacking[fact.key], address(fact.key))
        for fact in standard.facts
        if coverage.lacking[fact.key]
    ]
    return CoverageLine(standard.name, coverage.complete, coverage.grants, address(ANY), missing)
