from django.utils.translation import gettext_lazy as _

from catalogue.files.views import Relation
from catalogue.views import EntryDetailView, EntryListView
from projects.exports import PartnerResource, ProjectResource, TargetGroupResource
from projects.filters import ProjectFilterSet
from projects.models import Project


class ProjectListView(EntryListView):
    model = Project
    filterset_class = ProjectFilterSet
    resource = ProjectResource
    relations = (
        Relation("partners", _("Partners"), lambda: PartnerResource, "project"),
        Relation("target-groups", _("Target groups"), lambda: TargetGroupResource, "project"),
    )
    section = "projects"
    template_name = "projects/list.html"


class ProjectDetailView(EntryDetailView):
    model = Project
    resource = ProjectResource
    section = "projects"
    template_name = "projects/detail.html"
