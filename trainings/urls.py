from django.urls import path

from trainings import views

app_name = "trainings"

urlpatterns = [
    path("", views.TrainingListView.as_view(), name="list"),
    path("<slug:slug>/", views.TrainingDetailView.as_view(), name="detail"),
]
