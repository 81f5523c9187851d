from catalogue.views import EntryDetailView, EntryListView
from trainings.exports import TrainingResource
from trainings.filters import TrainingFilterSet
from trainings.models import Training


class TrainingListView(EntryListView):
    model = Training
    filterset_class = TrainingFilterSet
    resource = TrainingResource
    section = "trainings"
    template_name = "trainings/list.html"


class TrainingDetailView(EntryDetailView):
    model = Training
    resource = TrainingResource
    section = "trainings"
    template_name = "trainings/detail.html"
