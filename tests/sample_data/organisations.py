"""Organisations of the sample data, with their rows."""

from collections.abc import Iterator
from typing import NamedTuple

from organisations.models import Activity, Goal, Organisation, OtherName
from tests.sample_data.generator import Generator, Home
from tests.sample_data.names import KIND_WEIGHTS
from tests.sample_data.names_of_organisations import addresses, both_names, names
from tests.sample_data.rows import levelled_texts


class SampleOrganisation(NamedTuple):
    """An organisation with its home and its kind, which its entry may leave open."""

    organisation: Organisation
    home: Home
    kind: str


def create_organisations(generator: Generator, count: int) -> list[SampleOrganisation]:
    samples = [new_organisation(generator) for _ in range(count)]
    Organisation.objects.bulk_create(sample.organisation for sample in samples)
    generator.organisations.extend(sample.organisation.pk for sample in samples)
    OtherName.objects.bulk_create(row for sample in samples for row in other_names(generator, sample))
    Goal.objects.bulk_create(row for sample in samples for row in goals(generator, sample))
    Activity.objects.bulk_create(row for sample in samples for row in activities(generator, sample))
    link_lists(generator, samples)
    return samples


def new_organisation(generator: Generator) -> SampleOrganisation:
    random = generator.random
    home = generator.home()
    kind = generator.weighted(KIND_WEIGHTS)
    called = names(generator, home, kind)
    organisation = Organisation(
        **called,
        **addresses(generator, called["name"]),
        **texts(generator, home),
        **generator.publishing(Organisation, called["name"]),
        kind=kind if generator.chance(0.94) else "",
        country_id=home.country if generator.chance(0.94) else None,
        founded_year=random.randint(1990, 2019) if generator.chance(0.8) else None,
    )
    return SampleOrganisation(organisation, home, kind)


def texts(generator: Generator, home: Home) -> dict:
    """Return the long texts. Many entries have English and the local language side by side."""
    random = generator.random
    summary = generator.language(home, english=0.4).write(random, "sentence", random.randint(2, 4))
    paragraphs = [
        generator.language(home, english=0.3).write(random, "sentence", random.randint(2, 3))
        for _ in range(random.randint(1, 2))
    ]
    beneficiaries = generator.language(home, english=0.4).write(random, "beneficiaries")
    return {
        "summary": summary if generator.chance(0.92) else "",
        "strategic_orientation": "\n\n".join(paragraphs) if generator.chance(0.85) else "",
        "beneficiaries": beneficiaries if generator.chance(0.8) else "",
    }


def other_names(generator: Generator, sample: SampleOrganisation) -> Iterator[OtherName]:
    called = both_names(generator, sample.home, sample.kind)
    for name in list(dict.fromkeys(called))[: generator.random.randint(0, 2)]:
        yield OtherName(organisation_id=sample.organisation.pk, name=name)


def goals(generator: Generator, sample: SampleOrganisation) -> Iterator[Goal]:
    language = generator.language(sample.home, english=0.5)
    count = generator.random.randint(1, 4)
    strategic = generator.random.choice((0, 0, 1, count))
    for number in range(1, count + 1):
        is_strategic = number <= strategic
        yield Goal(
            organisation_id=sample.organisation.pk,
            kind=Goal.Kind.STRATEGIC if is_strategic else Goal.Kind.GOAL,
            order=number if is_strategic else number - strategic,
            text=language.write(generator.random, "goal"),
        )


def activities(generator: Generator, sample: SampleOrganisation) -> Iterator[Activity]:
    for row in levelled_texts(generator, generator.language(sample.home, english=0.5)):
        yield Activity(organisation_id=sample.organisation.pk, **row)


def link_lists(generator: Generator, samples: list[SampleOrganisation]) -> None:
    """Link each organisation to beneficiary groups, and some to themes."""
    grouped, themed = Organisation.beneficiary_groups.through, Organisation.themes.through
    grouped.objects.bulk_create(
        grouped(organisation_id=sample.organisation.pk, beneficiarygroup_id=group)
        for sample in samples
        for group in generator.groups.draw_several(generator.random, 1, 4)
    )
    themed.objects.bulk_create(
        themed(organisation_id=sample.organisation.pk, theme_id=theme)
        for sample in samples
        if generator.chance(0.4)
        for theme in generator.themes.draw_several(generator.random, 1, 2)
    )
