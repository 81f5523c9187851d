"""Made-up organisations with their rows."""

from collections.abc import Iterator
from typing import NamedTuple

from organisations.models import Activity, Goal, Organisation, OtherName
from tests.sample_data.generator import Home, Making
from tests.sample_data.names import KIND_WEIGHTS
from tests.sample_data.names_of_organisations import addresses, both_names, names
from tests.sample_data.rows import levelled_texts


class Made(NamedTuple):
    """An organisation, and what is known of it even where its entry leaves it open."""

    organisation: Organisation
    home: Home
    kind: str


def make_organisations(making: Making, count: int) -> list[Made]:
    made = [new_organisation(making) for _ in range(count)]
    Organisation.objects.bulk_create(each.organisation for each in made)
    making.organisations.extend(each.organisation.pk for each in made)
    OtherName.objects.bulk_create(row for each in made for row in other_names(making, each))
    Goal.objects.bulk_create(row for each in made for row in goals(making, each))
    Activity.objects.bulk_create(row for each in made for row in activities(making, each))
    link_lists(making, made)
    return made


def new_organisation(making: Making) -> Made:
    random = making.random
    home = making.home()
    kind = making.weighted(KIND_WEIGHTS)
    called = names(making, home, kind)
    organisation = Organisation(
        **called,
        **addresses(making, called["name"]),
        **texts(making, home),
        **making.publishing(Organisation, called["name"]),
        kind=kind if making.chance(0.94) else "",
        country_id=home.country if making.chance(0.94) else None,
        founded_year=random.randint(1990, 2019) if making.chance(0.8) else None,
    )
    return Made(organisation, home, kind)


def texts(making: Making, home: Home) -> dict:
    """Give the long texts. Many entries have English and the local language side by side."""
    random = making.random
    summary = making.language(home, english=0.4).write(random, "sentence", random.randint(2, 4))
    paragraphs = [
        making.language(home, english=0.3).write(random, "sentence", random.randint(2, 3))
        for _ in range(random.randint(1, 2))
    ]
    beneficiaries = making.language(home, english=0.4).write(random, "beneficiaries")
    return {
        "summary": summary if making.chance(0.92) else "",
        "strategic_orientation": "\n\n".join(paragraphs) if making.chance(0.85) else "",
        "beneficiaries": beneficiaries if making.chance(0.8) else "",
    }


def other_names(making: Making, made: Made) -> Iterator[OtherName]:
    called = both_names(making, made.home, made.kind)
    for name in list(dict.fromkeys(called))[: making.random.randint(0, 2)]:
        yield OtherName(organisation_id=made.organisation.pk, name=name)


def goals(making: Making, made: Made) -> Iterator[Goal]:
    language = making.language(made.home, english=0.5)
    count = making.random.randint(1, 4)
    strategic = making.random.choice((0, 0, 1, count))
    for number in range(1, count + 1):
        is_strategic = number <= strategic
        yield Goal(
            organisation_id=made.organisation.pk,
            kind=Goal.Kind.STRATEGIC if is_strategic else Goal.Kind.GOAL,
            order=number if is_strategic else number - strategic,
            text=language.write(making.random, "goal"),
        )


def activities(making: Making, made: Made) -> Iterator[Activity]:
    for row in levelled_texts(making, making.language(made.home, english=0.5)):
        yield Activity(organisation_id=made.organisation.pk, **row)


def link_lists(making: Making, made: list[Made]) -> None:
    """Link each organisation to its beneficiary groups, and some to the themes of their own work."""
    grouped, themed = Organisation.beneficiary_groups.through, Organisation.themes.through
    grouped.objects.bulk_create(
        grouped(organisation_id=each.organisation.pk, beneficiarygroup_id=group)
        for each in made
        for group in making.groups.draw_several(making.random, 1, 4)
    )
    themed.objects.bulk_create(
        themed(organisation_id=each.organisation.pk, theme_id=theme)
        for each in made
        if making.chance(0.4)
        for theme in making.themes.draw_several(making.random, 1, 2)
    )
