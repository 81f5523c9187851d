"""Projects of the sample data, with their rows."""

from collections.abc import Iterator
from typing import NamedTuple

from organisations.models import Grant
from projects.models import Activity, Objective, Partner, Project, TargetGroup
from tests.sample_data.generator import Generator
from tests.sample_data.organisations import SampleOrganisation
from tests.sample_data.rows import levelled_texts
from tests.sample_data.texts import Language


class SampleProject(NamedTuple):
    """A project, the organisation that leads it, and the language of its texts."""

    project: Project
    lead: SampleOrganisation
    language: Language


def create_projects(
    generator: Generator,
    organisations: list[SampleOrganisation],
    grants: list[tuple[Grant, SampleOrganisation]],
    count: int,
) -> None:
    """Create projects. Most are funded by one of the grants, whose recipient leads them."""
    of_projects = [(grant, recipient) for grant, recipient in grants if grant.line != Grant.Line.CORE]
    samples = [new_project(generator, organisations, of_projects) for _ in range(count)]
    Project.objects.bulk_create(sample.project for sample in samples)
    Partner.objects.bulk_create(row for sample in samples for row in partners(generator, sample))
    Objective.objects.bulk_create(row for sample in samples for row in objectives(generator, sample))
    Activity.objects.bulk_create(row for sample in samples for row in activities(generator, sample))
    link_lists(generator, samples)
    create_target_groups(generator, samples)


def new_project(
    generator: Generator,
    organisations: list[SampleOrganisation],
    grants: list[tuple[Grant, SampleOrganisation]],
) -> SampleProject:
    """Return a new project; its grant is removed from the list."""
    random = generator.random
    grant, lead = grants.pop() if grants and generator.chance(0.9) else (None, random.choice(organisations))
    language = generator.language(lead.home, english=0.5)
    name = language.write(random, "project")
    project = Project(
        **generator.publishing(Project, name),
        name=name,
        acronym="".join(word[0] for word in name.split()[:4]).upper() if generator.chance(0.2) else "",
        grant_id=grant.pk if grant else None,
        summary=language.write(random, "sentence", random.randint(2, 4)) if generator.chance(0.94) else "",
        description=language.write(random, "sentence", random.randint(2, 4)) if generator.chance(0.7) else "",
        overall_goal=language.write(random, "goal") if generator.chance(0.8) else "",
        target_groups_text=language.write(random, "beneficiaries") if generator.chance(0.15) else "",
    )
    return SampleProject(project, lead, language)


def partners(generator: Generator, sample: SampleProject) -> Iterator[Partner]:
    """Yield the lead and up to three other partners, as far as there are organisations."""
    count = min(generator.random.randint(2, 4), len(generator.organisations))
    organisations = {sample.lead.organisation.pk: Partner.Role.LEAD}
    while len(organisations) < count:
        organisations.setdefault(generator.some_organisation(), Partner.Role.PARTNER)
    for order, (organisation, role) in enumerate(organisations.items(), start=1):
        yield Partner(project_id=sample.project.pk, organisation_id=organisation, role=role, order=order)


def objectives(generator: Generator, sample: SampleProject) -> Iterator[Objective]:
    uses = {Objective.Kind.OBJECTIVE: "goal", Objective.Kind.RESULT: "result"}
    for kind, use in uses.items():
        for order in range(1, generator.random.randint(1, 3) + 1):
            text = sample.language.write(generator.random, use)
            yield Objective(project_id=sample.project.pk, kind=kind, order=order, text=text)


def activities(generator: Generator, sample: SampleProject) -> Iterator[Activity]:
    for row in levelled_texts(generator, sample.language):
        yield Activity(project_id=sample.project.pk, **row)


def link_lists(generator: Generator, samples: list[SampleProject]) -> None:
    """Link each project to its themes and its countries of work."""
    themed, placed = Project.themes.through, Project.places_of_work.through
    themed.objects.bulk_create(
        themed(project_id=sample.project.pk, theme_id=theme)
        for sample in samples
        for theme in generator.themes.draw_several(generator.random, 1, 3)
    )
    placed.objects.bulk_create(
        placed(project_id=sample.project.pk, country_id=code)
        for sample in samples
        for code in generator.some_countries(sample.lead.home.country, 3)
    )


def create_target_groups(generator: Generator, samples: list[SampleProject]) -> None:
    groups = [(group, sample) for sample in samples for group in target_groups(generator, sample)]
    TargetGroup.objects.bulk_create(group for group, _sample in groups)
    placed = TargetGroup.countries.through
    placed.objects.bulk_create(
        placed(targetgroup_id=group.pk, country_id=code)
        for group, sample in groups
        if generator.chance(0.7)
        for code in generator.some_countries(sample.lead.home.country, 2)
    )


def target_groups(generator: Generator, sample: SampleProject) -> Iterator[TargetGroup]:
    random = generator.random
    direct = random.randint(1, 3)
    kinds = [TargetGroup.Kind.DIRECT] * direct + [TargetGroup.Kind.FINAL] * random.randint(0, 1)
    for number, kind in enumerate(kinds, start=1):
        yield TargetGroup(
            project_id=sample.project.pk,
            kind=kind,
            order=number if kind == TargetGroup.Kind.DIRECT else number - direct,
            beneficiary_group_id=generator.groups.draw(random) if generator.chance(0.85) else None,
            words=sample.language.write(random, "group"),
            at_least=random.randint(1, 100) * random.choice((1, 5, 10, 100))
            if generator.chance(0.7)
            else None,
        )
