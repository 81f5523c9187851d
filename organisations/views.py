from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpResponseNotFound
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.generic import View

from catalogue.exports.parameters import refusal
from catalogue.exports.relations import Relation
from catalogue.exports.responses import StreamedFile, one_of_few
from catalogue.listings.views import EntryDetailView, EntryListView
from catalogue.querysets import related_model
from organisations import threesixtygiving
from organisations.exports import GrantResource, OrganisationResource, partners_of_organisations
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.models import Grant, Organisation
from organisations.structured_data import organisation_data
from organisations.unpublished import unpublished_in


class OrganisationListView(EntryListView):
    model = Organisation
    filterset_class = OrganisationFilterSet
    resource = OrganisationResource
    relations = (
        Relation("partners", _("Projects"), partners_of_organisations, "organisation"),
        *OrganisationResource.rows,
    )
    counted = ngettext_lazy("%(shown)s organisation", "%(shown)s organisations", "number")
    section = "organisations"
    template_name = "organisations/list.html"


class OrganisationDetailView(EntryDetailView):
    model = Organisation
    resource = OrganisationResource
    structured_data = staticmethod(organisation_data)
    section = "organisations"
    template_name = "organisations/detail.html"
    similar_by = (("country", "theme"), _("Other organisations in the same country on the same themes"))

    def connected(self):
        own = self.object
        projects = [part.project_id for part in own.public_partnerships]
        partners = Organisation.objects.for_public().filter(partnerships__project__in=projects)
        people = {speaker.name for speaker in own.public_speakers}
        shown = [row.training_id for row in (*own.public_speakers, *own.public_testimonials)]
        training = related_model(Organisation, "speakers", "training")
        trainings = training.objects.for_public().filter(speakers__name__in=people).exclude(pk__in=shown)
        return [
            (_("Partners in its projects"), partners.exclude(pk=own.pk).distinct()),
            (_("Other trainings where its people spoke"), trainings.distinct()),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(unpublished=unpublished_in(self.object.public_grants), **kwargs)


class GridColumn(NamedTuple):
    """A column of the table of grants, with the attribute of a grant that it shows.

    `sort` is the order of the list by it, if there is one.
    """

    fact: str
    label: str
    sort: str = ""
    direction: str = "descending"
    css_class: str = ""


GRANT_COLUMNS = (
    GridColumn("recipient", _("Recipient"), "recipient", "ascending"),
    GridColumn("recipient", _("Country")),
    GridColumn("amount", _("Amount"), "amount", css_class="grid__number"),
    GridColumn("awarded_on", _("Awarded"), "awarded"),
    GridColumn("first_day", _("Start"), "start"),
    GridColumn("last_day", _("End"), "end"),
    GridColumn("state_text", _("Status")),
)


class GrantListView(EntryListView):
    model = Grant
    filterset_class = GrantFilterSet
    resource = GrantResource
    counted = ngettext_lazy("%(shown)s grant", "%(shown)s grants", "number")
    section = "grants"
    template_name = "organisations/grants.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(sorts=dict(self.filterset.orders), **kwargs)
        snippets = self.snippets(context["object_list"])
        for grant in context["object_list"]:
            grant.snippet = snippets.get(grant.pk)
        columns = self.columns(context["object_list"])
        return {**context, "columns": columns, "facts": [column.fact for column in columns]}

    def columns(self, grants: Sequence[Grant]) -> list[GridColumn]:
        """Return the columns in which any of the shown grants has something, and the one that orders them."""
        return [
            column
            for column in GRANT_COLUMNS
            if column.sort == self.filterset.order or any(getattr(grant, column.fact) for grant in grants)
        ]


class ThreeSixtyGivingView(View):
    """The grants of the list, under its filters, as a 360Giving package."""

    def get(self, request):
        filterset = GrantFilterSet(request.GET, queryset=Grant.objects.all())
        if errors := filterset.errors():
            return refusal(errors)
        keys = threesixtygiving.keys(filterset.qs)
        if not keys:
            message = _("No grant here has all the facts that 360Giving requires.\n")
            return HttpResponseNotFound(message, content_type="text/plain; charset=utf-8")
        pieces = threesixtygiving.pieces(keys, request.build_absolute_uri("/").rstrip("/"))
        return one_of_few(
            lambda: StreamedFile(
                pieces,
                content_type="application/json",
                headers={"Content-Disposition": 'attachment; filename="360giving.json"'},
            )
        )
