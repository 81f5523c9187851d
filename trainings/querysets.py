"""Which trainings, in words that views can read out."""

from catalogue.querysets import PublishableQuerySet


class TrainingQuerySet(PublishableQuerySet):
    pass
