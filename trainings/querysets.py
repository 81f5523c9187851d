"""Which trainings, speakers and testimonials, in methods that read as sentences."""

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet, is_published
from organisations.models import Organisation


class TrainingQuerySet(PublishableQuerySet):
    def with_public_parts(self):
        return self.select_related("country", "audience_country").prefetch_related("topics")

    def next_first(self):
        """Return the trainings that take place in the future as scheduled, the next one first."""
        scheduled = self.filter(event_status=self.model.EventStatus.SCHEDULED)
        return scheduled.filter(starts_on__gt=timezone.localdate()).order_by("starts_on", "sort_key", "pk")

    def latest_first(self):
        """Return the trainings that began until today, the latest one first; then those without a date."""
        past = self.filter(Q(starts_on__lte=timezone.localdate()) | Q(starts_on__isnull=True))
        return past.order_by(F("starts_on").desc(nulls_last=True), "sort_key", "pk")

    def with_public_page(self):
        """Fetch all that a training's page shows, in a fixed number of queries."""
        return self.with_public_parts().prefetch_related(
            "speakers",
            public_organisation("speakers__organisation"),
            "testimonials",
            public_organisation("testimonials__organisation"),
        )


class TrainingRowQuerySet(NaturalKeyQuerySet):
    """The speakers or the testimonials of trainings."""

    def for_public(self):
        """Return those of trainings that the public may see."""
        return self.filter(is_published("training")).select_related("training")


def public_organisation(path: str) -> Prefetch:
    """Fetch a person's organisation, at the end of the path, as `public_organisation`: None for a draft."""
    return Prefetch(path, Organisation.objects.for_public(), to_attr="public_organisation")
