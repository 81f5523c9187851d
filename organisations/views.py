from catalogue.views import EntryDetailView, EntryListView
from organisations.models import Grant, Organisation


class OrganisationListView(EntryListView):
    model = Organisation
    section = "organisations"
    template_name = "organisations/list.html"


class OrganisationDetailView(EntryDetailView):
    model = Organisation
    section = "organisations"
    template_name = "organisations/detail.html"


class GrantListView(EntryListView):
    model = Grant
    section = "grants"
    template_name = "organisations/grants.html"
