"""Which trainings, speakers and testimonials, in methods that read as sentences."""

from django.db.models import Prefetch

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet, is_published
from organisations.models import Organisation


class TrainingQuerySet(PublishableQuerySet):
    def with_public_parts(self):
        return self.select_related("country", "audience_country").prefetch_related("topics")

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
