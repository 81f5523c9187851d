"""The columns of the files of organisations and grants. Keys are a promise; a test holds them."""

from functools import cache

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from catalogue.exports.columns import (
    Address,
    Computed,
    Day,
    Label,
    Link,
    Linked,
    Many,
    Money,
    Number,
    Source,
    Text,
)
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published, related_model
from organisations.models import Activity, Goal, Grant, Organisation, OtherName

AT_OTHER_NAMES = _("the sheet “Other names”")
AT_PROJECTS = _("the files of projects")
AT_ORGANISATIONS = _("the files of organisations")


class OtherNameResource(EntryResource):
    organisation_slug = Text(_("Organisation's slug"), "organisation__slug")
    organisation = Text(_("Organisation"), "organisation__name")
    name = Text(_("Other name"), "name")

    parent = "organisation"

    class Meta:
        model = OtherName


class GoalResource(EntryResource):
    organisation_slug = Text(_("Organisation's slug"), "organisation__slug")
    organisation = Text(_("Organisation"), "organisation__name")
    kind = Label(_("Kind"), "kind", Goal.Kind.choices)
    order = Number(_("Order"), "order", help_text=_("Its place among those of its kind."))
    text = Text(_("Text"), "text")

    parent = "organisation"

    class Meta:
        model = Goal


class ActivityResource(EntryResource):
    organisation_slug = Text(_("Organisation's slug"), "organisation__slug")
    organisation = Text(_("Organisation"), "organisation__name")
    order = Number(_("Order"), "order", help_text=_("Its place among them."))
    level = Number(_("Level"), "level", help_text=_("1, or 2 for a part of the one above."))
    text = Text(_("Text"), "text")

    parent = "organisation"

    class Meta:
        model = Activity


def partnerships(role: str) -> Source:
    return Source(
        "partnerships__project__name",
        only=Q(partnerships__role=role),
        visible=lambda: leads_to_published("partnerships__project"),
    )


class OrganisationResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    acronym = Text(_("Acronym"), "acronym")
    local_name = Text(_("Local name"), "local_name")
    other_names = Many(_("Other names"), Source("other_names__name"), edited_at=AT_OTHER_NAMES)
    kind = Label(_("Kind"), "kind", Organisation.Kind.choices)
    country = Link(_("Country"), "country__name", field="country")
    country_code = Link(_("Country code"), "country_id", field="country")
    town = Text(_("Town"), "town")
    founded_year = Number(_("Active since"), "founded_year")
    website = Text(_("Website"), "website")
    email = Text(_("Email"), "email")
    programme_role = Label(_("Part in the programme"), "programme_role", Organisation.ProgrammeRole.choices)
    grant_lines = Many(
        _("Grant lines"),
        Source("grants__line", visible=lambda: leads_to_published("grants")),
        labels=dict(Grant.Line.choices),
        help_text=_("The lines of the grants that it holds."),
        edited_at=_("the files of grants"),
    )
    projects_led = Many(
        _("Projects it leads"),
        partnerships("lead"),
        help_text=_("The names of the projects."),
        edited_at=AT_PROJECTS,
    )
    projects_partnered = Many(
        _("Projects it is a partner in"),
        partnerships("partner"),
        help_text=_("The names of the projects."),
        edited_at=AT_PROJECTS,
    )
    themes = Many(
        _("Themes"),
        Source(
            "partnerships__project__themes__name",
            visible=lambda: leads_to_published("partnerships__project"),
        ),
        help_text=_("Those of its projects."),
        edited_at=AT_PROJECTS,
    )
    beneficiary_groups = Many(
        _("Beneficiary groups"), Source("beneficiary_groups__name"), field="beneficiary_groups"
    )
    summary = Text(_("Summary"), "summary")
    strategic_orientation = Text(_("Strategic orientation"), "strategic_orientation")
    beneficiaries = Text(_("Beneficiaries"), "beneficiaries")
    goals = Many(
        _("Goals"),
        Source("goals__text", order=("goals__kind", "goals__order", "goals__pk")),
        edited_at=_("the sheet “Goals”"),
    )
    activities = Many(
        _("Main activities"),
        Source("activities__text", order=("activities__order", "activities__pk")),
        edited_at=_("the sheet “Activities”"),
    )
    page = Address(
        _("Page"), "slug", url_name="organisations:detail", help_text=_("The address of its page.")
    )

    class Meta:
        model = Organisation

    rows = (
        Relation("other-names", _("Other names"), lambda: OtherNameResource, "organisation"),
        Relation("goals", _("Goals"), lambda: GoalResource, "organisation"),
        Relation("activities", _("Activities"), lambda: ActivityResource, "organisation"),
    )
    staff_only = {
        "is_country_not_stated": Label(
            _("Country is not stated"), "is_country_not_stated", [(True, _("yes")), (False, _("no"))]
        )
    }


class GrantResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    line = Label(_("Line"), "line", Grant.Line.choices)
    call = Text(_("Call or round"), "call")
    reference = Text(_("Reference"), "reference")
    recipient = Link(_("Recipient"), "recipient__name", field="recipient")
    recipient_slug = Link(_("Recipient's slug"), "recipient__slug", field="recipient")
    country = Text(_("Recipient's country"), "recipient__country__name", edited_at=AT_ORGANISATIONS)
    country_code = Text(_("Country code"), "recipient__country_id", edited_at=AT_ORGANISATIONS)
    project = Linked(
        _("Project"), "project__name", visible=lambda: leads_to_published("project"), edited_at=AT_PROJECTS
    )
    project_slug = Linked(
        _("Project's slug"),
        "project__slug",
        visible=lambda: leads_to_published("project"),
        edited_at=AT_PROJECTS,
    )
    currency = Text(_("Currency"), "currency")
    amount = Money(_("Amount awarded"), "amount")
    revised_amount = Money(_("Amount as revised"), "revised_amount")
    revision_reason = Text(_("Why it was revised"), "revision_reason")
    awarded_on = Day(_("Awarded on"), "awarded_on")
    starts_on = Day(_("Starts on"), "starts_on")
    ends_on = Day(_("Ends on"), "ends_on")
    state = Computed(
        _("State"),
        "starts_on",
        "ends_on",
        compute=lambda starts_on, ends_on: str(Grant.state_of(starts_on, ends_on).label),
        help_text=_("Told from the dates on the day of the file: planned, running, ended or not stated."),
        edited_at=_("the dates, from which it is told"),
    )
    page = Address(
        _("Page"), "recipient__slug", url_name="organisations:detail", help_text=_("The recipient's page.")
    )

    class Meta:
        model = Grant

    @staticmethod
    def text_for_slug(entry):
        recipient = entry.recipient.slug if entry.recipient_id else ""
        return f"{entry.line.replace('_', ' ')} {recipient}"


@cache
def partner_resource(partner: type[Model]) -> type[EntryResource]:
    """Take the model of partners, which an app above has, give the columns of a row for each of them."""

    class PartnerResource(EntryResource):
        project_slug = Text(_("Project's slug"), "project__slug")
        project = Text(_("Project"), "project__name")
        organisation_slug = Link(_("Organisation's slug"), "organisation__slug", field="organisation")
        organisation = Link(_("Organisation"), "organisation__name", field="organisation")
        country_code = Text(_("Country code"), "organisation__country_id", edited_at=AT_ORGANISATIONS)
        role = Label(_("Role"), "role", partner._meta.get_field("role").choices)
        order = Number(_("Order"), "order", help_text=_("Its place among the partners of the project."))

        parent = "project"

        class Meta:
            model = partner

    return PartnerResource


def partners_of_organisations() -> type[EntryResource]:
    return partner_resource(related_model(Organisation, "partnerships"))
