from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalogue.admin.forms import RuledForm, SluggedForm
from catalogue.admin.formsets import RowFormSet
from catalogue.back_office import (
    ChangeLinks,
    CheckedListAdmin,
    DuplicateCheckForm,
    KindRowInline,
    LevelledRowInline,
    PublicationFilter,
    PublishableAdmin,
    SetField,
    SluggedAdmin,
    TabularRowInline,
)
from catalogue.publishing.admin.list_filters import ANY
from organisations.exports import GrantResource, OrganisationResource
from organisations.merging.pages import MergeMixin
from organisations.models import (
    Activity,
    BeneficiaryGroup,
    Country,
    Goal,
    Grant,
    Organisation,
    OtherName,
    Theme,
)
from organisations.search import GrantIndex, OrganisationIndex
from organisations.standards import IATI, THREESIXTYGIVING, Standard

COMPLETE = "none"  # missing


@admin.register(Country)
class CountryAdmin(CheckedListAdmin):
    list_display = ("name", "code", "is_programme_country")
    list_filter = ("is_programme_country",)
    search_fields = ("name", "code")

    class CountryForm(RuledForm):
        rule_fields = {"organisations_country_code_is_two_capitals": "code"}

    form = CountryForm

    def get_readonly_fields(self, request, obj=None):
        """Return the code of a saved country, which everything else refers to."""
        return ("code",) if obj else ()


@admin.register(Theme)
class ThemeAdmin(SluggedAdmin):
    list_display = ("name", "area", "slug")
    list_filter = ("area",)
    search_fields = ("name",)
    fields = ("name", "area", "slug")


@admin.register(BeneficiaryGroup)
class BeneficiaryGroupAdmin(SluggedAdmin):
    list_display = ("name", "broader", "description", "slug")
    list_select_related = ("broader",)
    search_fields = ("name", "description")
    fields = ("name", "broader", "description", "slug")
    autocomplete_fields = ("broader",)


class OtherNameInline(TabularRowInline):
    model = OtherName
    form = RuledForm
    formset = RowFormSet
    fields = ("name",)
    hint = _("Visitors can also find the organisation by these names.")


class GoalInline(KindRowInline):
    model = Goal
    fields = ("order", "kind", "text")


class ActivityInline(LevelledRowInline):
    model = Activity


class OrganisationForm(DuplicateCheckForm):
    name_paths = OrganisationResource.name_paths
    rule_fields = {"organisations_organisation_local_name_differs": "local_name"}


