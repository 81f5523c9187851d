"""Entries for tests. Each is public unless built with `draft=True`."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import factory
from factory.django import DjangoModelFactory

from organisations import models as organisations
from projects import models as projects
from smartbalkans.contact import models as contact
from trainings import models as trainings

PUBLISHED_AT = datetime(2024, 1, 1, tzinfo=UTC)


def uid_of(slug: str) -> UUID:
    """Return the identifier of the entry that a factory makes with an address, for tests to compare with."""
    return uuid5(NAMESPACE_URL, slug)


class PublishableFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(published_at=None)

    published_at = PUBLISHED_AT
    uid = factory.LazyAttribute(lambda entry: uid_of(entry.slug))


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = organisations.Country
        django_get_or_create = ("code",)

    code = "AL"
    name = factory.LazyAttribute(lambda country: f"Country {country.code}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = organisations.Theme

    name = factory.Sequence(lambda number: f"Theme {number}")
    slug = factory.Sequence(lambda number: f"theme-{number}")
    area = organisations.Theme.Area.GOVERNANCE


class BeneficiaryGroupFactory(DjangoModelFactory):
    class Meta:
        model = organisations.BeneficiaryGroup

    name = factory.Sequence(lambda number: f"Group {number}")
    slug = factory.Sequence(lambda number: f"group-{number}")


class OrganisationFactory(PublishableFactory):
    class Meta:
        model = organisations.Organisation

    name = factory.Sequence(lambda number: f"Organisation {number}")
    slug = factory.Sequence(lambda number: f"organisation-{number}")


class OtherNameFactory(DjangoModelFactory):
    class Meta:
        model = organisations.OtherName

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Other name {number}")


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = organisations.Goal

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda number: f"Goal {number}")


class OrganisationActivityFactory(DjangoModelFactory):
    class Meta:
        model = organisations.Activity

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.Sequence(lambda number: f"Activity {number}")


class GrantFactory(PublishableFactory):
    class Meta:
        model = organisations.Grant

    slug = factory.Sequence(lambda number: f"grant-{number}")
    line = organisations.Grant.Line.CORE
    recipient = factory.SubFactory(OrganisationFactory)


class ProjectFactory(PublishableFactory):
    class Meta:
        model = projects.Project

    name = factory.Sequence(lambda number: f"Project {number}")
    slug = factory.Sequence(lambda number: f"project-{number}")


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = projects.Partner

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = projects.Objective

    project = factory.SubFactory(ProjectFactory)
    text = factory.Sequence(lambda number: f"Objective {number}")


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = projects.TargetGroup

    project = factory.SubFactory(ProjectFactory)
    words = factory.Sequence(lambda number: f"Target group {number}")


class ProjectActivityFactory(DjangoModelFactory):
    class Meta:
        model = projects.Activity

    project = factory.SubFactory(ProjectFactory)
    text = factory.Sequence(lambda number: f"Activity {number}")


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = trainings.Topic

    name = factory.Sequence(lambda number: f"Topic {number}")
    slug = factory.Sequence(lambda number: f"topic-{number}")


class TrainingFactory(PublishableFactory):
    class Meta:
        model = trainings.Training

    name = factory.Sequence(lambda number: f"Training {number}")
    slug = factory.Sequence(lambda number: f"training-{number}")


class SpeakerFactory(DjangoModelFactory):
    class Meta:
        model = trainings.Speaker

    training = factory.SubFactory(TrainingFactory)
    name = factory.Sequence(lambda number: f"Speaker {number}")


class TestimonialFactory(DjangoModelFactory):
    class Meta:
        model = trainings.Testimonial

    training = factory.SubFactory(TrainingFactory)
    person = factory.Sequence(lambda number: f"Person {number}")
    words = factory.Sequence(lambda number: f"Words {number}")


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = contact.Contact
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory, programme_role="lead_implementer")
    purpose = factory.Sequence(lambda number: f"Questions {number}")
    email = factory.Sequence(lambda number: f"contact{number}@example.org")

    @factory.post_generation
    def countries(self, create, codes, **kwargs):
        self.countries.set([CountryFactory(code=code, is_programme_country=True) for code in codes or ()])


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = contact.Report

    address = "/data/"
    page_name = "Open data"
    what = factory.Sequence(lambda number: f"Mistake {number}")
