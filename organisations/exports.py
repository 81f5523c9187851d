"""The columns of the files of organisations and grants. Keys are a promise; a test holds them."""

from functools import cache

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from catalogue.files.columns import (
    Address,
    Computed,
    Day,
    EntryResource,
    Label,
    Linked,
    Many,
    Money,
    Number,
    Source,
    Text,
)
from catalogue.querysets import is_published, related_model
from organisations.models import Grant, Organisation


def partnerships(role: str):
    return lambda: is_published("partnerships__project") & Q(partnerships__role=role)


class OrganisationResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    acronym = Text(_("Acronym"), "acronym")
    local_name = Text(_("Local name"), "local_name")
    other_names = Many(_("Other names"), Source("other_names__name"))
    kind = Label(_("Kind"), "kind", Organisation.Kind.choices)
    country = Text(_("Country"), "country__name")
    country_code = Text(_("Country code"), "country_id")
    town = Text(_("Town"), "town")
    founded_year = Number(_("Active since"), "founded_year")
    website = Text(_("Website"), "website")
    email = Text(_("Email"), "email")
    programme_role = Label(_("Part in the programme"), "programme_role", Organisation.ProgrammeRole.choices)
    grant_lines = Many(
        _("Grant lines"),
        Source("grants__line", visible=lambda: is_published("grants")),
        labels=dict(Grant.Line.choices),
        help_text=_("The lines of the grants that it holds."),
    )
    projects_led = Many(
        _("Projects it leads"),
        Source("partnerships__project__name", visible=partnerships("lead")),
        help_text=_("The names of the projects."),
    )
    projects_partnered = Many(
        _("Projects it is a partner in"),
        Source("partnerships__project__name", visible=partnerships("partner")),
        help_text=_("The names of the projects."),
    )
    themes = Many(
        _("Themes"),
        Source("partnerships__project__themes__name", visible=lambda: is_published("partnerships__project")),
        help_text=_("Those of its projects."),
    )
    beneficiary_groups = Many(_("Beneficiary groups"), Source("beneficiary_groups__name"))
    summary = Text(_("Summary"), "summary")
    strategic_orientation = Text(_("Strategic orientation"), "strategic_orientation")
    beneficiaries = Text(_("Beneficiaries"), "beneficiaries")
    goals = Many(_("Goals"), Source("goals__text", order=("goals__kind", "goals__order", "goals__pk")))
    activities = Many(
        _("Main activities"), Source("activities__text", order=("activities__order", "activities__pk"))
    )
    page = Address(
        _("Page"), "slug", url_name="organisations:detail", help_text=_("The address of its page.")
    )

    class Meta:
        model = Organisation
        fields = (
            "slug",
            "name",
            "acronym",
            "local_name",
            "other_names",
            "kind",
            "country",
            "country_code",
            "town",
            "founded_year",
            "website",
            "email",
            "programme_role",
            "grant_lines",
            "projects_led",
            "projects_partnered",
            "themes",
            "beneficiary_groups",
            "summary",
            "strategic_orientation",
            "beneficiaries",
            "goals",
            "activities",
            "page",
        )


class GrantResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    line = Label(_("Line"), "line", Grant.Line.choices)
    call = Text(_("Call or round"), "call")
    reference = Text(_("Reference"), "reference")
    recipient = Text(_("Recipient"), "recipient__name")
    recipient_slug = Text(_("Recipient's slug"), "recipient__slug")
    country = Text(_("Recipient's country"), "recipient__country__name")
    country_code = Text(_("Country code"), "recipient__country_id")
    project = Linked(_("Project"), "project__name", visible=lambda: is_published("project"))
    project_slug = Linked(_("Project's slug"), "project__slug", visible=lambda: is_published("project"))
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
    )
    page = Address(
        _("Page"), "recipient__slug", url_name="organisations:detail", help_text=_("The recipient's page.")
    )

    class Meta:
        model = Grant
        fields = (
            "slug",
            "line",
            "call",
            "reference",
            "recipient",
            "recipient_slug",
            "country",
            "country_code",
            "project",
            "project_slug",
            "currency",
            "amount",
            "revised_amount",
            "revision_reason",
            "awarded_on",
            "starts_on",
            "ends_on",
            "state",
            "page",
        )


@cache
def partner_resource(partner: type[Model]) -> type[EntryResource]:
    """Take the model of partners, which an app above has, give the columns of a row for each of them."""

    class PartnerResource(EntryResource):
        project_slug = Text(_("Project's slug"), "project__slug")
        project = Text(_("Project"), "project__name")
        organisation_slug = Text(_("Organisation's slug"), "organisation__slug")
        organisation = Text(_("Organisation"), "organisation__name")
        country_code = Text(_("Country code"), "organisation__country_id")
        role = Label(_("Role"), "role", partner._meta.get_field("role").choices)

        class Meta:
            model = partner
            fields = (
                "project_slug",
                "project",
                "organisation_slug",
                "organisation",
                "country_code",
                "role",
            )

    return PartnerResource


def partners_of_organisations() -> type[EntryResource]:
    return partner_resource(related_model(Organisation, "partnerships"))
