"""The columns of the files of trainings. Keys are a promise; a test holds them."""

from django.utils.translation import gettext_lazy as _

from catalogue.exports.columns import (
    Address,
    Day,
    Label,
    Link,
    Linked,
    Many,
    Number,
    Source,
    Text,
)
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published
from trainings.models import Speaker, Testimonial, Training

AT_SPEAKERS = _("the sheet “Speakers”")
IN_ORDER = ("speakers__order", "speakers__pk")


class TrainingResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    headline = Text(_("Headline"), "headline")
    starts_on = Day(_("Starts on"), "starts_on")
    ends_on = Day(_("Ends on"), "ends_on")
    town = Text(_("Town"), "town")
    country = Link(_("Country"), "country__name", field="country")
    country_code = Link(_("Country code"), "country_id", field="country")
    audience = Text(_("Audience"), "audience")
    audience_country = Link(_("The audience's country"), "audience_country__name", field="audience_country")
    topics = Many(_("Topics"), Source("topics__name"), field="topics")
    speakers = Many(
        _("Speakers"),
        Source("speakers__name", order=IN_ORDER),
        help_text=_("Trainers and guest lecturers."),
        edited_at=AT_SPEAKERS,
    )
    organisations = Many(
        _("Speakers' organisations"),
        Source(
            "speakers__organisation__name",
            order=IN_ORDER,
            visible=lambda: leads_to_published("speakers__organisation"),
        ),
        help_text=_("Where the speakers come from, as far as it is known."),
        edited_at=AT_SPEAKERS,
    )
    summary = Text(_("Summary"), "summary")
    picture_alt = Text(_("What the picture shows"), "picture_alt")
    page = Address(_("Page"), "slug", url_name="trainings:detail", help_text=_("The address of its page."))

    class Meta:
        model = Training

    rows = (
        Relation("speakers", _("Speakers"), lambda: SpeakerResource, "training"),
        Relation("testimonials", _("Testimonials"), lambda: TestimonialResource, "training"),
    )
    staff_only = {
        "is_country_not_stated": Label(
            _("Online, or country not stated"), "is_country_not_stated", [(True, _("yes")), (False, _("no"))]
        ),
        "picture_is_decorative": Label(
            _("Picture is decorative"), "picture_is_decorative", [(True, _("yes")), (False, _("no"))]
        ),
    }


def of_public_organisation():
    return leads_to_published("organisation")


class SpeakerResource(EntryResource):
    training_slug = Text(_("Training's slug"), "training__slug")
    training = Text(_("Training"), "training__name")
    order = Number(_("Order"), "order", help_text=_("The place among the speakers."))
    name = Text(_("Name"), "name")
    academic_title = Text(_("Academic title"), "academic_title")
    role = Label(_("Role"), "role", Speaker.Role.choices)
    organisation_slug = Linked(
        _("Organisation's slug"),
        "organisation__slug",
        visible=of_public_organisation,
        field="organisation",
    )
    organisation = Linked(
        _("Organisation"), "organisation__name", visible=of_public_organisation, field="organisation"
    )
    spoke_on = Text(_("Spoke on"), "spoke_on")

    parent = "training"

    class Meta:
        model = Speaker


class TestimonialResource(EntryResource):
    training_slug = Text(_("Training's slug"), "training__slug")
    training = Text(_("Training"), "training__name")
    order = Number(_("Order"), "order", help_text=_("The place among the testimonials."))
    person = Text(_("Person"), "person")
    organisation_slug = Linked(
        _("Organisation's slug"),
        "organisation__slug",
        visible=of_public_organisation,
        field="organisation",
    )
    organisation = Linked(
        _("Organisation"), "organisation__name", visible=of_public_organisation, field="organisation"
    )
    words = Text(_("Words"), "words")
    is_quotation = Label(
        _("Quotation"),
        "is_quotation",
        [(True, _("yes")), (False, _("no"))],
        help_text=_("Whether these are the person's very words, or reported in ours."),
    )

    parent = "training"

    class Meta:
        model = Testimonial
