"""Projects in schema.org's vocabulary, to which a project is an organisation (https://schema.org/Project)."""

from catalogue.structured_data import Absolute, Node, entry_node, picture_node
from organisations.structured_data import country_data, grants_data, organisation_reference
from projects.models import Project


def project_data(project: Project, absolute: Absolute) -> Node:
    """Return what the page shows of a project fetched `with_public_page()`. The lead is its first member."""
    grants = {project.public_grant: project} if project.public_grant else {}
    return entry_node(
        "Project",
        project,
        absolute,
        alternateName=project.acronym,
        description=project.full_description,
        image=picture_node(project, absolute),
        keywords=[theme.name for theme in project.themes.all()],
        areaServed=[country_data(country) for country in project.places_of_work.all()],
        member=[
            organisation_reference(partner.organisation, absolute) for partner in project.public_partners
        ],
        funding=grants_data(grants, absolute),
    )
