from django.http import HttpResponseNotFound
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.generic import View

from catalogue.exports.parameters import refusal
from catalogue.exports.relations import Relation
from catalogue.exports.responses import StreamedFile, one_of_few
from catalogue.listings.views import EntryDetailView, EntryListView
from catalogue.querysets import related_model
from catalogue.search.snippets import with_snippets
from organisations import threesixtygiving
from organisations.exports import GrantResource, OrganisationResource, partners_of_organisations
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.grant_table import columns_of, rows_of
from organisations.models import Grant, Organisation
from organisations.standards import THREESIXTYGIVING
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
        partners = Organisation.objects.for_feed().filter(partnerships__project__in=projects)
        people = {speaker.name for speaker in own.public_speakers}
        shown = [row.training_id for row in (*own.public_speakers, *own.public_testimonials)]
        training = related_model(Organisation, "speakers", "training")
        trainings = training.objects.for_feed().filter(speakers__name__in=people).exclude(pk__in=shown)
        return [
            (_("Partners in its projects"), partners.exclude(pk=own.pk).distinct()),
            (_("Other trainings where its people spoke"), trainings.distinct()),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(unpublished=unpublished_in(self.object.public_grants), **kwargs)


class GrantListView(EntryListView):
    model = Grant
    filterset_class = GrantFilterSet
    resource = GrantResource
    counted = ngettext_lazy("%(shown)s grant", "%(shown)s grants", "number")
    section = "grants"
    template_name = "organisations/grants.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(sorts=dict(self.filterset.orders), **kwargs)
        grants, state = context["object_list"], self.filterset.counter.state
        columns = columns_of(grants, state, self.filterset.order)
        rows = with_snippets(rows_of(grants, state, columns), self.snippets(grants))
        return {**context, "columns": columns, "rows": rows}


class ThreeSixtyGivingView(View):
    """The grants of the list, under its filters, as a 360Giving package."""

    def get(self, request):
        filterset = GrantFilterSet(request.GET, queryset=Grant.objects.all())
        if errors := filterset.errors():
            return refusal(errors)
        grants = filterset.qs
        if not THREESIXTYGIVING.complete(grants).exists():
            message = _("No grant here has all the facts that 360Giving requires.\n")
            return HttpResponseNotFound(message, content_type="text/plain; charset=utf-8")
        pieces = threesixtygiving.pieces(grants, request.build_absolute_uri("/").rstrip("/"))
        return one_of_few(
            lambda: StreamedFile(
                pieces,
                content_type="application/json",
                headers={"Content-Disposition": 'attachment; filename="360giving.json"'},
            )
        )
