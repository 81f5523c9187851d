"""The columns of the files of organisations and grants. Keys never change; a test compares them."""

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
    StandardHeadings,
    Text,
    identifier_column,
)
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published, related_model
from organisations.models import Activity, Goal, Grant, Organisation, OtherName, Theme

AT_OTHER_NAMES = _("the sheet “Other names”")
AT_PROJECTS = _("the files of projects")
AT_ORGANISATIONS = _("the files of organisations")
AT_PROJECTS_AND_ORGANISATIONS = _("the files of projects and organisations")
AT_THEMES = _("the column “Themes of its own work” and the files of projects")


class OtherNameResource(EntryResource):
    organisation_slug = Text(
        _("Organisation's slug"),
        "organisation__slug",
        description=_("Slug of the organisation that is also known by this name."),
    )
    organisation = Text(
        _("Organisation"),
        "organisation__name",
        description=_("Name of the organisation that is also known by this name."),
    )
    name = Text(
        _("Other name"),
        description=_("Another name of the organisation, such as one in another language or a former one."),
    )

    parent = "organisation"

    class Meta:
        model = OtherName


class GoalResource(EntryResource):
    organisation_slug = Text(
        _("Organisation's slug"),
        "organisation__slug",
        description=_("Slug of the organisation that has set itself this goal."),
    )
    organisation = Text(
        _("Organisation"),
        "organisation__name",
        description=_("Name of the organisation that has set itself this goal."),
    )
    kind = Label(
        _("Kind"),
        "kind",
        Goal.Kind.choices,
        description=_(
            "“Strategic goal” for a goal listed in the organisation's own strategy, otherwise “Goal”."
        ),
    )
    order = Number(
        _("Order"),
        description=_("Position of the goal among the organisation's goals of the same kind, lowest first."),
    )
    text = Text(
        _("Text"),
        description=_("Text of the goal, edited by the programme for this portal."),
    )

    parent = "organisation"

    class Meta:
        model = Goal


class ActivityResource(EntryResource):
    organisation_slug = Text(
        _("Organisation's slug"),
        "organisation__slug",
        description=_("Slug of the organisation that carries out the activity."),
    )
    organisation = Text(
        _("Organisation"),
        "organisation__name",
        description=_("Name of the organisation that carries out the activity."),
    )
    order = Number(
        _("Order"),
        description=_(
            "Position of the activity in the organisation's list of main activities, lowest first."
        ),
    )
    level = Number(
        _("Level"),
        description=_("1 for a main activity; 2 for a part of the nearest activity of level 1 before it."),
    )
    text = Text(
        _("Text"),
        description=_("Text of the activity, edited by the programme for this portal."),
    )

    parent = "organisation"

    class Meta:
        model = Activity


def partnerships(role: str) -> Source:
    return Source(
        "partnerships__project__name",
        only=Q(partnerships__role=role),
        visible=lambda: leads_to_published("partnerships__project"),
    )


def theme_sources_of_organisations(field: str) -> tuple[Source, ...]:
    """Return where a field of the themes of an organisation's own work and of its projects comes from."""
    return (
        Source(f"themes__{field}"),
        Source(
            f"partnerships__project__themes__{field}",
            visible=lambda: leads_to_published("partnerships__project"),
        ),
    )


def theme_sources_of_grants(field: str) -> tuple[Source, ...]:
    """Return where a field of a grant's themes comes from, by the rule of `Grant.themes`."""
    return (
        Source(f"project__themes__{field}", visible=lambda: leads_to_published("project")),
        Source(
            f"recipient__themes__{field}",
            only=Q(line=Grant.Line.CORE),
            visible=lambda: ~leads_to_published("project"),
        ),
    )


