"""Which organisations and grants, in methods that read as sentences."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, IsNull, LessThan, LessThanOrEqual
from django.utils import timezone

from catalogue.querysets import PublishableQuerySet, is_published, related_model
from catalogue.sort_keys import SortedQuerySet

CURRENT_AMOUNT = Coalesce("revised_amount", "amount")
# A planned date counts while the other is unknown, as in `Grant.state_of`.
FIRST_DAY = Coalesce("starts_on", "planned_starts_on")
LAST_DAY = Coalesce("ends_on", "planned_ends_on")


class CountryQuerySet(SortedQuerySet):
    def in_programme(self):
        return self.filter(is_programme_country=True)


class OrganisationQuerySet(PublishableQuerySet):
    def running_the_programme(self):
        """Return those that implement or fund the programme itself.

        By their keys, which an index on the role yields: SQLite would otherwise look at all published ones.
        """
        running = self.model.objects.filter(programme_role__gt="")  # an index does not answer exclude()
        return self.filter(pk__in=running.order_by().values("pk"))

    def with_public_parts(self):
        """Fetch the roles of each in the programme: `public_grants` and `public_partnerships`."""
        grant = related_model(self.model, "grants")
        partner = related_model(self.model, "partnerships")
        return self.select_related("country").prefetch_related(
            Prefetch("grants", grant.objects.for_public(), to_attr="public_grants"),
            public_project(grant, of="public_grants__project"),
            Prefetch(
                "partnerships",
                partner.objects.for_public()
                .select_related("project")
                .order_by("role", "project__sort_key", "pk"),
                to_attr="public_partnerships",
            ),
        )

    def with_public_page(self):
        """Fetch all that an organisation's page shows, in a fixed number of queries."""
        speaker = related_model(self.model, "speakers")
        testimonial = related_model(self.model, "testimonials")
        return self.with_public_parts().prefetch_related(
            "other_names",
            "goals",
            "activities",
            "beneficiary_groups",
            "themes",
            Prefetch("speakers", speaker.objects.for_public(), to_attr="public_speakers"),
            Prefetch("testimonials", testimonial.objects.for_public(), to_attr="public_testimonials"),
        )

    def with_public_themes(self):
        """Fetch the themes of the projects it is in, of those fetched `with_public_parts()`."""
        return self.prefetch_related("public_partnerships__project__themes")

    def with_public_groups(self):
        """Fetch the target groups of the same projects, and the broader groups of all groups."""
        return self.prefetch_related(
            "beneficiary_groups__broader",
            "public_partnerships__project__target_groups__beneficiary_group__broader",
        )


class OrganisationRowQuerySet(SortedQuerySet):
    """Rows that belong to an organisation."""

    def for_public(self):
        return self.filter(is_published("organisation"))


class GrantQuerySet(PublishableQuerySet):
    def for_public(self):
        """Return the published grants of published recipients, as a grant names its recipient."""
        return super().for_public().filter(is_published("recipient"))

    def for_feed(self):
        """Return what the public may see, with the recipients, which the titles and addresses name."""
        return self.for_public().select_related("recipient")

    def with_public_parts(self):
        """Fetch the recipient of each grant, and its project, if public, as `public_project`."""
        return self.select_related("recipient__country").prefetch_related(public_project(self.model))

    def with_public_page(self):
        """Fetch all that the list shows of a grant, which has no page of its own."""
        return self.with_public_parts().prefetch_related("recipient__other_names")

    def with_public_themes(self):
        """Fetch what `Grant.themes` needs, of grants fetched `with_public_parts()`."""
        return self.prefetch_related("public_project__themes", "recipient__themes")

    def with_current_amount(self):
        """Add `current_amount`: as revised, or else as first awarded. Compare it within one currency only."""
        return self.annotate(current_amount=CURRENT_AMOUNT)

    def with_dates(self):
        """Return the grants of which any date is known."""
        return self.filter(reduce(or_, (Q(**{f"{name}__isnull": False}) for name in self.model.DATES)))

    def in_state(self, state: str, on: date | None = None):
        """Return the grants in a state (a value of `Grant.State`) on a day, by the rule of `Grant.state`."""
        day = on or timezone.localdate()
        has_ended = Q(IsNull(LAST_DAY, False), LessThan(LAST_DAY, day))
        has_started = Q(LessThanOrEqual(FIRST_DAY, day))
        states = self.model.State
        match states(state):
            case states.ENDED:
                return self.filter(has_ended)
            case states.PLANNED:
                return self.filter(GreaterThan(FIRST_DAY, day))
            case states.RUNNING:
                return self.filter(has_started).exclude(has_ended)
            case states.UNKNOWN:
                return self.filter(IsNull(FIRST_DAY, True)).exclude(has_ended)


def public_project(grant, of: str = "project") -> Prefetch:
    """Fetch the project that each grant funds as its `public_project`: None for a draft or none.

    `of` is the path to the project from what is fetched. Django would make one query more for each grant if
    this were nested in the prefetch of the grants themselves.
    """
    return Prefetch(of, related_model(grant, "project").objects.for_public(), to_attr="public_project")
