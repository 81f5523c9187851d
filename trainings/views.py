from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.generic import View

from catalogue.exports.parameters import refusal, without_parameters
from catalogue.identifiers import portal_uid
from catalogue.listings.views import EntryDetailView, EntryListView
from catalogue.publishing.redirects import FormerAddressMixin
from projects.models import Project
from trainings.calendar import CONTENT_TYPE, MOST_EVENTS, calendar_name, calendar_of, dated
from trainings.exports import TrainingResource
from trainings.filters import TrainingFilterSet
from trainings.models import Training
from trainings.structured_data import training_data


class TrainingListView(EntryListView):
    model = Training
    filterset_class = TrainingFilterSet
    resource = TrainingResource
    relations = TrainingResource.rows
    counted = ngettext_lazy("%(shown)s training", "%(shown)s trainings", "number")
    section = "trainings"
    template_name = "trainings/list.html"


class TrainingDetailView(EntryDetailView):
    model = Training
    resource = TrainingResource
    structured_data = staticmethod(training_data)
    section = "trainings"
    template_name = "trainings/detail.html"
    similar_by = (("topic",), _("Other trainings on the same topics"))

    def connected(self):
        people = [*self.object.speakers.all(), *self.object.testimonials.all()]
        speakers = {speaker.name for speaker in self.object.speakers.all()}
        organisations = {person.public_organisation.pk for person in people if person.public_organisation}
        trainings = Training.objects.for_feed().filter(speakers__name__in=speakers)
        projects = Project.objects.for_feed().filter(partners__organisation__in=organisations)
        return [
            (_("Other trainings with its speakers"), trainings.exclude(pk=self.object.pk).distinct()),
            (_("Projects of the organisations that took part"), projects.distinct()),
        ]


class TrainingListCalendarView(View):
    """The trainings of the list that have a date, under the list's own query string, to subscribe to."""

    def get(self, request):
        filterset = TrainingFilterSet(request.GET, queryset=Training.objects.all())
        if errors := filterset.errors():
            return refusal(errors)
        trainings = dated(filterset.qs)[:MOST_EVENTS]
        name = calendar_name(str(chip.label) for chip in filterset.chips)
        absolute = request.build_absolute_uri
        address = request.get_full_path()
        uid = portal_uid(f"trainings?{filterset.query.urlencode()}")
        calendar = calendar_of(trainings, absolute, name=name, address=address, uid=uid)
        return HttpResponse(calendar, content_type=CONTENT_TYPE)


@method_decorator(without_parameters, name="dispatch")
class TrainingCalendarView(FormerAddressMixin, View):
    """A training with a date, as an event for a calendar."""

    model = Training

    def get(self, request, slug):
        training = get_object_or_404(dated(Training.objects.for_public()), slug=slug)
        absolute = request.build_absolute_uri
        uid = uuid5(training.uid, "calendar")
        calendar = calendar_of([training], absolute, name=training.name, address=request.path, uid=uid)
        return HttpResponse(calendar, content_type=CONTENT_TYPE)
