from catalogue.views import EntryDetailView, EntryListView
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.models import Grant, Organisation


class OrganisationListView(EntryListView):
    model = Organisation
    filterset_class = OrganisationFilterSet
    section = "organisations"
    template_name = "organisations/list.html"


class OrganisationDetailView(EntryDetailView):
    model = Organisation
    section = "organisations"
    template_name = "organisations/detail.html"


class GrantListView(EntryListView):
    model = Grant
    filterset_class = GrantFilterSet
    section = "grants"
    template_name = "organisations/grants.html"