class OrganisationResource(EntryResource):
    name_paths = ("name", "acronym", "local_name", "other_names__name")

    slug = Text(
        _("Slug"),
        description=_(
            "Short name that identifies the organisation in all files and in the address of its page."
        ),
    )
    name = Text(
        _("Name"),
        description=_("Name under which the organisation appears on this portal."),
    )
    acronym = Text(
        _("Acronym"),
        description=_("Abbreviation by which the organisation is known; empty if it uses none."),
    )
    local_name = Text(
        _("Local name"),
        description=_(
            "Name in the organisation's own language; empty if it is the same as the name or is not known."
        ),
    )
    other_names = Many(
        _("Other names"),
        Source("other_names__name"),
        edited_at=AT_OTHER_NAMES,
        description=_(
            "All further names by which the organisation is known, in alphabetical order; empty if there "
            "are none."
        ),
    )
    kind = Label(
        _("Type of organisation"),
        "kind",
        Organisation.Kind.choices,
        former_headings=["Kind"],
        description=_(
            "Civil society organisation, media, informal group, public body, donor or other; "
            "empty if it is not known."
        ),
    )
    country = Link(
        _("Country"),
        "country__name",
        field="country",
        description=_("Country in which the organisation is based; empty if it is not known."),
    )
    country_code = Link(
        _("Country code"),
        "country_id",
        field="country",
        description=_(
            "Two-letter ISO 3166-1 code of the organisation's country, with XK for Kosovo; empty if the "
            "country is not known."
        ),
    )
    town = Text(
        _("Town"),
        description=_("Town or city of the organisation's seat; empty if it is not known."),
    )
    founded_year = Number(
        _("Founded"),
        description=_(
            "Year in which the organisation was founded, in four digits; empty if it is not known."
        ),
        former_headings=["Active since"],
    )
    website = Text(
        _("Website"),
        description=_("Address of the organisation's own website; empty if none is known."),
    )
    email = Text(
        _("Email"),
        description=_("Public email address of the organisation; empty if none is known."),
    )
    programme_role = Label(
        _("Role in the programme"),
        "programme_role",
        Organisation.ProgrammeRole.choices,
        description=_(
            "Role of an implementing organisation or donor of SMART Balkans; empty for all "
            "others, including grantees."
        ),
        former_headings=["Part in the programme"],
    )
    grant_lines = Many(
        _("Grant types"),
        Source("grants__line", visible=lambda: leads_to_published("grants")),
        labels=dict(Grant.Line.choices),
        edited_at=_("the files of grants"),
        description=_(
            "Types of the published grants that the organisation has received; empty if there are none."
        ),
        former_headings=["Grant lines"],
    )
    projects_led = Many(
        _("Projects led"),
        partnerships("lead"),
        edited_at=AT_PROJECTS,
        description=_(
            "Names of the published projects in which the organisation is the lead; empty if there are none."
        ),
        former_headings=["Projects it leads"],
    )
    projects_partnered = Many(
        _("Projects as partner"),
        partnerships("partner"),
        edited_at=AT_PROJECTS,
        description=_(
            "Names of the published projects in which the organisation is a partner but not the lead; empty "
            "if there are none."
        ),
        former_headings=["Projects it is a partner in"],
    )
    areas = Many(
        _("Areas"),
        *theme_sources_of_organisations("area"),
        labels=dict(Theme.Area.choices),
        edited_at=AT_THEMES,
        description=_(
            "Areas of the programme to which the organisation's themes belong; empty if it has no themes."
        ),
    )
    themes = Many(
        _("Themes"),
        *theme_sources_of_organisations("name"),
        edited_at=AT_THEMES,
        description=_(
            "Themes of the organisation's own work and of its published projects; empty if none are chosen."
        ),
    )
    own_themes = Many(
        _("Themes of its own work"),
        Source("themes__name"),
        field="themes",
        description=_(
            "Themes of the organisation's own work, apart from its projects, from the portal's list of "
            "themes; empty if none are chosen."
        ),
    )
    beneficiary_groups = Many(
        _("Beneficiary groups"),
        Source("beneficiary_groups__name"),
        field="beneficiary_groups",
        description=_(
            "Groups that benefit from the organisation's work, from the portal's list of groups; empty if "
            "none are chosen."
        ),
    )
    summary = Text(
        _("Summary"),
        description=_("Two or three sentences on the organisation, as at the top of its page."),
    )
    strategic_orientation = Text(
        _("Strategic orientation"),
        description=_(
            "What the organisation works for and where it is heading, with a blank line between paragraphs; "
            "empty if it is not known."
        ),
    )
    beneficiaries = Text(
        _("Beneficiaries"),
        description=_(
            "Description of those who benefit from the organisation's work; empty if the portal has none."
        ),
    )
    goals = Many(
        _("Goals"),
        Source("goals__text", order=("-goals__kind", "goals__order", "goals__pk")),
        edited_at=_("the sheet “Goals”"),
        description=_(
            "Texts of the organisation's strategic goals, then of its goals, each in their order; empty if "
            "none are known."
        ),
    )
    activities = Many(
        _("Main activities"),
        Source("activities__text", order=("activities__order", "activities__pk")),
        edited_at=_("the sheet “Activities”"),
        description=_(
            "Texts of the organisation's main activities and their parts, in their order; empty if none are "
            "known."
        ),
    )
    uid = identifier_column()
    page = Address(
        _("Page"),
        "slug",
        url_name="organisations:detail",
        description=_("Web address of the organisation's page on this portal."),
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
            _("Country not known"),
            "is_country_not_stated",
            [(True, _("yes")), (False, _("no"))],
            former_headings=["Country is not stated"],
            description=_("“yes” if the organisation may be published without a country, otherwise “no”."),
        )
    }


