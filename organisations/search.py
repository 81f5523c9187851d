"""How organisations and grants are searched and counted."""

from catalogue.search.documents import SearchIndex, town_facets
from catalogue.search.registry import register
from catalogue.search.synonyms import date_words
from organisations.models import Grant, GrantDocument, Organisation, OrganisationDocument, areas_of


def names_of(organisation: Organisation) -> list[str]:
    """Return every name of an organisation fetched with its `other_names`."""
    others = [other.name for other in organisation.other_names.all()]
    return [organisation.name, organisation.acronym, organisation.local_name, *others]


def dates_of(grant: Grant) -> list[str]:
    """Return every date of a grant, as it is indexed."""
    return [date_words(getattr(grant, name)) for name in (*Grant.DATES, "revised_on")]


@register
class OrganisationIndex(SearchIndex):
    model = Organisation
    document = OrganisationDocument
    version = 3
    staff_paths = ("name", "acronym", "local_name", "slug", "other_names__name")
    follows = (
        "country",
        "other_names",
        "goals",
        "activities",
        "beneficiary_groups__broader",
        "themes",
        "grants__project",
        "partnerships__project__themes",
        "partnerships__project__target_groups__beneficiary_group__broader",
        "speakers__training",
        "testimonials__training",
    )
    date_paths = (
        "published_at",
        "grants__published_at",
        "grants__project__published_at",
        "partnerships__project__published_at",
        "speakers__training__published_at",
        "testimonials__training__published_at",
    )

    def with_facets(self, entries):
        return entries.with_public_themes().with_public_groups()

    def names(self, organisation):
        return names_of(organisation)

    def texts(self, organisation):
        yield organisation.summary
        yield organisation.strategic_orientation
        yield from (goal.text for goal in organisation.goals.all())
        yield organisation.beneficiaries
        yield from (group.name for group in organisation.beneficiary_groups.all())
        yield from (activity.text for activity in organisation.activities.all())
        yield from (theme.name for theme in organisation.themes.all())
        yield organisation.town
        yield organisation.country.name if organisation.country else ""
        yield from (part.project.name for part in organisation.public_partnerships)
        yield from (part.project.acronym for part in organisation.public_partnerships)
        for speaker in organisation.public_speakers:
            yield f"{speaker}, {speaker.training}"
        for testimonial in organisation.public_testimonials:
            yield f"{testimonial}, {testimonial.training}"

    def keywords(self, organisation):
        yield organisation.get_kind_display()
        yield str(organisation.founded_year or "")
        yield from (grant.get_line_display() for grant in organisation.public_grants)

    def facets(self, organisation):
        projects = [part.project for part in organisation.public_partnerships]
        themes = [theme for entry in (organisation, *projects) for theme in entry.themes.all()]
        targets = [target for project in projects for target in project.target_groups.all()]
        groups = [target.beneficiary_group for target in targets if target.beneficiary_group]
        groups += organisation.beneficiary_groups.all()
        return {
            "country": [organisation.country_id] if organisation.country_id else [],
            **town_facets(organisation.town),
            "kind": [organisation.kind] if organisation.kind else [],
            "line": [grant.line for grant in organisation.public_grants],
            "role": self.roles(organisation),
            "area": areas_of(themes),
            "theme": [theme.slug for theme in themes],
            "group": [one.slug for group in groups for one in group.with_broader],
        }

    @staticmethod
    def roles(organisation) -> list[str]:
        """Return the roles: grantee, lead or partner of a project, or a role in the programme."""
        roles = [part.role for part in organisation.public_partnerships]
        if organisation.public_grants:
            roles.append("grantee")
        if organisation.programme_role:
            roles.append("programme")
        return roles


@register
class GrantIndex(SearchIndex):
    model = Grant
    document = GrantDocument
    version = 3
    wide = frozenset({"amount"})
    staff_paths = (
        *("reference", "call", "slug", "recipient__name", "recipient__acronym", "recipient__local_name"),
        *("recipient__other_names__name", "project__name", "project__acronym"),
    )
    follows = (
        "recipient__other_names",
        "recipient__country",
        "recipient__themes",
        "project__themes",
    )
    date_paths = (
        "published_at",
        "recipient__published_at",
        "project__published_at",
        "starts_on",
        "planned_starts_on",
    )
    last_day_paths = ("ends_on", "planned_ends_on")

    def with_texts(self, entries):
        return super().with_texts(entries).with_public_themes()

    def names(self, grant):
        return [*names_of(grant.recipient), grant.reference, grant.call]

    def texts(self, grant):
        yield grant.get_line_display()
        if grant.public_project:
            yield grant.public_project.name
            yield grant.public_project.acronym
        yield from (theme.name for theme in grant.themes)
        yield grant.recipient.town
        yield grant.recipient.country.name if grant.recipient.country else ""
        yield grant.revision_reason

    def keywords(self, grant):
        return dates_of(grant)

    def facets(self, grant):
        return {
            "line": [grant.line],
            "area": areas_of(grant.themes),
            "theme": [theme.slug for theme in grant.themes],
            "country": [grant.recipient.country_id] if grant.recipient.country_id else [],
            "currency": [grant.currency] if grant.currency else [],
            "amount": [] if grant.amount is None else [f"{grant.amount}:{grant.revised_amount}"],
            "state": [grant.state],
            "year": [grant.year] if grant.year else [],
        }
