"""Sample data of every kind, for tests and measurements with many entries.

It is invented, in every language and script of the region. The slugs of its entries begin with "made-" and a
number, which identifies them.
"""

import re
from collections.abc import Callable
from itertools import count
from random import Random

from django.db import connection, models, transaction

from organisations.models import Grant, Organisation
from projects.models import Project
from tests.sample_data.generator import Generator
from tests.sample_data.grants import create_grants
from tests.sample_data.organisations import create_organisations
from tests.sample_data.projects import create_projects
from tests.sample_data.trainings import create_trainings
from trainings.models import Training

# The number of each kind for a hundred organisations.
SHARES = {Organisation: 100, Grant: 60, Project: 40, Training: 10}
BATCH = 2_000
SAMPLE_SLUG = r"^made-([0-9]+)-"


def make_entries(
    organisations: int, *, seed: int = 1, report: Callable[[int], None] = lambda done: None
) -> dict[type[models.Model], int]:
    """Create this number of organisations, with other entries in proportion; return the number of each kind.

    The same seed creates the same entries in an empty database. Where there is sample data already, other
    entries are added, with the next numbers. Each batch is saved in a transaction; then `report` is called
    with the number of organisations so far.
    """
    generator = new_generator(seed)
    done = 0
    while done < organisations:
        before, done = done, min(done + BATCH, organisations)
        create_batch(generator, {model: due(model, done) - due(model, before) for model in SHARES})
        report(done)
    analyse()
    return {model: due(model, organisations) for model in SHARES}


def new_generator(seed: int) -> Generator:
    last = {model: last_number(model) for model in SHARES}
    # A second run with the same seed continues with other entries instead of repeating the first.
    random = Random(seed + last[Organisation])  # noqa: S311  (sample data keeps no secret)
    return Generator(random, {model: count(number + 1) for model, number in last.items()})


def due(model: type[models.Model], organisations: int) -> int:
    """Return the number of entries of a kind for a number of organisations: one at least, 0 for none."""
    return max(1, organisations * SHARES[model] // 100) if organisations else 0


@transaction.atomic
def create_batch(generator: Generator, counts: dict[type[models.Model], int]) -> None:
    organisations = create_organisations(generator, counts[Organisation])
    grants = create_grants(generator, organisations, counts[Grant])
    create_projects(generator, organisations, grants, counts[Project])
    create_trainings(generator, counts[Training])


def last_number(model: type[models.Model]) -> int:
    """Return the highest number in the sample data of a kind, 0 if there is none."""
    slugs = model.objects.filter(slug__startswith="made-").values_list("slug", flat=True).iterator()
    return max((int(found[1]) for slug in slugs if (found := re.match(SAMPLE_SLUG, slug))), default=0)


def count_of_real_entries() -> int:
    """Return the number of entries that are not sample data."""
    return sum(model.objects.exclude(slug__regex=SAMPLE_SLUG).count() for model in SHARES)


def analyse() -> None:
    """Update the statistics by which the database plans its queries."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
