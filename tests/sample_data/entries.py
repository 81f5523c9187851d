"""Fills a scratch database with made-up entries of every kind.

The entries say nothing about anybody: they are there to see how the portal copes with many of them, in every
language and script of the region. Their addresses begin with "made-" and a number, by which they are known.
"""

import re
from collections.abc import Callable
from itertools import count
from random import Random

from django.db import connection, models, transaction

from organisations.models import Grant, Organisation
from projects.models import Project
from tests.sample_data.generator import Making
from tests.sample_data.grants import make_grants
from tests.sample_data.organisations import make_organisations
from tests.sample_data.projects import make_projects
from tests.sample_data.trainings import make_trainings
from trainings.models import Training

# How many of each kind there are for a hundred organisations.
SHARES = {Organisation: 100, Grant: 60, Project: 40, Training: 10}
ORGANISATIONS_AT_A_TIME = 2_000
MADE = r"^made-([0-9]+)-"


def make_entries(
    organisations: int, *, seed: int = 1, tell: Callable[[int], None] = lambda done: None
) -> dict[type[models.Model], int]:
    """Make so many organisations, and the other entries that go with them; give how many of each kind.

    The same seed makes the same entries in an empty database. Where there are made-up entries already, others
    are added and their numbers go on. Each part of the work is saved whole; then `tell` is called with the
    number of organisations done.
    """
    making = start(seed)
    done = 0
    while done < organisations:
        before, done = done, min(done + ORGANISATIONS_AT_A_TIME, organisations)
        make_part(making, {model: due(model, done) - due(model, before) for model in SHARES})
        tell(done)
    analyse()
    return {model: due(model, organisations) for model in SHARES}


def start(seed: int) -> Making:
    last = {model: last_number(model) for model in SHARES}
    # A second run with the same seed goes on with other entries, instead of making the same once more.
    random = Random(seed + last[Organisation])  # noqa: S311  (chance for made-up texts keeps no secret)
    return Making(random, {model: count(number + 1) for model, number in last.items()})


def due(model: type[models.Model], organisations: int) -> int:
    """Give how many entries of a kind go with so many organisations: at least one, if there are any."""
    return max(1, organisations * SHARES[model] // 100) if organisations else 0


@transaction.atomic
def make_part(making: Making, counts: dict[type[models.Model], int]) -> None:
    made = make_organisations(making, counts[Organisation])
    grants = make_grants(making, made, counts[Grant])
    make_projects(making, made, grants, counts[Project])
    make_trainings(making, counts[Training])


def last_number(model: type[models.Model]) -> int:
    """Give the highest number of the made-up entries of a kind, 0 if there is none."""
    slugs = model.objects.filter(slug__startswith="made-").values_list("slug", flat=True).iterator()
    return max((int(found[1]) for slug in slugs if (found := re.match(MADE, slug))), default=0)


def count_of_real_entries() -> int:
    """Give how many entries are not made-up."""
    return sum(model.objects.exclude(slug__regex=MADE).count() for model in SHARES)


def analyse() -> None:
    """Let the database count its rows anew, so that it chooses the quick way for each query."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
