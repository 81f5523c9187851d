"""The columns of the files of projects and their rows. Keys never change; a test compares them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.exports.columns import (
    Address,
    Label,
    Link,
    Linked,
    Many,
    Number,
    Source,
    Text,
    decorative_column,
    identifier_column,
    picture_column,
)
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published
from organisations.exports import partner_resource
from organisations.models import Grant, Theme
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
    name_paths = ("name", "acronym")

    slug = Text(
        _("Slug"),
        description=_("Short name that identifies the project in all files and in the address of its page."),
    )
    name = Text(
        _("Name"),
        description=_("Full title of the project."),
    )
    acronym = Text(
        _("Acronym"),
        description=_("Short title of the project, such as DIGI-CORE; empty if it has none."),
    )
    lead = Many(
        _("Lead applicant"),
        Source("partners__organisation__name", only=Q(partners__role="lead"), visible=public_partners),
        edited_at=AT_PARTNERS,
        former_headings=["Lead"],
        description=_(
            "Name of the organisation that leads the project; empty if that organisation is not published."
        ),
    )
    partners = Many(
        _("Partners"),
        Source(
            "partners__organisation__name",
            order=IN_ORDER,
            only=Q(partners__role="partner"),
            visible=public_partners,
        ),
        edited_at=AT_PARTNERS,
        description=_(
            "Names of the other published organisations that carry out the project, in the order of its "
            "page; empty if there are none."
        ),
    )
    countries = Many(
        _("Countries"),
        Source("partners__organisation__country__name", visible=public_partners),
        Source("places_of_work__name"),
        edited_at=_("the column “Where it works”"),
        description=_(
            "Countries of the lead and the partners together with those where the project works, in "
            "alphabetical order; empty if none are known."
        ),
    )
    places_of_work = Many(
        _("Where it works"),
        Source("places_of_work__name"),
        field="places_of_work",
        description=_(
            "Countries in which the project itself states that it works, without those that only its lead "
            "and partners add to the column “Countries”; empty if it states none."
        ),
        former_headings=["Countries of work"],
    )
    grant = Linked(
        _("Grant"),
        "grant__slug",
        visible=public_grant,
        field="grant",
        description=_(
            "Slug of the grant that funds the project; empty if there is none or it is not published."
        ),
    )
    grant_line = Linked(
        _("Grant type"),
        "grant__line",
        visible=public_grant,
        choices=Grant.Line,
        edited_at=AT_GRANTS,
        description=_(
            "Type of the grant that funds the project, such as “Regional grant”; empty if there is none or "
            "it is not published."
        ),
        former_headings=["Grant line"],
    )
    state = Linked(
        _("Status"),
        "grant__starts_on",
        "grant__ends_on",
        "grant__planned_starts_on",
        "grant__planned_ends_on",
        visible=public_grant,
        compute=Grant.state_of,
        choices=Grant.State,
        edited_at=AT_GRANTS,
        description=_(
            "“Planned”, “Running”, “Ended” or “Not published” on the day of the export, derived from the "
            "dates of the project's grant; empty if there is none or it is not published."
        ),
    )
    areas = Many(
        _("Areas"),
        Source("themes__area"),
        labels=dict(Theme.Area.choices),
        edited_at=_("the column “Themes”"),
        description=_(
            "Areas of the programme to which the project's themes belong; empty if it has no themes."
        ),
    )
    themes = Many(
        _("Themes"),
        Source("themes__name"),
        field="themes",
        description=_(
            "Themes that the project works on, from the portal's list of themes; empty if none are chosen."
        ),
    )
    summary = Text(
        _("Summary"),
        description=_("Two or three sentences on the project, as at the top of its page."),
    )
    description = Text(
        _("About the project"),
        description=_(
            "Text below the summary on the project's page, with a blank line between paragraphs; empty if "
            "there is none."
        ),
    )
    overall_goal = Text(
        _("Overall goal"),
        description=_("Long-term change that the project contributes to; empty if it is not known."),
    )
    objectives = Many(
        _("Specific objectives"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            only=Q(objectives__kind="objective"),
        ),
        edited_at=AT_OBJECTIVES,
        description=_("Texts of the project's specific objectives, in their order; empty if none are known."),
    )
    results = Many(
        _("Expected results"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            only=Q(objectives__kind="result"),
        ),
        edited_at=AT_OBJECTIVES,
        description=_(
            "Texts of the results expected from the project, in their order; empty if none are known."
        ),
    )
    target_groups = Many(
        _("Target groups"),
        Source(
            "target_groups__words",
            order=("target_groups__kind", "target_groups__order", "target_groups__pk"),
        ),
        edited_at=_("the sheet “Target groups”"),
        description=_(
            "Direct target groups, then final beneficiaries, as the project describes them, without the "
            "numbers and countries in the file of target groups; empty if none are known."
        ),
    )
    target_groups_text = Text(
        _("Target groups in words"),
        description=_(
            "What the project states about its target groups beyond the rows of the file of target groups; "
            "empty if it states no more."
        ),
    )
    activities = Many(
        _("Main activities"),
        Source("activities__text", order=("activities__order", "activities__pk")),
        edited_at=_("the sheet “Activities”"),
        description=_(
            "Texts of the project's main activities and their parts, in their order; empty if none are known."
        ),
    )
    picture_alt = picture_column()
    uid = identifier_column()
    page = Address(
        _("Page"),
        "slug",
        url_name="projects:detail",
        description=_("Web address of the project's page on this portal."),
    )

    class Meta:
        model = Project

    rows = (
        Relation("partners", _("Partners"), lambda: PartnerResource, "project"),
        Relation("objectives", _("Objectives and results"), lambda: ObjectiveResource, "project"),
        Relation("target-groups", _("Target groups"), lambda: TargetGroupResource, "project"),
        Relation("activities", _("Activities"), lambda: ActivityResource, "project"),
    )
    staff_only = {"picture_is_decorative": decorative_column()}


PartnerResource = partner_resource(Partner)


class TargetGroupResource(EntryResource):
    """One row for each target group of a project, with its number and its countries."""

    project_slug = Text(
        _("Project's slug"),
        "project__slug",
        description=_("Slug of the project that reaches this group."),
    )
    project = Text(
        _("Project"),
        "project__name",
        description=_("Name of the project that reaches this group."),
    )
    kind = Label(
        _("Kind"),
        "kind",
        TargetGroup.Kind.choices,
        description=_(
            "“Direct target group” for people the project works with, “Final beneficiaries” for "
            "those who benefit from it."
        ),
    )
    words = Text(
        _("In the project's words"),
        description=_("The group as the project describes it, such as: high school students."),
    )
    beneficiary_group = Link(
        _("Beneficiary group"),
        "beneficiary_group__name",
        field="beneficiary_group",
        description=_(
            "Closest match in the portal's list of groups, by which projects can be compared; empty if no "
            "group matches."
        ),
    )
    at_least = Number(
        _("Target number"),
        description=_(
            "Smallest number of people or organisations of this group that the project plans to reach; "
            "empty if it states none."
        ),
        former_headings=["At least"],
    )
    countries = Many(
        _("Countries"),
        Source("countries__name"),
        field="countries",
        description=_(
            "Countries in which this group is reached; empty if the project does not state them "
            "for the group."
        ),
    )
    order = Number(
        _("Order"),
        description=_(
            "Position of the group among the project's target groups of the same kind, lowest first."
        ),
    )

    parent = "project"

    class Meta:
        model = TargetGroup


class ObjectiveResource(EntryResource):
    project_slug = Text(
        _("Project's slug"),
        "project__slug",
        description=_("Slug of the project that pursues the objective or expects the result."),
    )
    project = Text(
        _("Project"),
        "project__name",
        description=_("Name of the project that pursues the objective or expects the result."),
    )
    kind = Label(
        _("Kind"),
        "kind",
        Objective.Kind.choices,
        description=_("“Specific objective” or “Expected result”, as the project itself calls it."),
    )
    order = Number(
        _("Order"),
        description=_("Position among the project's objectives, or among its results, lowest first."),
    )
    text = Text(
        _("Text"),
        description=_("Text of the objective or result, edited by the programme for this portal."),
    )

    parent = "project"

    class Meta:
        model = Objective


class ActivityResource(EntryResource):
    project_slug = Text(
        _("Project's slug"),
        "project__slug",
        description=_("Slug of the project that the activity is part of."),
    )
    project = Text(
        _("Project"),
        "project__name",
        description=_("Name of the project that the activity is part of."),
    )
    order = Number(
        _("Order"),
        description=_("Position of the activity in the project's list of main activities, lowest first."),
    )
    level = Number(
        _("Level"),
        description=_("1 for a main activity; 2 for a part of the nearest activity of level 1 before it."),
    )
    text = Text(
        _("Text"),
        description=_("Text of the activity, edited by the programme for this portal."),
    )

    parent = "project"

    class Meta:
        model = Activity
