"""The addresses of organisations; `grants` are those of their grants, which the site puts beside them."""

from django.urls import path

from organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.OrganisationListView.as_view(), name="list"),
    path("<slug:slug>/", views.OrganisationDetailView.as_view(), name="detail"),
]

grants = (
    [
        path("", views.GrantListView.as_view(), name="list"),
    ],
    "grants",
)
