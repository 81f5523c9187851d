"""The kinds of entry of the portal, once.

Navigation, home page, feed, sitemap, search, dashboard, back office and open data are made from this list.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext_lazy

from catalogue.entries import Publishable
from catalogue.exports.columns import ColumnsResource
from catalogue.search import registry
from catalogue.search.facets import Facets, counter_of
from catalogue.templatetags.catalogue import grouped
from organisations.exports import GrantResource, OrganisationResource
from organisations.models import Grant, Organisation
from projects.exports import ProjectResource
from projects.models import Project
from trainings.exports import TrainingResource
from trainings.models import Training


@dataclass(frozen=True)
class EntryKind:
    """A kind of entry with its section of the site, which is also the namespace of its URLs.

    `noun` and `list_link` depend on a number: what the entries are called, and the link to a list of them.
    Only entries of a kind that `has_pages` have an address of their own.
    """

    model: type[Publishable]
    section: str
    resource: type[ColumnsResource]
    noun: str
    list_link: str
    has_pages: bool = True

    @property
    def label(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def list_name(self) -> str:
        return f"{self.section}:list"

    @property
    def list_address(self) -> str:
        return reverse(self.list_name)

    def list_with(self, **values: str | list[str]) -> str:
        """Return the address of the list under a search or filters."""
        return f"{self.list_address}?{urlencode(values, doseq=True)}"

    def link_to(self, number: int) -> str:
        """Return the text of a link to a list of so many entries."""
        return self.list_link % {"number": number, "shown": grouped(number)}

    def read_facets(self) -> Facets:
        """Return the current facets of its entries, for counts. Costs one query."""
        return counter_of(registry.index_of(self.model))


KINDS = (
    EntryKind(
        Organisation,
        "organisations",
        OrganisationResource,
        ngettext_lazy("organisation", "organisations", "number"),
        ngettext_lazy("View in list", "View all %(shown)s organisations", "number"),
    ),
    EntryKind(
        Project,
        "projects",
        ProjectResource,
        ngettext_lazy("project", "projects", "number"),
        ngettext_lazy("View in list", "View all %(shown)s projects", "number"),
    ),
    EntryKind(
        Grant,
        "grants",
        GrantResource,
        ngettext_lazy("grant", "grants", "number"),
        ngettext_lazy("View in list", "View all %(shown)s grants", "number"),
        has_pages=False,
    ),
    EntryKind(
        Training,
        "trainings",
        TrainingResource,
        ngettext_lazy("training", "trainings", "number"),
        ngettext_lazy("View in list", "View all %(shown)s trainings", "number"),
    ),
)


def models_by_app() -> dict[str, list[type[Publishable]]]:
    """Return the models of the kinds by the names of their apps, for the sections of the back office."""
    by_app: dict[str, list[type[Publishable]]] = {}
    for kind in KINDS:
        name = capfirst(str(apps.get_app_config(kind.model._meta.app_label).verbose_name))
        by_app.setdefault(name, []).append(kind.model)
    return by_app
