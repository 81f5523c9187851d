from catalogue.views import EntryDetailView, EntryListView
from trainings.models import Training


class TrainingListView(EntryListView):
    model = Training
    section = "trainings"
    template_name = "trainings/list.html"


class TrainingDetailView(EntryDetailView):
    model = Training
    section = "trainings"
    template_name = "trainings/detail.html"
