"""Made-up projects with their rows."""

from collections.abc import Iterator
from typing import NamedTuple

from organisations.models import Grant
from projects.models import Activity, Objective, Partner, Project, TargetGroup
from tests.sample_data.generator import Making
from tests.sample_data.organisations import Made
from tests.sample_data.rows import levelled_texts
from tests.sample_data.texts import Language


class Led(NamedTuple):
    """A project, the organisation that leads it, and the language it is written in."""

    project: Project
    lead: Made
    language: Language


def make_projects(making: Making, made: list[Made], grants: list[tuple[Grant, Made]], count: int) -> None:
    """Make projects. Most are paid for by one of the grants, which then goes to their lead."""
    of_projects = [(grant, recipient) for grant, recipient in grants if grant.line != Grant.Line.CORE]
    led = [new_project(making, made, of_projects) for _ in range(count)]
    Project.objects.bulk_create(each.project for each in led)
    Partner.objects.bulk_create(row for each in led for row in partners(making, each))
    Objective.objects.bulk_create(row for each in led for row in objectives(making, each))
    Activity.objects.bulk_create(row for each in led for row in activities(making, each))
    link_lists(making, led)
    make_target_groups(making, led)


def new_project(making: Making, made: list[Made], grants: list[tuple[Grant, Made]]) -> Led:
    """Make a project; it takes its grant out of those given."""
    random = making.random
    grant, lead = grants.pop() if grants and making.chance(0.9) else (None, random.choice(made))
    language = making.language(lead.home, english=0.5)
    name = language.write(random, "project")
    project = Project(
        **making.publishing(Project, name),
        name=name,
        acronym="".join(word[0] for word in name.split()[:4]).upper() if making.chance(0.2) else "",
        grant_id=grant.pk if grant else None,
        summary=language.write(random, "sentence", random.randint(2, 4)) if making.chance(0.94) else "",
        description=language.write(random, "sentence", random.randint(2, 4)) if making.chance(0.7) else "",
        overall_goal=language.write(random, "goal") if making.chance(0.8) else "",
        target_groups_text=language.write(random, "beneficiaries") if making.chance(0.15) else "",
    )
    return Led(project, lead, language)


def partners(making: Making, led: Led) -> Iterator[Partner]:
    """Give the lead and up to three others, as far as there are so many organisations."""
    count = min(making.random.randint(2, 4), len(making.organisations))
    organisations = {led.lead.organisation.pk: Partner.Role.LEAD}
    while len(organisations) < count:
        organisations.setdefault(making.some_organisation(), Partner.Role.PARTNER)
    for order, (organisation, role) in enumerate(organisations.items(), start=1):
        yield Partner(project_id=led.project.pk, organisation_id=organisation, role=role, order=order)


def objectives(making: Making, led: Led) -> Iterator[Objective]:
    uses = {Objective.Kind.OBJECTIVE: "goal", Objective.Kind.RESULT: "result"}
    for kind, use in uses.items():
        for order in range(1, making.random.randint(1, 3) + 1):
            text = led.language.write(making.random, use)
            yield Objective(project_id=led.project.pk, kind=kind, order=order, text=text)


def activities(making: Making, led: Led) -> Iterator[Activity]:
    for row in levelled_texts(making, led.language):
        yield Activity(project_id=led.project.pk, **row)


def link_lists(making: Making, led: list[Led]) -> None:
    """Link each project to its themes and its countries of work."""
    themed, placed = Project.themes.through, Project.places_of_work.through
    themed.objects.bulk_create(
        themed(project_id=each.project.pk, theme_id=theme)
        for each in led
        for theme in making.themes.draw_several(making.random, 1, 3)
    )
    placed.objects.bulk_create(
        placed(project_id=each.project.pk, country_id=code)
        for each in led
        for code in making.some_countries(each.lead.home.country, 3)
    )


def make_target_groups(making: Making, led: list[Led]) -> None:
    groups = [(group, each) for each in led for group in target_groups(making, each)]
    TargetGroup.objects.bulk_create(group for group, _led in groups)
    placed = TargetGroup.countries.through
    placed.objects.bulk_create(
        placed(targetgroup_id=group.pk, country_id=code)
        for group, each in groups
        if making.chance(0.7)
        for code in making.some_countries(each.lead.home.country, 2)
    )


def target_groups(making: Making, led: Led) -> Iterator[TargetGroup]:
    random = making.random
    direct = random.randint(1, 3)
    kinds = [TargetGroup.Kind.DIRECT] * direct + [TargetGroup.Kind.FINAL] * random.randint(0, 1)
    for number, kind in enumerate(kinds, start=1):
        yield TargetGroup(
            project_id=led.project.pk,
            kind=kind,
            order=number if kind == TargetGroup.Kind.DIRECT else number - direct,
            beneficiary_group_id=making.groups.draw(random) if making.chance(0.85) else None,
            words=led.language.write(random, "group"),
            at_least=random.randint(1, 100) * random.choice((1, 5, 10, 100)) if making.chance(0.7) else None,
        )
