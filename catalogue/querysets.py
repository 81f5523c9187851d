"""What the public may see, and what staff have to do."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from catalogue.naturalkeys import NaturalKeyQuerySet
from catalogue.required_facts import is_lacking

STALE_AFTER = timedelta(days=365)

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def is_published(path: str = "", at: datetime | None = None) -> Q:
    """Give the condition that the entry at the end of a path, or the row itself, is published.

    Joined rather than asked for by a subquery: over a hundred thousand entries, SQLite takes minutes for
    `IN (every published one)` where it follows a foreign key in no time.
    """
    prefix = f"{path}__" if path else ""
    return Q(**{f"{prefix}published_at__lte": at or timezone.now()})


def leads_to_published(path: str) -> Q:
    """Give the same condition for rows at hand, followed to the entry at the end of a path.

    Written so that no index on the moment serves it: for two thousand organisations, SQLite else begins with
    all the published projects and looks for each of the organisations in each of them.
    """
    moment = Coalesce(F(f"{path}__published_at"), Value(NEVER))
    return Q(LessThanOrEqual(moment, timezone.now()))


class PublishableQuerySet(NaturalKeyQuerySet):
    def published(self, at: datetime | None = None):
        """Give what is published at the moment `at`, which is now unless said otherwise.

        This is about the row alone. What the public may see, given everything the row refers to, is
        `for_public()`, and only that is for pages and files.
        """
        return self.filter(is_published(at=at))

    def with_status(self, status: str, at: datetime | None = None):
        """Take one of `Publishable.Status`, give what stands so at the moment `at`: now, unless said."""
        statuses = self.model.Status
        match statuses(status):
            case statuses.PUBLISHED:
                return self.published(at)
            case statuses.SCHEDULED:
                return self.filter(published_at__gt=at or timezone.now())
            case statuses.DRAFT:
                return self.filter(published_at__isnull=True, stage="")
            case waiting:  # a rule of the database holds that none of these is published or scheduled
                return self.filter(stage=waiting.value)

    def missing(self, key: str):
        """Give what lacks the required fact of that key. Raises KeyError for a fact that is none."""
        return self.filter(is_lacking(self.model, [key]))

    def incomplete(self):
        """Give what lacks any required fact."""
        return self.filter(is_lacking(self.model))

    def stale(self, at: datetime | None = None):
        """Give what is public and was not changed for a year before the moment `at`."""
        at = at or timezone.now()
        return self.published(at).filter(updated_at__lt=at - STALE_AFTER)

    def entered_by(self, person):
        return self.filter(author=person)

    def for_public(self):
        """Give what the public may see. A model whose rows reveal other rows narrows it further."""
        return self.published()


def related_model(model, relation: str):
    """Take a model and the name of a relation of it, either way, give the model at the other end.

    So a query of a lower app follows a reverse relation up without importing the upper app.
    """
    return model._meta.get_field(relation).related_model
