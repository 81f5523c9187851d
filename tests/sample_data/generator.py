"""The generator that all kinds of sample data share: chance, numbers, categories, and homes of entries."""

from array import array
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from django.db.models import Q

from catalogue.slugs import slug_from
from organisations.models import BeneficiaryGroup, Country, Theme
from tests.sample_data.places import COUNTRY_WEIGHTS, LANGUAGE_WEIGHTS, TOWNS
from tests.sample_data.scripts import to_latin
from tests.sample_data.tables import load
from tests.sample_data.texts import LANGUAGES, Bag, Language
from trainings.models import Topic

CATEGORIES = load("categories")
FIRST_DAY = date(2019, 1, 1)
LAST_DAY = date(2027, 12, 31)
FIRST_PUBLISHED_AT = datetime(2021, 1, 1, tzinfo=UTC)
MINUTES_OF_PUBLISHING = 5 * 365 * 24 * 60
SCHEDULED_FOR = datetime(2090, 1, 1, tzinfo=UTC)
SLUG_LENGTH = 90


class Home(NamedTuple):
    """The country of an entry, as a code, with its language and its town."""

    country: str
    language: Language
    town: str

    @property
    def latin_town(self) -> str:
        return to_latin(self.town)


@dataclass
class Generator:
    """One run. All chance comes from `random`, so the same seed creates the same entries."""

    random: Random
    numbers: dict[type[models.Model], count]
    # The primary keys of all organisations so far; an array, because it grows to a million.
    organisations: array = field(default_factory=lambda: array("q"))

    def __post_init__(self):
        create_countries()
        areas = CATEGORIES["themes"].items()
        self.themes = Bag([key for area, names in areas for key in keys_of(Theme, names, area=area)])
        self.groups = Bag(keys_of(BeneficiaryGroup, CATEGORIES["beneficiary_groups"]))
        self.topics = Bag(keys_of(Topic, CATEGORIES["topics"]))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def weighted(self, weights: dict):
        """Return one of the keys, by their weights."""
        return self.random.choices(list(weights), weights.values())[0]

    def home(self) -> Home:
        code = self.weighted(COUNTRY_WEIGHTS)
        language = self.weighted(LANGUAGE_WEIGHTS[code])
        return Home(code, LANGUAGES[language], self.random.choice(TOWNS[code][language]))

    def language(self, home: Home, english: float) -> Language:
        """Return the language of a text: English for this share of texts, otherwise that of its home."""
        return home.language.english if self.chance(english) else home.language

    def some_countries(self, first: str, most: int) -> list[str]:
        """Return the codes of different countries, `first` among them."""
        others = [code for code in CATEGORIES["programme_countries"] if code != first]
        return [first, *self.random.sample(others, self.random.randint(0, most - 1))]

    def some_organisation(self) -> int:
        return self.random.choice(self.organisations)

    def day(self, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def publishing(self, model: type[models.Model], name: str) -> dict:
        """Return the slug, the date and time of publication and the staff note of an entry with this name."""
        number = next(self.numbers[model])
        slug = f"made-{number}-{slug_from(name, SLUG_LENGTH)}"
        return {
            "uid": uuid5(NAMESPACE_URL, f"{model._meta.label_lower}/{slug}"),
            "slug": slug,
            "published_at": self.published_at(),
            "staff_note": "Sample data. Nobody has checked it." if self.chance(0.05) else "",
        }

    def published_at(self) -> datetime | None:
        """Return a past time; for three in a hundred None, for one in a hundred a time in the far future."""
        chance = self.random.random()
        minutes = timedelta(minutes=self.random.randrange(MINUTES_OF_PUBLISHING))
        if chance < 0.03:
            return None
        return (SCHEDULED_FOR if chance < 0.04 else FIRST_PUBLISHED_AT) + minutes


def create_countries() -> None:
    """Create the countries that are missing, by code and by name."""
    for key, is_programme_country in (("programme_countries", True), ("other_countries", False)):
        for code, name in CATEGORIES[key].items():
            if not Country.objects.filter(Q(code=code) | Q(name=name)).exists():
                Country.objects.create(code=code, name=name, is_programme_country=is_programme_country)


def keys_of(model: type[models.Model], names: dict[str, str], **fields) -> list[int]:
    """Return the primary keys of the categories with these slugs or names; create those that are missing."""
    return [category(model, slug, name, **fields).pk for slug, name in names.items()]


def category(model: type[models.Model], slug: str, name: str, **fields) -> models.Model:
    found = model.objects.filter(Q(slug=slug) | Q(name=name)).order_by("pk").first()
    return found or model.objects.create(slug=slug, name=name, **fields)
