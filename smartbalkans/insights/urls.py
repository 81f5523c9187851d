"""The addresses of the figures and of the pivot table."""

from django.urls import path, re_path

from smartbalkans.insights import views
from smartbalkans.insights.figures import FIGURES

app_name = "insights"

urlpatterns = [
    path("", views.InsightsView.as_view(), name="figures"),
    re_path(
        rf"^(?P<figure>{'|'.join(figure.key for figure in FIGURES)})\.csv$",
        views.InsightsView.as_view(),
        name="figure",
    ),
    path("pivot/", views.PivotView.as_view(), name="pivot"),
    re_path(r"^pivot/data\.(?P<file_format>csv|xlsx)$", views.PivotView.as_view(), name="pivot-data"),
]
