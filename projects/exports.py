"""The columns of the files of projects, and of their relations. Keys are a promise; a test holds them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.exports.columns import Address, Label, Link, Linked, Many, Number, Source, Text
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published
from organisations.exports import partner_resource
from organisations.models import Grant
from projects.models import Activity, Objective, Partner, Project, TargetGroup


def public_grant():
    return leads_to_published("grant") & leads_to_published("grant__recipient")


def public_partners():
    return leads_to_published("partners__organisation")


AT_PARTNERS = _("the sheet “Partners”")
AT_OBJECTIVES = _("the sheet “Objectives and results”")
AT_GRANTS = _("the files of grants")
IN_ORDER = ("partners__role", "partners__order", "partners__pk")


class ProjectResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    acronym = Text(_("Acronym"), "acronym")
    lead = Many(
        _("Lead"),
        Source("partners__organisation__name", only=Q(partners__role="lead"), visible=public_partners),
        help_text=_("The organisation that leads it."),
        edited_at=AT_PARTNERS,
    )
    partners = Many(
        _("Partners"),
        Source(
            "partners__organisation__name",
            order=IN_ORDER,
            only=Q(partners__role="partner"),
            visible=public_partners,
        ),
        help_text=_("The other organisations that carry it out."),
        edited_at=AT_PARTNERS,
    )
    countries = Many(
        _("Countries"),
        Source("partners__organisation__country__name", visible=public_partners),
        Source("places_of_work__name"),
        sort=True,
        help_text=_("Those of its lead and partners, and those where it works."),
        edited_at=_("the column “Countries of work”"),
    )
    places_of_work = Many(_("Countries of work"), Source("places_of_work__name"), field="places_of_work")
    grant = Linked(
        _("Grant"), "grant__slug", visible=public_grant, help_text=_("The slug of its grant."), field="grant"
    )
    grant_line = Linked(
        _("Grant line"),
        "grant__line",
        visible=public_grant,
        compute=lambda line: str(Grant.Line(line).label),
        help_text=_("The line of its grant."),
        edited_at=AT_GRANTS,
    )
    state = Linked(
        _("State"),
        "grant__starts_on",
        "grant__ends_on",
        visible=public_grant,
        compute=lambda starts_on, ends_on: str(Grant.state_of(starts_on, ends_on).label),
        help_text=_("That of its grant on the day of the file: planned, running, ended or not stated."),
        edited_at=AT_GRANTS,
    )
    themes = Many(_("Themes"), Source("themes__name"), field="themes")
    summary = Text(_("Summary"), "summary")
    overall_goal = Text(_("Overall goal"), "overall_goal")
    objectives = Many(
        _("Specific objectives"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            only=Q(objectives__kind="objective"),
        ),
        help_text=_("In their order."),
        edited_at=AT_OBJECTIVES,
    )
    results = Many(
        _("Expected results"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            only=Q(objectives__kind="result"),
        ),
        help_text=_("In their order."),
        edited_at=AT_OBJECTIVES,
    )
    target_groups = Many(
        _("Target groups"),
        Source(
            "target_groups__words",
            order=("target_groups__kind", "target_groups__order", "target_groups__pk"),
        ),
        help_text=_("In the project's words; target-groups.csv has their numbers and countries."),
        edited_at=_("the sheet “Target groups”"),
    )
    target_groups_text = Text(_("Target groups in words"), "target_groups_text")
    activities = Many(
        _("Main activities"),
        Source("activities__text", order=("activities__order", "activities__pk")),
        edited_at=_("the sheet “Activities”"),
    )
    page = Address(_("Page"), "slug", url_name="projects:detail", help_text=_("The address of its page."))

    class Meta:
        model = Project

    rows = (
        Relation("partners", _("Partners"), lambda: PartnerResource, "project"),
        Relation("objectives", _("Objectives and results"), lambda: ObjectiveResource, "project"),
        Relation("target-groups", _("Target groups"), lambda: TargetGroupResource, "project"),
        Relation("activities", _("Activities"), lambda: ActivityResource, "project"),
    )


PartnerResource = partner_resource(Partner)


class TargetGroupResource(EntryResource):
    """One row a target group of a project, with its number and its countries."""

    project_slug = Text(_("Project's slug"), "project__slug")
    project = Text(_("Project"), "project__name")
    kind = Label(_("Kind"), "kind", TargetGroup.Kind.choices)
    words = Text(_("In the project's words"), "words")
    beneficiary_group = Link(_("Beneficiary group"), "beneficiary_group__name", field="beneficiary_group")
    at_least = Number(_("At least"), "at_least")
    countries = Many(_("Countries"), Source("countries__name"), field="countries")
    order = Number(_("Order"), "order", help_text=_("Its place among those of its kind."))

    parent = "project"

    class Meta:
        model = TargetGroup


class ObjectiveResource(EntryResource):
    project_slug = Text(_("Project's slug"), "project__slug")
    project = Text(_("Project"), "project__name")
    kind = Label(_("Kind"), "kind", Objective.Kind.choices)
    order = Number(_("Order"), "order", help_text=_("Its place among those of its kind."))
    text = Text(_("Text"), "text")

    parent = "project"

    class Meta:
        model = Objective


class ActivityResource(EntryResource):
    project_slug = Text(_("Project's slug"), "project__slug")
    project = Text(_("Project"), "project__name")
    order = Number(_("Order"), "order", help_text=_("Its place among them."))
    level = Number(_("Level"), "level", help_text=_("1, or 2 for a part of the one above."))
    text = Text(_("Text"), "text")

    parent = "project"

    class Meta:
        model = Activity
