"""Which projects and partners, in words that views can read out."""

from django.db.models import Prefetch

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet
from organisations.models import Grant, Organisation


class ProjectQuerySet(PublishableQuerySet):
    def with_public_relations(self):
        """Fetch, in a fixed number of queries, what a public page tells of who and where and by which grant.

        A draft partner or grant is left out, so that a public project does not reveal it.
        """
        partner = self.model._meta.get_field("partners").related_model
        return self.prefetch_related(
            Prefetch("partners", partner.objects.for_public().select_related("organisation__country")),
            Prefetch("grant", Grant.objects.for_public().select_related("recipient")),
            "places_of_work",
            "themes",
        )


class PartnerQuerySet(NaturalKeyQuerySet):
    def for_public(self):
        """Give the partners whose organisation and whose project the public may see."""
        project = self.model._meta.get_field("project").related_model
        return self.filter(
            organisation__in=Organisation.objects.for_public(), project__in=project.objects.for_public()
        )
