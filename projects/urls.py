from django.urls import path, re_path

from catalogue.exports.views import DATA
from projects import views

app_name = "projects"

urlpatterns = [
    path("", views.ProjectListView.as_view(), name="list"),
    re_path(DATA, views.ProjectListView.as_view(), name="data"),
    re_path(
        r"^(?P<relation>partners|objectives|target-groups|activities)\.csv$",
        views.ProjectListView.as_view(),
        name="relation",
    ),
    path("iati.xml", views.IATIView.as_view(), name="iati"),
    path("<slug:slug>/", views.ProjectDetailView.as_view(), name="detail"),
    path(
        "<slug:slug>/data.json", views.ProjectDetailView.as_view(), {"file_format": "json"}, name="entry-data"
    ),
]
