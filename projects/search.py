"""How projects are searched and counted."""

from collections.abc import Iterable

from catalogue.search.documents import SearchIndex
from catalogue.search.registry import register
from organisations.models import Grant, areas_of
from organisations.search import dates_of, names_of
from projects.models import Objective, Project, ProjectDocument, TargetGroup


def kinds_of(rows: Iterable[Objective | TargetGroup]) -> list[str]:
    """Return each kind of the rows once, as the page calls it."""
    return list(dict.fromkeys(row.get_kind_display() for row in rows))


@register
class ProjectIndex(SearchIndex):
    model = Project
    document = ProjectDocument
    version = 2
    staff_paths = (
        *("name", "acronym", "slug", "partners__organisation__name", "partners__organisation__acronym"),
        "partners__organisation__local_name",
    )
    wide = frozenset({"organisation"})
    follows = (
        "partners__organisation__other_names",
        "partners__organisation__country",
        "grant__recipient",
        "places_of_work",
        "themes",
        "objectives",
        "activities",
        "target_groups__beneficiary_group__broader",
        "target_groups__countries",
    )
    date_paths = (
        "published_at",
        "partners__organisation__published_at",
        "grant__published_at",
        "grant__recipient__published_at",
        "grant__starts_on",
        "grant__planned_starts_on",
    )
    last_day_paths = ("grant__ends_on", "grant__planned_ends_on")

    def with_texts(self, entries):
        return super().with_texts(entries).with_partner_names()

    def with_facets(self, entries):
        return entries.prefetch_related("target_groups__beneficiary_group__broader")

    def names(self, project):
        return [project.name, project.acronym]

    def texts(self, project):
        yield project.summary
        yield project.description
        for partner in project.public_partners:
            yield " · ".join(filter(None, names_of(partner.organisation)))
        yield project.overall_goal
        yield from kinds_of(project.objectives.all())
        yield from (objective.text for objective in project.objectives.all())
        yield project.target_groups_text
        yield from kinds_of(project.target_groups.all())
        for group in project.target_groups.all():
            yield group.words
            yield group.beneficiary_group.name if group.beneficiary_group else ""
        yield from (activity.text for activity in project.activities.all())
        yield from (theme.name for theme in project.themes.all())
        yield from (country.name for country in project.countries)

    def keywords(self, project):
        if grant := project.public_grant:
            yield grant.get_line_display()
            yield from dates_of(grant)

    def facets(self, project):
        groups = (group.beneficiary_group for group in project.target_groups.all())
        return {
            "country": [country.code for country in project.countries],
            "line": [project.public_grant.line] if project.public_grant else [],
            "state": [project.public_grant.state if project.public_grant else Grant.State.UNKNOWN],
            "year": [project.public_grant.year] if project.public_grant and project.public_grant.year else [],
            "area": areas_of(project.themes.all()),
            "theme": [theme.slug for theme in project.themes.all()],
            "group": [one.slug for group in groups if group for one in group.with_broader],
            "organisation": [partner.organisation.slug for partner in project.public_partners],
        }
