from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.formsets import OrderedRowForm
from catalogue.back_office import (
    ChangeLinks,
    DuplicateCheckForm,
    DuplicatesMixin,
    KindRowInline,
    LevelledRowInline,
    PublicationFilter,
    PublishableAdmin,
    TabularRowInline,
)
from projects.exports import ProjectResource
from projects.models import Activity, Objective, Partner, Project, TargetGroup
from projects.search import ProjectIndex


class PartnerInline(TabularRowInline):
    """The partners. An organisation that does not exist yet can be added here."""

    model = Partner
    related_links = {**TabularRowInline.related_links, "can_add_related": True}
    fields = ("order", "organisation", "role")
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class ObjectiveInline(KindRowInline):
    model = Objective
    fields = ("order", "kind", "text")


class TargetGroupForm(OrderedRowForm):
    """A form whose words are one line, in a field of two because they can be long."""

    class Meta:
        widgets = {"words": AdminTextareaWidget(attrs={"rows": 2})}

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())


class TargetGroupInline(KindRowInline):
    model = TargetGroup
    form = TargetGroupForm
    fields = ("order", "kind", "words", "beneficiary_group", "at_least", "countries")
    autocomplete_fields = ("beneficiary_group", "countries")


class ActivityInline(LevelledRowInline):
    model = Activity


class ProjectForm(DuplicateCheckForm):
    name_paths = ProjectResource.name_paths
    rule_fields = {
        "projects_project_picture_is_described": "picture_alt",
        "projects_project_decorative_picture_says_nothing": "picture_is_decorative",
        "projects_project_focus_is_in_the_picture": "picture_focus_x",
    }

    def clean_grant(self):
        grant = self.cleaned_data["grant"]
        other = Project.objects.exclude(pk=self.instance.pk).filter(grant=grant).first() if grant else None
        if other:
            text = gettext("This grant already funds “{project}”. Choose another one.")
            raise forms.ValidationError(text.format(project=other))
        return grant


@admin.register(Project)
class ProjectAdmin(DuplicatesMixin, PublishableAdmin):
    resource = ProjectResource
    bulk_actions = (
        *PublishableAdmin.bulk_actions,
        ChangeLinks(Project, "themes", _("Change themes …")),
        ChangeLinks(Project, "places_of_work", _("Change countries …")),
    )
    form = ProjectForm
    list_display = ("name", "publication", "acronym", "grant", "changed", "editor")
    list_filter = (PublicationFilter, "grant__line", "themes", "places_of_work")
    list_select_related = ("grant__recipient",)
    search_fields = ProjectIndex.staff_paths
    search_help_text = _(
        "Searches names, acronyms and addresses of projects, and the names of their partners."
    )
    autocomplete_fields = ("grant", "themes", "places_of_work")
    inlines = (PartnerInline, ObjectiveInline, TargetGroupInline, ActivityInline)
    fieldsets = (
        (None, {"fields": ("name", "acronym", "summary", "description", "grant")}),
        (
            _("Goal, themes and reach"),
            {"fields": ("overall_goal", "themes", "places_of_work", "target_groups_text")},
        ),
        (_("Picture"), {"fields": PublishableAdmin.picture_fields}),
        PublishableAdmin.publication_fields,
    )
