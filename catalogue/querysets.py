"""What the public may see."""

from datetime import datetime

from django.utils import timezone

from catalogue.naturalkeys import NaturalKeyQuerySet


class PublishableQuerySet(NaturalKeyQuerySet):
    def published(self, at: datetime | None = None):
        """Give what is published at the moment `at`, which is now unless said otherwise.

        This is about the row alone. What the public may see, given everything the row refers to, is
        `for_public()`, and only that is for pages and files.
        """
        return self.filter(published_at__lte=at or timezone.now())

    def for_public(self):
        """Give what the public may see. A model whose rows reveal other rows narrows it further."""
        return self.published()


def related_model(model, relation: str):
    """Take a model and the name of a relation of it, either way, give the model at the other end.

    So a query of a lower app follows a reverse relation up without importing the upper app.
    """
    return model._meta.get_field(relation).related_model