# The titles of the standard (standard.threesixtygiving.org) in spreadsheets.
THREESIXTYGIVING_HEADINGS = StandardHeadings(
    "360Giving",
    {
        "reference": ["Identifier"],
        "amount": ["Amount Awarded"],
        "awarded_on": ["Award Date"],
        "planned_starts_on": ["Planned Dates:0:Start Date", "Planned Dates:Start Date"],
        "planned_ends_on": ["Planned Dates:0:End Date", "Planned Dates:End Date"],
        "starts_on": ["Actual Dates:0:Start Date", "Actual Dates:Start Date"],
        "ends_on": ["Actual Dates:0:End Date", "Actual Dates:End Date"],
        "recipient": ["Recipient Org:0:Name", "Recipient Org:Name"],
    },
    (
        *("Title", "Description", "Amount Applied For", "Amount Disbursed", "URL", "Last Modified"),
        *("Data Source", "From An Open Call?", "For Regrant Type", "Simple Grant Type"),
    ),
)


class GrantResource(EntryResource):
    standard_headings = THREESIXTYGIVING_HEADINGS
    recognised_by = (("reference",), ("recipient", "line"))
    distinguished_by = ("reference", "call", "amount", "awarded_on")

    slug = Text(
        _("Slug"),
        description=_("Short name that identifies the grant in all files."),
    )
    line = Label(
        _("Grant type"),
        "line",
        Grant.Line.choices,
        description=_(
            "Type of grant: a core grant supports an organisation, all other types fund a project."
        ),
    )
    call = Text(
        _("Call or round"),
        description=_(
            "Call for proposals, or round of a call, in which the grant was awarded; empty where the "
            "programme has not published it."
        ),
    )
    reference = Text(
        _("Reference"),
        description=_("Number of the grant contract; empty where the programme has not published it."),
    )
    recipient = Link(
        _("Recipient"),
        "recipient__name",
        field="recipient",
        description=_(
            "Name of the organisation that signed the grant contract; for a project grant, the lead."
        ),
    )
    recipient_slug = Link(
        _("Recipient's slug"),
        "recipient__slug",
        field="recipient",
        description=_("Slug of the organisation that received the grant."),
    )
    country = Text(
        _("Recipient's country"),
        "recipient__country__name",
        edited_at=AT_ORGANISATIONS,
        description=_("Country in which the recipient is based; empty if it is not known."),
    )
    country_code = Text(
        _("Country code"),
        "recipient__country_id",
        edited_at=AT_ORGANISATIONS,
        description=_(
            "Two-letter ISO 3166-1 code of the recipient's country, with XK for Kosovo; empty if the "
            "country is not known."
        ),
    )
    project = Linked(
        _("Project"),
        "project__name",
        visible=lambda: leads_to_published("project"),
        edited_at=AT_PROJECTS,
        description=_(
            "Name of the project that the grant funds; empty for a core grant, and while the project "
            "is not published."
        ),
    )
    project_slug = Linked(
        _("Project's slug"),
        "project__slug",
        visible=lambda: leads_to_published("project"),
        edited_at=AT_PROJECTS,
        description=_(
            "Slug of the project that the grant funds; empty for a core grant, and while the project "
            "is not published."
        ),
    )
    areas = Many(
        _("Areas"),
        *theme_sources_of_grants("area"),
        labels=dict(Theme.Area.choices),
        edited_at=AT_PROJECTS_AND_ORGANISATIONS,
        description=_(
            "Areas of the programme to which the grant's themes belong; empty if it has no themes."
        ),
    )
    themes = Many(
        _("Themes"),
        *theme_sources_of_grants("name"),
        edited_at=AT_PROJECTS_AND_ORGANISATIONS,
        description=_(
            "Themes of the project that the grant funds or, for a core grant, of the recipient's own work; "
            "empty if none are chosen."
        ),
    )
    currency = Text(
        _("Currency"),
        description=_(
            "ISO 4217 code of the currency of both amounts, such as EUR; empty if no amount is published."
        ),
    )
    amount = Money(
        _("Amount awarded"),
        description=_(
            "Amount first awarded, in the currency of the column “Currency”; empty where the "
            "programme has not published it."
        ),
    )
    revised_amount = Money(
        _("Revised amount"),
        description=_(
            "Amount after the latest revision of the grant, in the same currency; empty if it was "
            "not revised."
        ),
        former_headings=["Amount as revised"],
    )
    revision_reason = Text(
        _("Reason for the revision"),
        description=_("Reason why the amount was revised; empty if it was not revised."),
        former_headings=["Why it was revised"],
    )
    revised_on = Day(
        _("Revised on"),
        description=_("Day on which the amount was revised; empty if it was not, or the day is not known."),
    )
    awarded_on = Day(
        _("Awarded on"),
        description=_("Day on which the grant was awarded; empty where the programme has not published it."),
    )
    planned_starts_on = Day(
        _("Planned start"),
        description=_("First day of the grant as planned in its contract; empty if it is not known."),
    )
    planned_ends_on = Day(
        _("Planned end"),
        description=_("Last day of the grant as planned in its contract; empty if it is not known."),
    )
    starts_on = Day(
        _("Starts on"),
        description=_("First day of the grant period; empty where the programme has not published it."),
    )
    ends_on = Day(
        _("Ends on"),
        description=_("Last day of the grant period; empty where the programme has not published it."),
    )
    state = Computed(
        _("Status"),
        "starts_on",
        "ends_on",
        "planned_starts_on",
        "planned_ends_on",
        compute=Grant.state_of,
        choices=Grant.State,
        edited_at=_("the dates, from which it is derived"),
        description=_(
            "“Planned”, “Running” (also without a last day), “Ended” or “Not published” on the day of the "
            "export, derived from the first and last day of the grant or else from the planned ones."
        ),
    )
    uid = identifier_column()
    page = Address(
        _("Page"),
        "recipient__slug",
        url_name="organisations:detail",
        description=_("Web address of the recipient's page on this portal, which shows the grant."),
    )

    class Meta:
        model = Grant

    @staticmethod
    def text_for_slug(entry):
        recipient = entry.recipient.slug if entry.recipient_id else ""
        return f"{entry.line.replace('_', ' ')} {recipient}"


