from django.http import HttpResponseNotFound
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from catalogue.exports.responses import StreamedFile, one_of_few
from catalogue.listings.views import EntryDetailView, EntryListView
from organisations.models import Grant
from projects import iati
from projects.exports import ProjectResource
from projects.filters import ProjectFilterSet
from projects.models import Project
from projects.structured_data import project_data


class ProjectListView(EntryListView):
    model = Project
    filterset_class = ProjectFilterSet
    resource = ProjectResource
    relations = ProjectResource.rows
    section = "projects"
    template_name = "projects/list.html"


class ProjectDetailView(EntryDetailView):
    model = Project
    resource = ProjectResource
    structured_data = staticmethod(project_data)
    section = "projects"
    template_name = "projects/detail.html"


class IATIView(View):
    """The projects of the list, under its filters, as IATI activities; without filters core grants too."""

    def get(self, request):
        filterset = ProjectFilterSet(request.GET, queryset=Project.objects.all())
        grants = Grant.objects.for_public()
        is_whole = not filterset.question and not filterset.is_narrowed
        keys = iati.keys(filterset.qs, grants if is_whole else grants.none())
        if not any(keys):
            message = _("There is no project or core grant here of which IATI's required facts are known.\n")
            return HttpResponseNotFound(message, content_type="text/plain; charset=utf-8")
        pieces = iati.pieces(keys, request.build_absolute_uri("/").rstrip("/"))
        return one_of_few(
            lambda: StreamedFile(
                pieces,
                content_type="application/xml; charset=utf-8",
                headers={"Content-Disposition": 'attachment; filename="iati.xml"'},
            )
        )
