"""The columns of the files of trainings. Keys are a promise; a test holds them."""

from django.utils.translation import gettext_lazy as _

from catalogue.files.columns import Address, Day, EntryResource, Many, Source, Text
from catalogue.querysets import is_published
from trainings.models import Training

IN_ORDER = ("speakers__order", "speakers__pk")


class TrainingResource(EntryResource):
    slug = Text(_("Slug"), "slug")
    name = Text(_("Name"), "name")
    headline = Text(_("Headline"), "headline")
    starts_on = Day(_("Starts on"), "starts_on")
    ends_on = Day(_("Ends on"), "ends_on")
    town = Text(_("Town"), "town")
    country = Text(_("Country"), "country__name")
    country_code = Text(_("Country code"), "country_id")
    audience = Text(_("Audience"), "audience")
    audience_country = Text(_("The audience's country"), "audience_country__name")
    topics = Many(_("Topics"), Source("topics__name"))
    speakers = Many(
        _("Speakers"), Source("speakers__name", order=IN_ORDER), help_text=_("Trainers and guest lecturers.")
    )
    organisations = Many(
        _("Speakers' organisations"),
        Source(
            "speakers__organisation__name",
            order=IN_ORDER,
            visible=lambda: is_published("speakers__organisation"),
        ),
        help_text=_("Where the speakers come from, as far as it is known."),
    )
    summary = Text(_("Summary"), "summary")
    page = Address(_("Page"), "slug", url_name="trainings:detail", help_text=_("The address of its page."))

    class Meta:
        model = Training
        fields = (
            "slug",
            "name",
            "headline",
            "starts_on",
            "ends_on",
            "town",
            "country",
            "country_code",
            "audience",
            "audience_country",
            "topics",
            "speakers",
            "organisations",
            "summary",
            "page",
        )
