from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponseNotFound
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.generic import View

from catalogue.exports.parameters import refusal
from catalogue.exports.responses import StreamedFile, one_of_few
from catalogue.listings.views import EntryDetailView, EntryListView
from catalogue.querysets import related_model
from organisations.models import Grant, Organisation
from organisations.standards import IATI
from organisations.unpublished import unpublished_in
from projects import iati
from projects.exports import ProjectResource
from projects.filters import ProjectFilterSet
from projects.models import Partner, Project, TargetGroup
from projects.structured_data import project_data


class ProjectListView(EntryListView):
    model = Project
    filterset_class = ProjectFilterSet
    resource = ProjectResource
    relations = ProjectResource.rows
    counted = ngettext_lazy("%(shown)s project", "%(shown)s projects", "number")
    section = "projects"
    template_name = "projects/list.html"


class ProjectDetailView(EntryDetailView):
    model = Project
    resource = ProjectResource
    structured_data = staticmethod(project_data)
    section = "projects"
    template_name = "projects/detail.html"
    similar_by = (("country", "theme"), _("Other projects in the same countries on the same themes"))

    def connected(self):
        partners = self.object.public_partners
        organisations = [partner.organisation_id for partner in partners]
        leads = [partner.organisation_id for partner in partners if partner.role == Partner.Role.LEAD]
        projects = Project.objects.for_feed().filter(partners__organisation__in=organisations)
        grants = Grant.objects.for_feed().filter(recipient__in=leads).exclude(project=self.object)
        training = related_model(Organisation, "speakers", "training")
        trainings = training.objects.for_feed().filter(speakers__organisation__in=organisations)
        return [
            (_("Other projects of its partners"), projects.exclude(pk=self.object.pk).distinct()),
            (_("Other grants to its lead applicant"), grants),
            (_("Trainings where people of its partners spoke"), trainings.distinct()),
        ]

    def get_context_data(self, **kwargs):
        grant = self.object.public_grant
        return super().get_context_data(
            target_group_tables=target_group_tables(self.object),
            unpublished=unpublished_in([grant] if grant else []),
            **kwargs,
        )


@dataclass(frozen=True)
class TargetGroupTable:
    """The target groups of one kind, with the columns that any of them fills."""

    caption: str
    groups: list[TargetGroup]
    has_numbers: bool
    has_countries: bool


def target_group_tables(project: Project) -> list[TargetGroupTable]:
    tables = []
    for caption, rows in groupby(project.target_groups.all(), TargetGroup.get_kind_display):
        groups = list(rows)
        has_numbers = any(group.at_least is not None for group in groups)
        has_countries = any(group.countries.all() for group in groups)
        tables.append(TargetGroupTable(caption, groups, has_numbers, has_countries))
    return tables


class IATIView(View):
    """The projects of the list, under its filters, as IATI activities; without filters core grants too."""

    def get(self, request):
        filterset = ProjectFilterSet(request.GET, queryset=Project.objects.all())
        if errors := filterset.errors():
            return refusal(errors)
        grants = Grant.objects.for_public()
        if filterset.question or filterset.is_narrowed:
            grants = grants.filter(project__in=filterset.qs.order_by())
        if not IATI.complete(grants).exists():
            message = _("No project or core grant here has all the facts that IATI requires.\n")
            return HttpResponseNotFound(message, content_type="text/plain; charset=utf-8")
        pieces = iati.pieces(grants, request.build_absolute_uri("/").rstrip("/"))
        return one_of_few(
            lambda: StreamedFile(
                pieces,
                content_type="application/xml; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="iati.xml"'},
            )
        )
