"""The columns of the files of trainings and their rows. Keys never change; a test compares them."""

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
    decorative_column,
    identifier_column,
    picture_column,
)
from catalogue.exports.relations import Relation
from catalogue.imports.resources import EntryResource
from catalogue.querysets import leads_to_published
from trainings.models import Speaker, Testimonial, Training

AT_SPEAKERS = _("the sheet “Speakers”")
IN_ORDER = ("speakers__order", "speakers__pk")


class TrainingResource(EntryResource):
    slug = Text(
        _("Slug"),
        description=_("Short name that identifies the training in all files and in the address of its page."),
    )
    name = Text(
        _("Name"),
        description=_("Title of the training."),
    )
    headline = Text(
        _("Headline"),
        description=_("Headline of the news item about the training; empty if there was none."),
    )
    starts_on = Day(
        _("Starts on"),
        description=_("First day of the training."),
    )
    ends_on = Day(
        _("Ends on"),
        description=_("Last day of the training; empty if it took one day."),
    )
    event_status = Label(
        _("Event status"),
        "event_status",
        Training.EventStatus.choices,
        description=_(
            "“As scheduled”, “Postponed” or “Cancelled”: whether the training takes place on its days."
        ),
    )
    attendance = Label(
        _("Attendance"),
        "attendance",
        Training.Attendance.choices,
        description=_("In person, online, or in person and online; empty if it is not known."),
    )
    town = Text(
        _("Town"),
        description=_(
            "Town or city in which the training takes place; empty if it is only online or the town is not "
            "known."
        ),
    )
    country = Link(
        _("Country"),
        "country__name",
        field="country",
        description=_(
            "Country in which the training takes place; empty if it is only online or the country "
            "is not known."
        ),
    )
    country_code = Link(
        _("Country code"),
        "country_id",
        field="country",
        description=_(
            "Two-letter ISO 3166-1 code of the country in which the training takes place, with XK for "
            "Kosovo; empty if it is only online or the country is not known."
        ),
    )
    audience = Text(
        _("Audience"),
        description=_(
            "Whom the training is for, such as civil society organisations; empty if it is not known."
        ),
    )
    audience_country = Link(
        _("Country of the audience"),
        "audience_country__name",
        field="audience_country",
        description=_(
            "Country in which the audience is based; empty if it is based in several or the country is not "
            "known."
        ),
        former_headings=["The audience's country"],
    )
    topics = Many(
        _("Topics"),
        Source("topics__name"),
        field="topics",
        description=_("Topics of the training, from the portal's list of topics; empty if none are chosen."),
    )
    speakers = Many(
        _("Speakers"),
        Source("speakers__name", order=IN_ORDER),
        edited_at=AT_SPEAKERS,
        description=_(
            "Names of the trainers and guest lecturers, in the order of the training's page; empty if none "
            "are known."
        ),
    )
    organisations = Many(
        _("Speakers' organisations"),
        Source(
            "speakers__organisation__name",
            order=IN_ORDER,
            visible=lambda: leads_to_published("speakers__organisation"),
        ),
        edited_at=AT_SPEAKERS,
        description=_(
            "Names of the published organisations that the speakers represent, in the order of the "
            "speakers; empty if there are none."
        ),
    )
    summary = Text(
        _("Summary"),
        description=_("Two or three sentences on the training, as at the top of its page."),
    )
    picture_alt = picture_column()
    uid = identifier_column()
    page = Address(
        _("Page"),
        "slug",
        url_name="trainings:detail",
        description=_("Web address of the training's page on this portal."),
    )

    class Meta:
        model = Training

    rows = (
        Relation("speakers", _("Speakers"), lambda: SpeakerResource, "training"),
        Relation("testimonials", _("Testimonials"), lambda: TestimonialResource, "training"),
    )
    staff_only = {
        "is_country_not_stated": Label(
            _("Country not known"),
            "is_country_not_stated",
            [(True, _("yes")), (False, _("no"))],
            former_headings=["Online, or country not stated", "Online, or country not known"],
            description=_("“yes” if the training may be published without a country, otherwise “no”."),
        ),
        "picture_is_decorative": decorative_column(),
    }


def of_public_organisation():
    return leads_to_published("organisation")


class SpeakerResource(EntryResource):
    training_slug = Text(
        _("Training's slug"),
        "training__slug",
        description=_("Slug of the training at which the person spoke."),
    )
    training = Text(
        _("Training"),
        "training__name",
        description=_("Name of the training at which the person spoke."),
    )
    order = Number(
        _("Order"),
        description=_("Position of the person among the speakers of the training, lowest first."),
    )
    name = Text(
        _("Name"),
        description=_("Full name of the speaker, without the academic title."),
    )
    academic_title = Text(
        _("Academic title"),
        description=_("Academic title as written before the name, such as Ph.D.; empty if none is known."),
    )
    role = Label(
        _("Role"),
        "role",
        Speaker.Role.choices,
        description=_(
            "“Trainer” for a person who led the training, “Guest lecturer” for one who was invited to speak."
        ),
    )
    organisation_slug = Linked(
        _("Organisation's slug"),
        "organisation__slug",
        visible=of_public_organisation,
        field="organisation",
        description=_("Slug of the speaker's organisation; empty if there is none or it is not published."),
    )
    organisation = Linked(
        _("Organisation"),
        "organisation__name",
        visible=of_public_organisation,
        field="organisation",
        description=_("Name of the speaker's organisation; empty if there is none or it is not published."),
    )
    spoke_on = Text(
        _("Spoke on"),
        description=_("Subject of the speaker's contribution; empty if it is not known."),
    )

    parent = "training"

    class Meta:
        model = Speaker


class TestimonialResource(EntryResource):
    training_slug = Text(
        _("Training's slug"),
        "training__slug",
        description=_("Slug of the training that the participant speaks about."),
    )
    training = Text(
        _("Training"),
        "training__name",
        description=_("Name of the training that the participant speaks about."),
    )
    order = Number(
        _("Order"),
        description=_("Position of the testimonial among those of the training, lowest first."),
    )
    person = Text(
        _("Person"),
        description=_("Name of the participant who is quoted or summarised."),
    )
    organisation_slug = Linked(
        _("Organisation's slug"),
        "organisation__slug",
        visible=of_public_organisation,
        field="organisation",
        description=_(
            "Slug of the participant's organisation; empty if there is none or it is not published."
        ),
    )
    organisation = Linked(
        _("Organisation"),
        "organisation__name",
        visible=of_public_organisation,
        field="organisation",
        description=_(
            "Name of the participant's organisation; empty if there is none or it is not published."
        ),
    )
    words = Text(
        _("Testimonial"),
        description=_("What the participant said about the training, without quotation marks."),
    )
    is_quotation = Label(
        _("Direct quotation"),
        "is_quotation",
        [(True, _("yes")), (False, _("no"))],
        description=_(
            "“yes” if the testimonial is a direct quotation, “no” if it is summarised by the programme."
        ),
        former_headings=["Quotation"],
    )

    parent = "training"

    class Meta:
        model = Testimonial
