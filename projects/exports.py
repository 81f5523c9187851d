"""The columns of the files of projects, and of their relations. Keys are a promise; a test holds them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.files.columns import Address, EntryResource, Label, Linked, Many, Number, Source, Text
from catalogue.querysets import is_published
from organisations.exports import partner_resource
from organisations.models import Grant
from projects.models import Partner, Project, TargetGroup


def public_grant():
    return is_published("grant") & is_published("grant__recipient")


def public_partners(**conditions):
    return lambda: is_published("partners__organisation") & Q(**conditions)


IN_ORDER = ("partners__role", "partners__order", "partners__pk")


class ProjectResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    acronym = Text(_("Acronym"), "acronym")
    lead = Many(
        _("Lead"),
        Source("partners__organisation__name", visible=public_partners(partners__role="lead")),
        help_text=_("The organisation that leads it."),
    )
    partners = Many(
        _("Partners"),
        Source(
            "partners__organisation__name", order=IN_ORDER, visible=public_partners(partners__role="partner")
        ),
        help_text=_("The other organisations that carry it out."),
    )
    countries = Many(
        _("Countries"),
        Source("partners__organisation__country__name", visible=public_partners()),
        Source("places_of_work__name"),
        sort=True,
        help_text=_("Those of its lead and partners, and those where it works."),
    )
    places_of_work = Many(_("Countries of work"), Source("places_of_work__name"))
    grant = Linked(_("Grant"), "grant__slug", visible=public_grant, help_text=_("The slug of its grant."))
    grant_line = Linked(
        _("Grant line"),
        "grant__line",
        visible=public_grant,
        compute=lambda line: str(Grant.Line(line).label),
        help_text=_("The line of its grant."),
    )
    state = Linked(
        _("State"),
        "grant__starts_on",
        "grant__ends_on",
        visible=public_grant,
        compute=lambda starts_on, ends_on: str(Grant.state_of(starts_on, ends_on).label),
        help_text=_("That of its grant on the day of the file: planned, running, ended or not stated."),
    )
    themes = Many(_("Themes"), Source("themes__name"))
    summary = Text(_("Summary"), "summary")
    overall_goal = Text(_("Overall goal"), "overall_goal")
    objectives = Many(
        _("Specific objectives"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            visible=lambda: Q(objectives__kind="objective"),
        ),
        help_text=_("In their order."),
    )
    results = Many(
        _("Expected results"),
        Source(
            "objectives__text",
            order=("objectives__order", "objectives__pk"),
            visible=lambda: Q(objectives__kind="result"),
        ),
        help_text=_("In their order."),
    )
    target_groups = Many(
        _("Target groups"),
        Source(
            "target_groups__words",
            order=("target_groups__kind", "target_groups__order", "target_groups__pk"),
        ),
        help_text=_("In the project's words; target-groups.csv has their numbers and countries."),
    )
    activities = Many(
        _("Main activities"), Source("activities__text", order=("activities__order", "activities__pk"))
    )
    page = Address(_("Page"), "slug", url_name="projects:detail", help_text=_("The address of its page."))

    class Meta:
        model = Project
        fields = (
            "slug",
            "name",
            "acronym",
            "lead",
            "partners",
            "countries",
            "places_of_work",
            "grant",
            "grant_line",
            "state",
            "themes",
            "summary",
            "overall_goal",
            "objectives",
            "results",
            "target_groups",
            "activities",
            "page",
        )


PartnerResource = partner_resource(Partner)


class TargetGroupResource(EntryResource):
    """One row a target group of a project, with its number and its countries."""

    project_slug = Text(_("Project's slug"), "project__slug")
    project = Text(_("Project"), "project__name")
    kind = Label(_("Kind"), "kind", TargetGroup.Kind.choices)
    words = Text(_("In the project's words"), "words")
    beneficiary_group = Text(_("Beneficiary group"), "beneficiary_group__name")
    at_least = Number(_("At least"), "at_least")
    countries = Many(_("Countries"), Source("countries__name"))

    class Meta:
        model = TargetGroup
        fields = (
            "project_slug",
            "project",
            "kind",
            "words",
            "beneficiary_group",
            "at_least",
            "countries",
        )
