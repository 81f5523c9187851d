"""Pages that show a proposed version only read, and wait for nobody who writes."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client

from catalogue.proposals.saving import OpenProposal, proposal_of, publish
from catalogue.proposals.showing import shown
from catalogue.publishing.previews import create_link, link_address
from organisations.models import Grant, Organisation
from projects.models import Objective, Partner, Project
from tests.catalogue.proposals.proposing import propose
from tests.factories import (
    CountryFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectActivityFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.forms import open_form
from tests.pages import change_page, entry_page, text_of
from tests.staff import log_in
from tests.writers import another_writer


def link_to(entry) -> str:
    return link_address(create_link(entry, None, is_proposed=True), entry)


@pytest.mark.attack
@pytest.mark.django_db(transaction=True)
def test_pages_of_a_proposed_version_wait_for_no_writer(client):
    log_in(client, "Publisher")
    organisation = OrganisationFactory(summary="Old text.")
    propose(organisation, summary="New text.")
    link = link_to(organisation)

    with another_writer():
        visited = Client().get(link)
        previewed = client.get(entry_page(organisation, "proposal_preview"))
        form = open_form(client, change_page(organisation))

    assert ["New text." in text_of(page) for page in (visited, previewed)] == [True, True]
    assert form["summary"] == "New text."
    assert Organisation.objects.get().summary == "Old text."


def project_with_rows() -> Project:
    project = PartnerFactory(role="lead", project__name="Open doors", project__summary="Old text.").project
    ProjectActivityFactory(project=project, text="Visit schools", order=1)
    ObjectiveFactory(project=project, text="Old objective", order=1)
    TargetGroupFactory(project=project, order=1).countries.add(CountryFactory(name="Elsewhere"))
    project.themes.add(ThemeFactory(name="Old theme"))
    PartnerFactory(
        project=ProjectFactory(name="Another project"), organisation=project.partners.get().organisation
    )
    return project


def change_of_rows():
    """Return what changes the rows and links of a project; what these refer to exists."""
    partner, country, theme = (
        OrganisationFactory(name="New partner"),
        CountryFactory(name="Here"),
        ThemeFactory(name="New theme"),
    )

    def change(project: Project) -> None:
        project.activities.update(text="Visit museums")
        project.objectives.all().delete()
        ProjectActivityFactory(project=project, text="Publish a guide", order=2)
        PartnerFactory(project=project, organisation=partner, order=2)
        project.target_groups.get().countries.set([country])
        project.themes.set([theme])

    return change


def below_the_name(response) -> str:
    return text_of(response).partition("Project Open doors")[2]


@pytest.mark.django_db
def test_preview_is_the_page_once_the_changes_are_published():
    project = project_with_rows()
    proposal = propose(project, summary="New text.", change=change_of_rows())
    preview = Client().get(link_to(project))

    with transaction.atomic():
        opened = OpenProposal(Project.objects.get(pk=project.pk), proposal)
        publish(opened, opened.state, None)

    page = Client().get(project.get_absolute_url())
    expected = (
        "New text.",
        "Visit museums",
        "Publish a guide",
        "New partner",
        "New theme",
        "Another project",
    )
    assert [text in text_of(preview) for text in expected] == [True] * len(expected)
    assert (
        below_the_name(preview).rpartition("New theme")[0] == below_the_name(page).rpartition("New theme")[0]
    )


@pytest.mark.django_db
def test_rows_are_found_by_the_indexes_of_the_stored_tables():
    """A database that materialised a view would read all entries for each page."""
    partner = PartnerFactory(project__summary="Old text.")
    project, organisation = partner.project, partner.organisation
    propose(project, summary="New text.", name="New name")
    partners = Partner.objects.filter(organisation=organisation).select_related("project")
    grants = Grant.objects.filter(recipient=organisation).select_related("project")

    with shown(OpenProposal(Project.objects.get(pk=project.pk), proposal_of(project))):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")  # which it prefers for small tables
        plans = [query.order_by("pk").explain() for query in (partners, grants)]

    for plan in plans:
        assert not re.search(r"MATERIALIZE|(SCAN|Seq Scan on) (?!\w+_proposed)", plan), plan


@pytest.mark.django_db
def test_entry_is_shown_as_proposed_among_all_others_only_within_the_block():
    project, other = project_with_rows(), ProjectFactory(name="Third")
    ObjectiveFactory(project=other, text="Other objective")
    propose(project, summary="New text.", change=change_of_rows())

    for _time in range(2):
        with shown(OpenProposal(Project.objects.get(pk=project.pk), proposal_of(project))):
            inside = (
                set(Project.objects.values_list("name", flat=True)),
                Project.objects.get(pk=project.pk).summary,
                list(project.activities.values_list("text", flat=True)),
                Partner.objects.count(),
                list(Objective.objects.values_list("text", flat=True)),
            )

    assert inside == (
        {"Open doors", "Another project", other.name},
        "New text.",
        ["Visit museums", "Publish a guide"],
        3,
        ["Other objective"],
    )
    assert Project.objects.get(pk=project.pk).summary == "Old text."
    assert (list(project.activities.values_list("text", flat=True)), Partner.objects.count()) == (
        ["Visit schools"],
        2,
    )
