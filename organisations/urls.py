"""The addresses of organisations, and those of their grants as `grants`."""

from django.urls import path, re_path

from catalogue.exports.views import DATA
from organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.OrganisationListView.as_view(), name="list"),
    re_path(DATA, views.OrganisationListView.as_view(), name="data"),
    re_path(
        r"^(?P<relation>partners|other-names|goals|activities)\.csv$",
        views.OrganisationListView.as_view(),
        name="relation",
    ),
    path("<slug:slug>/", views.OrganisationDetailView.as_view(), name="detail"),
    path(
        "<slug:slug>/data.json",
        views.OrganisationDetailView.as_view(),
        {"file_format": "json"},
        name="entry-data",
    ),
]

grants = (
    [
        path("", views.GrantListView.as_view(), name="list"),
        re_path(DATA, views.GrantListView.as_view(), name="data"),
        path("360giving.json", views.ThreeSixtyGivingView.as_view(), name="360giving"),
    ],
    "grants",
)
