"""Which trainings, speakers and testimonials, in words that views can read out."""

from django.db.models import Prefetch

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet, is_published
from organisations.models import Organisation


class TrainingQuerySet(PublishableQuerySet):
    def with_public_parts(self):
        return self.select_related("country", "audience_country").prefetch_related("topics")

    def with_public_page(self):
        """Fetch all that a training's page tells, in a fixed number of queries."""
        return self.with_public_parts().prefetch_related(
            "speakers",
            public_organisation("speakers__organisation"),
            "testimonials",
            public_organisation("testimonials__organisation"),
        )


class VoiceQuerySet(NaturalKeyQuerySet):
    """Those who speak at a training, or about it."""

    def for_public(self):
        """Give those of trainings that the public may see."""
        return self.filter(is_published("training")).select_related("training")


def public_organisation(path: str) -> Prefetch:
    """Fetch whom somebody came from, at the end of the path, as `public_organisation`: None for a draft."""
    return Prefetch(path, Organisation.objects.for_public(), to_attr="public_organisation")
