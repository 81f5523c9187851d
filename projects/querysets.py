"""Which projects and partners, in methods that read as sentences."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.querysets import PublishableQuerySet, is_published, related_model
from organisations.models import Grant

# Of a project's grant, as planned while the other is unknown.
FIRST_DAY = Coalesce("grant__starts_on", "grant__planned_starts_on")


def has_no_lead(project) -> Q:
    """Return the condition that none of a project's partners leads it. `project` is the model."""
    partner = related_model(project, "partners")
    return ~Q(Exists(partner.objects.filter(project=OuterRef("pk"), role=partner.Role.LEAD)))


class ProjectQuerySet(PublishableQuerySet):
    def with_public_parts(self):
        """Fetch the partners, places and grant of each project: `public_partners`, `public_grant`.

        A draft partner or grant is left out, so that a public project does not reveal it.
        """
        partner = related_model(self.model, "partners")
        return self.prefetch_related(
            Prefetch(
                "partners",
                partner.objects.for_public()
                .select_related("organisation__country")
                .order_by("role", "order", "pk"),
                to_attr="public_partners",
            ),
            Prefetch("grant", Grant.objects.for_public().select_related("recipient"), to_attr="public_grant"),
            "places_of_work",
            "themes",
        )

    def with_public_page(self):
        """Fetch all that a project's page shows, in a fixed number of queries."""
        return self.with_public_parts().prefetch_related(
            "objectives", "activities", "target_groups__beneficiary_group", "target_groups__countries"
        )

    def with_partner_names(self):
        """Fetch the other names of the partners, of projects fetched `with_public_parts()`."""
        return self.prefetch_related("public_partners__organisation__other_names")

    def in_state(self, state: str):
        """Return the projects whose public grant is in a state (a value of `Grant.State`) today."""
        return self.filter(grant__in=Grant.objects.for_public().in_state(state))

    def by_first_day(self, *, descending: bool = False):
        """Order projects of public grants by the first day, which is planned while the other is unknown."""
        first_day = FIRST_DAY.desc() if descending else FIRST_DAY.asc()
        return self.order_by(first_day, "sort_key", "pk")


class ProjectRowQuerySet(NaturalKeyQuerySet):
    """Rows that belong to a project."""

    def for_public(self):
        return self.filter(is_published("project"))


class PartnerQuerySet(NaturalKeyQuerySet):
    def for_public(self):
        """Return the partners whose organisation and project the public may see."""
        return self.filter(is_published("organisation"), is_published("project"))
