from django.utils.translation import gettext_lazy as _

from catalogue.files.views import Relation
from catalogue.views import EntryDetailView, EntryListView
from organisations.exports import GrantResource, OrganisationResource, partners_of_organisations
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.models import Grant, Organisation


class OrganisationListView(EntryListView):
    model = Organisation
    filterset_class = OrganisationFilterSet
    resource = OrganisationResource
    relations = (Relation("partners", _("Projects"), partners_of_organisations, "organisation"),)
    section = "organisations"
    template_name = "organisations/list.html"


class OrganisationDetailView(EntryDetailView):
    model = Organisation
    resource = OrganisationResource
    section = "organisations"
    template_name = "organisations/detail.html"


class GrantListView(EntryListView):
    model = Grant
    filterset_class = GrantFilterSet
    resource = GrantResource
    section = "grants"
    template_name = "organisations/grants.html"