@cache
def partner_resource(partner: type[Model]) -> type[EntryResource]:
    """Return the columns of a row for each partner, of the model of partners in an app above."""

    class PartnerResource(EntryResource):
        project_slug = Text(
            _("Project's slug"),
            "project__slug",
            description=_("Slug of the project that the organisation takes part in."),
        )
        project = Text(
            _("Project"),
            "project__name",
            description=_("Name of the project that the organisation takes part in."),
        )
        organisation_slug = Link(
            _("Organisation's slug"),
            "organisation__slug",
            field="organisation",
            description=_("Slug of the organisation that runs the project or is a partner in it."),
        )
        organisation = Link(
            _("Organisation"),
            "organisation__name",
            field="organisation",
            description=_("Name of the organisation that runs the project or is a partner in it."),
        )
        country_code = Text(
            _("Country code"),
            "organisation__country_id",
            edited_at=AT_ORGANISATIONS,
            description=_(
                "Two-letter ISO 3166-1 code of the country in which the organisation is based, with XK for "
                "Kosovo; empty if it is not known."
            ),
        )
        role = Label(
            _("Role"),
            "role",
            partner._meta.get_field("role").choices,
            description=_(
                "“Lead applicant” for the one organisation that leads the project, "
                "“Partner” for each of the others."
            ),
        )
        order = Number(
            _("Order"),
            description=_(
                "Position of the organisation among the lead and the partners of the project, lowest first."
            ),
        )

        parent = "project"

        class Meta:
            model = partner

    return PartnerResource


def partners_of_organisations() -> type[EntryResource]:
    return partner_resource(related_model(Organisation, "partnerships"))
