from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalogue.back_office import (
    ChangeLinks,
    DuplicateCheckForm,
    DuplicatesMixin,
    PublicationFilter,
    PublishableAdmin,
    SetField,
    SluggedAdmin,
    TabularRowInline,
)
from trainings.exports import TrainingResource
from trainings.models import Speaker, Testimonial, Topic, Training
from trainings.search import TrainingIndex


@admin.register(Topic)
class TopicAdmin(SluggedAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    fields = ("name", "slug")


class SpeakerInline(TabularRowInline):
    model = Speaker
    fields = ("order", "name", "academic_title", "role", "organisation", "spoke_on")
    autocomplete_fields = ("organisation",)


class TestimonialInline(TabularRowInline):
    model = Testimonial
    fields = ("order", "person", "organisation", "words", "is_quotation")
    autocomplete_fields = ("organisation",)


class TrainingForm(DuplicateCheckForm):
    rule_fields = {
        "trainings_training_ends_after_it_starts": "ends_on",
        "trainings_training_end_has_a_start": "starts_on",
        "trainings_training_picture_is_described": "picture_alt",
        "trainings_training_decorative_picture_says_nothing": "picture_is_decorative",
        "trainings_training_focus_is_in_the_picture": "picture_focus_x",
    }


@admin.register(Training)
class TrainingAdmin(DuplicatesMixin, PublishableAdmin):
    resource = TrainingResource
    form = TrainingForm
    bulk_actions = (
        *PublishableAdmin.bulk_actions,
        SetField(Training, "country", _("Set the country …")),
        ChangeLinks(Training, "topics", _("Change topics …")),
    )
    list_display = (
        "name",
        "publication",
        "starts_on",
        "town",
        "country",
        "audience_country",
        "changed",
        "editor",
    )
    list_filter = (
        *(PublicationFilter, "event_status", "attendance", "topics"),
        "country",
    )
    list_select_related = ("country", "audience_country")
    search_fields = TrainingIndex.staff_paths
    search_help_text = _("Searches names, headlines, addresses, towns, audiences, and the names of people.")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("country", "audience_country", "topics")
    inlines = (SpeakerInline, TestimonialInline)
    fieldsets = (
        (None, {"fields": ("name", "headline", "summary", "topics")}),
        (
            _("When and where"),
            {
                "fields": (
                    *("starts_on", "ends_on", "event_status"),
                    *("attendance", "town", "country", "is_country_not_stated"),
                )
            },
        ),
        (_("Audience"), {"fields": ("audience", "audience_country")}),
        (_("Picture"), {"fields": PublishableAdmin.picture_fields}),
        PublishableAdmin.publication_fields,
    )
