from catalogue.views import EntryDetailView, EntryListView
from projects.filters import ProjectFilterSet
from projects.models import Project


class ProjectListView(EntryListView):
    model = Project
    filterset_class = ProjectFilterSet
    section = "projects"
    template_name = "projects/list.html"


class ProjectDetailView(EntryDetailView):
    model = Project
    section = "projects"
    template_name = "projects/detail.html"
