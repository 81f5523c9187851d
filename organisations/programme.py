"""Who runs the programme: the lead implementer awards the grants, the donors fund the programme."""

from typing import NamedTuple

from django.db.models import QuerySet

from catalogue.querysets import previewing
from catalogue.search.facets import counter_of
from catalogue.search.registry import index_of
from organisations.models import Organisation

Role = Organisation.ProgrammeRole


class Programme(NamedTuple):
    """The public organisations that run the programme. With several leads, the first one entered counts."""

    lead: Organisation | None
    partners: list[Organisation]
    donors: list[Organisation]

    @property
    def name(self) -> str:
        """Return the name under which grants are awarded."""
        return self.lead.name if self.lead else "SMART Balkans"

    @property
    def implementers(self) -> list[Organisation]:
        """Return the lead implementer, if there is one, and its partners: the consortium."""
        return [*([self.lead] if self.lead else []), *self.partners]

    @property
    def logos(self) -> list[Organisation]:
        """Return the consortium and the donors, those that have a logo."""
        return [organisation for organisation in [*self.implementers, *self.donors] if organisation.logo]


def lead_implementers() -> QuerySet:
    """Return the public organisations that are lead implementers: one, if the data is right."""
    return (
        Organisation.objects.for_public().running_the_programme().filter(programme_role=Role.LEAD_IMPLEMENTER)
    )


def fetched_programme() -> Programme:
    """Return who runs the programme, which a process keeps as long as the data does not change."""
    return counter_of(index_of(Organisation)).remember("programme", _fetched)


@previewing(None)  # what is kept is for everybody
def _fetched() -> Programme:
    running = Organisation.objects.for_public().running_the_programme()
    by_role: dict[str, list[Organisation]] = {}
    for organisation in running.select_related("country").order_by("pk"):
        by_role.setdefault(organisation.programme_role, []).append(organisation)
    lead = next(iter(by_role.get(Role.LEAD_IMPLEMENTER, [])), None)
    return Programme(lead, by_role.get(Role.IMPLEMENTING_PARTNER, []), by_role.get(Role.DONOR, []))
