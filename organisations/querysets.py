"""Which organisations and grants, in words that views can read out."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet


class CountryQuerySet(NaturalKeyQuerySet):
    def in_programme(self):
        return self.filter(is_programme_country=True)


class OrganisationQuerySet(PublishableQuerySet):
    def running_the_programme(self):
        """Give those who implement or pay for the programme itself."""
        return self.exclude(programme_role="")


class GrantQuerySet(PublishableQuerySet):
    def for_public(self):
        """A grant names its recipient, so it shows only where the recipient does."""
        recipients = self.model._meta.get_field("recipient").related_model.objects.for_public()
        return self.published().filter(recipient__in=recipients)

    def in_state(self, state: str, on: date | None = None):
        """Give the grants in a state (a value of `Grant.State`) on a day, by the rule of `Grant.state`."""
        day = on or timezone.localdate()
        ended = Q(ends_on__isnull=False, ends_on__lt=day)
        planned = Q(starts_on__isnull=False, starts_on__gt=day)
        running = Q(starts_on__isnull=False, starts_on__lte=day, ends_on__isnull=False, ends_on__gte=day)
        states = self.model.State
        match states(state):
            case states.ENDED:
                return self.filter(ended)
            case states.PLANNED:
                return self.filter(planned)
            case states.RUNNING:
                return self.filter(running)
            case states.UNKNOWN:
                return self.exclude(ended | planned | running)
