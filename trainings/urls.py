from django.urls import path, re_path

from catalogue.exports.views import DATA
from trainings import views

app_name = "trainings"

urlpatterns = [
    path("", views.TrainingListView.as_view(), name="list"),
    re_path(DATA, views.TrainingListView.as_view(), name="data"),
    re_path(r"^(?P<relation>speakers|testimonials)\.csv$", views.TrainingListView.as_view(), name="relation"),
    path("calendar.ics", views.TrainingListCalendarView.as_view(), name="calendar"),
    path("<slug:slug>/", views.TrainingDetailView.as_view(), name="detail"),
    path(
        "<slug:slug>/data.json",
        views.TrainingDetailView.as_view(),
        {"file_format": "json"},
        name="entry-data",
    ),
    path("<slug:slug>/calendar.ics", views.TrainingCalendarView.as_view(), name="entry-calendar"),
]