@admin.register(Organisation)
class OrganisationAdmin(MergeMixin, PublishableAdmin):
    form = OrganisationForm
    resource = OrganisationResource
    bulk_actions = (
        *PublishableAdmin.bulk_actions,
        SetField(Organisation, "country", _("Set the country …")),
        ChangeLinks(Organisation, "themes", _("Change themes …")),
    )
    list_display = ("name", "publication", "short_name", "country", "kind", "changed", "editor")
    list_filter = (PublicationFilter, "kind", "programme_role", ("country", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("country",)
    search_fields = OrganisationIndex.staff_paths
    search_help_text = _("Searches names, acronyms, local names, other names and addresses.")
    autocomplete_fields = ("country", "themes", "beneficiary_groups")
    readonly_fields = ("grants",)
    inlines = (OtherNameInline, GoalInline, ActivityInline)
    fieldsets = (
        (None, {"fields": ("name", "acronym", "local_name", "kind", "summary", "logo")}),
        (
            _("Location and founding"),
            {"fields": ("country", "is_country_not_stated", "town", "founded_year", "website", "email")},
        ),
        (
            _("Work and beneficiaries"),
            {"fields": ("strategic_orientation", "themes", "beneficiaries", "beneficiary_groups")},
        ),
        (_("In SMART Balkans"), {"fields": ("programme_role", "grants")}),
        PublishableAdmin.publication_fields,
    )

    def autocomplete_label(self, obj):
        return f"{obj.name} ({obj.acronym})" if obj.acronym else obj.name

    @admin.display(description=_("acronym"), ordering="acronym", empty_value="–")
    def short_name(self, obj):
        return obj.acronym

    @admin.display(description=_("grants"))
    def grants(self, obj):
        add = reverse("admin:organisations_grant_add", query={"recipient": obj.pk}) if obj.pk else None
        if add is None:
            return _("Save the organisation first, then add its grants.")
        links = [
            (reverse("admin:organisations_grant_change", args=[grant.pk]), GrantAdmin.label(grant))
            for grant in obj.grants.select_related("recipient")
        ]
        return format_html(
            '<ul>{}<li><a href="{}" class="addlink">{}</a></li></ul>',
            format_html_join("", '<li><a href="{}">{}</a></li>', links),
            add,
            _("Add a grant"),
        )


class GrantForm(SluggedForm):
    rule_fields = {
        "organisations_grant_amount_has_currency": "currency",
        "organisations_grant_amount_positive": "amount",
        "organisations_grant_revision_explained": "revision_reason",
        "organisations_grant_revision_date_has_an_amount": "revised_amount",
        "organisations_grant_planned_end_after_planned_start": "planned_ends_on",
        "organisations_grant_ends_after_it_starts": "ends_on",
    }

    def text_for_slug(self):
        line, recipient = self.cleaned_data.get("line"), self.cleaned_data.get("recipient")
        return f"{line.replace('_', ' ')} {recipient.slug}" if line and recipient else ""


class GrantStateFilter(admin.SimpleListFilter):
    title = _("grant status")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Grant.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in Grant.State.values else queryset


class StandardFilter(admin.SimpleListFilter):
    """A filter by the facts that a grant lacks to be in the file of a standard."""

    standard: Standard

    def lookups(self, request, model_admin):
        facts = [(fact.key, capfirst(str(fact.lack))) for fact in self.standard.facts]
        return [(COMPLETE, _("In the file")), (ANY, _("Not in the file")), *facts]

    def queryset(self, request, queryset):
        if self.value() == COMPLETE:
            return self.standard.complete(queryset)
        if self.value() == ANY:
            return queryset.filter(self.standard.is_lacking())
        keys = {fact.key for fact in self.standard.facts}
        return queryset.filter(self.standard.is_lacking(self.value())) if self.value() in keys else queryset


class ThreeSixtyGivingFilter(StandardFilter):
    standard = THREESIXTYGIVING
    title = standard.name
    parameter_name = standard.parameter


class IATIFilter(StandardFilter):
    standard = IATI
    title = standard.name
    parameter_name = standard.parameter


@admin.register(Grant)
class GrantAdmin(PublishableAdmin):
    resource = GrantResource
    form = GrantForm
    bulk_actions = (*PublishableAdmin.bulk_actions, SetField(Grant, "line", _("Set the grant type …")))
    prepopulated_fields = {}
    list_display = (
        "recipient",
        "line",
        "publication",
        "sum_awarded",
        "state",
        "starts_on",
        "ends_on",
        "changed",
        "editor",
        "editor",
    )
    list_filter = (
        PublicationFilter,
        GrantStateFilter,
        "line",
        "currency",
        ThreeSixtyGivingFilter,
        IATIFilter,
    )
    search_fields = GrantIndex.staff_paths
    search_help_text = _(
        "Searches references, calls, addresses and all names of the recipient and the project."
    )
    date_hierarchy = "starts_on"
    autocomplete_fields = ("recipient",)
    fieldsets = (
        (None, {"fields": ("recipient", "line", "call", "reference")}),
        (
            _("Amount"),
            {
                "fields": ("amount", "currency", "revised_amount", "revised_on", "revision_reason"),
                "description": _("Amounts in different currencies are never added together."),
            },
        ),
        (
            _("Dates"),
            {
                "fields": ("awarded_on", "planned_starts_on", "planned_ends_on", "starts_on", "ends_on"),
                "description": _(
                    "The status is derived from these dates: a grant runs from its first day to its last. "
                    "Planned dates count while the others are empty."
                ),
            },
        ),
        PublishableAdmin.publication_fields,
        (_("Standard formats"), {"fields": ("missing_for_360giving", "missing_for_iati")}),
    )
    readonly_fields = ("missing_for_360giving", "missing_for_iati")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("recipient")

    @admin.display(description=_("missing for 360Giving"))
    def missing_for_360giving(self, obj):
        return self.missing_for(THREESIXTYGIVING, obj)

    @admin.display(description=_("missing for IATI"))
    def missing_for_iati(self, obj):
        return self.missing_for(IATI, obj)

    @staticmethod
    def missing_for(standard: Standard, grant: Grant) -> str:
        """Return what the grant lacks to be in the file of a standard."""
        if grant.pk is None:
            return _("Shown after saving.")
        return "; ".join(standard.missing_facts(grant)) or _("Nothing. The grant is in the file.")

    def get_search_results(self, request, queryset, search_term):
        """Return the grants found; to choose that of a project, those that fund none come first."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.GET.get("field_name") == "grant":
            unused_first = F("project").asc(nulls_first=True)
            found = found.select_related("recipient", "project").order_by(unused_first, *found.query.order_by)
        return found, may_repeat

    def autocomplete_label(self, obj):
        """Return the grant with the project that it funds, which makes it no choice for another one."""
        project = getattr(obj, "project", None)
        return (
            _("{grant} (funds “{project}”)").format(grant=self.label(obj), project=project)
            if project
            else self.label(obj)
        )

    @staticmethod
    def label(grant: Grant) -> str:
        """Return the grant with what distinguishes it from others of its type to the same recipient."""
        details = [str(detail) for detail in (grant.call, grant.reference, grant.first_day) if detail]
        return ", ".join([str(grant), *details])

    @admin.display(description=_("amount"), ordering="amount")
    def sum_awarded(self, obj):
        return f"{obj.amount} {obj.currency}" if obj.amount is not None else None

    @admin.display(description=_("grant status"))
    def state(self, obj):
        return obj.state.label
