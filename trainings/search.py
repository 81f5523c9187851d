"""How trainings are searched and counted."""

from catalogue.search.documents import SearchIndex, town_facets
from catalogue.search.registry import register
from catalogue.search.synonyms import date_words
from trainings.models import Training, TrainingDocument


@register
class TrainingIndex(SearchIndex):
    model = Training
    document = TrainingDocument
    version = 4
    staff_paths = ("name", "headline", "slug", "town", "audience", "speakers__name", "testimonials__person")
    follows = (
        "country",
        "audience_country",
        "topics",
        "speakers__organisation",
        "testimonials__organisation",
    )
    date_paths = (
        "published_at",
        "speakers__organisation__published_at",
        "testimonials__organisation__published_at",
        "starts_on",
    )

    def names(self, training):
        return [training.name, training.headline]

    def texts(self, training):
        yield training.summary
        for speaker in training.speakers.all():
            yield str(speaker)
            yield speaker.get_role_display()
            yield speaker.public_organisation.name if speaker.public_organisation else ""
            yield speaker.spoke_on
        for testimonial in training.testimonials.all():
            yield testimonial.words
            yield testimonial.person
            yield testimonial.public_organisation.name if testimonial.public_organisation else ""
        yield from (topic.name for topic in training.topics.all())
        yield training.audience
        yield training.get_attendance_display()
        yield training.town
        yield from (country.name for country in (training.country, training.audience_country) if country)

    def keywords(self, training):
        return map(date_words, (training.starts_on, training.ends_on))

    def facets(self, training):
        return {
            "year": [str(training.starts_on.year)] if training.starts_on else [],
            "country": [training.country_id] if training.country_id else [],
            **town_facets(training.town),
            "topic": [topic.slug for topic in training.topics.all()],
            "when": [training.when] if training.when else [],
        }
