"""Which contacts are public, and which personal data of reports are kept."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalogue.querysets import leads_to_published

LIMIT_PERIOD = timedelta(hours=1)  # in which the reports of a sender are counted
EMAIL_KEPT = timedelta(days=90)  # after a report was closed


class ContactQuerySet(models.QuerySet):
    def for_public(self):
        """Return the contacts whose organisation is public, with all that a page shows of them."""
        return self._with_public_organisation().prefetch_related("countries")

    def for_country(self, country):
        """Return the public contacts for a country, and then those for all; `is_own` states which."""
        places = self.model.countries.through.objects.filter(contact=OuterRef("pk"))
        chosen = self._with_public_organisation().annotate(is_own=Exists(places.filter(country=country)))
        return chosen.filter(Q(is_own=True) | ~Exists(places)).order_by(
            "-is_own", "organisation__sort_key", "pk"
        )

    def _with_public_organisation(self):
        """Return the contacts whose organisation is public, fetched with it.

        By the keys of their organisations: SQLite would otherwise look at all published ones.
        """
        known = self.model.objects.order_by().values("organisation")
        return self.filter(leads_to_published("organisation"), organisation__in=known).select_related(
            "organisation"
        )


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=(self.model.Status.NEW, self.model.Status.IN_PROGRESS))

    def sent_by(self, sender: str):
        """Return the reports of a sender that count towards the limit now."""
        return self.filter(sender=sender, created_at__gt=timezone.now() - LIMIT_PERIOD)

    def delete_personal_data(self) -> int:
        """Empty what is no longer needed to identify or answer a sender; return the number of addresses."""
        now = timezone.now()
        self.filter(sender__gt="", created_at__lte=now - LIMIT_PERIOD).update(sender="")
        return self.filter(email__gt="", closed_at__lte=now - EMAIL_KEPT).update(email="")
