"""What a process keeps never outlives what it shows, whichever column of whichever table changes."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.data_versions.models import DataVersion
from catalogue.exports.data_dictionary import dictionary_of
from catalogue.search import facets, registry, sync
from catalogue.search.data_tables import tables_by_kind, tables_of
from catalogue.search.facets import counter_of
from catalogue.search.models import SearchDocument
from catalogue.search.suggestions import NEAR_ENOUGH
from organisations.amounts import totals
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.models import Grant
from organisations.unpublished import unpublished_everywhere
from projects.filters import ProjectFilterSet
from smartbalkans.contact.models import Report
from smartbalkans.kinds import KINDS
from smartbalkans.page_cache import counters
from smartbalkans.page_cache.wrapper import PageCache
from tests import factories
from tests.wsgi import page_cache, request
from trainings.filters import TrainingFilterSet

Fields = Iterable[tuple[type[models.Model], models.Field]]
APPS = ("organisations", "projects", "trainings", "contact")
NOT_PUBLIC = {Report}
TODAY = date(2025, 6, 15)

# Every page and file that is made of values that a process keeps.
KEEPING = [
    "/organisations/",
    "/organisations/?sort=newest&country=AL",
    "/organisations/?q=organisation",
    "/organisations/?q=organizatian",
    "/grants/?currency=EUR",
    "/grants/?currency=EUR&sort=amount",
    "/grants/data.json?sort=newest",
    "/projects/?sort=newest",
    "/projects/data.csv",
    "/trainings/",
    "/trainings/data.csv?sort=name",
    "/search/?q=organisation",
    "/data/",
    "/",
    "/countries/",
    "/countries/?show=towns",
    "/countries/al/",
    "/themes/",
    "/insights/",
    "/insights/pivot/?of=projects&rows=group&columns=country&measure=direct",
]
OTHERS = [
    *("/contact/", "/privacy/", "/accessibility/", "/robots.txt", "/search/suggestions/?q=first"),
    *("/about/", "/sitemap-places.xml", "/feed.atom", "/sitemap.xml", "/data/datapackage.json"),
    *("/grants/360giving.json", "/projects/iati.xml", "/trainings/calendar.ics"),
    *("/grants/?sort=recipient", "/projects/?sort=name", "/search/?q=theme", "/search/?q=goal"),
    *(f"/sitemap-{kind}.xml" for kind in ("organisations", "projects", "trainings")),
    *(f"/{kind}/data.csv" for kind in ("organisations", "grants", "trainings")),
    *(f"/{kind}/data.json" for kind in ("organisations", "projects", "trainings")),
    *(f"/organisations/{rows}.csv" for rows in ("partners", "other-names", "goals", "activities")),
    *(f"/projects/{rows}.csv" for rows in ("partners", "objectives", "target-groups", "activities")),
    *(f"/trainings/{rows}.csv" for rows in ("speakers", "testimonials")),
    *(
        "/organisations/first/",
        "/organisations/first/data.json",
        "/projects/first/",
        "/projects/first/data.json",
    ),
    *("/trainings/first/", "/trainings/first/data.json", "/trainings/first/calendar.ics"),
]
FILTER_SETS = (OrganisationFilterSet, GrantFilterSet, ProjectFilterSet, TrainingFilterSet)
SEARCH = {"catalogue_dataversion", "catalogue_searchclock", "catalogue_staleentry"}


@pytest.fixture
def world(monkeypatch):
    """Make two of everything, on a day that does not end."""
    noon = timezone.make_aware(timezone.datetime(TODAY.year, TODAY.month, TODAY.day, 12))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    monkeypatch.setattr(facets, "_counters", {})
    people = [User.objects.create_user(name) for name in ("ana", "boris")]
    for number, slug in enumerate(("first", "second")):
        make_entries(number, {"slug": slug, "author": people[number]})


def make_entries(number: int, facts: dict) -> None:
    """Make one entry of each kind, and one of everything that belongs to it."""
    country = factories.CountryFactory(code=("AL", "RS")[number], is_programme_country=not number)
    theme, group = factories.ThemeFactory(), factories.BeneficiaryGroupFactory()
    organisation = factories.OrganisationFactory(
        **facts,
        country=country,
        town="Tirana",
        founded_year=2000,
        programme_role=("lead_implementer", "donor")[number],
    )
    organisation.themes.add(theme)
    organisation.beneficiary_groups.add(group)
    period = {"awarded_on": TODAY, "starts_on": TODAY, "ends_on": TODAY + timedelta(days=30)}
    grant = factories.GrantFactory(
        **facts, **period, recipient=organisation, amount=Decimal(1000 + number), currency="EUR"
    )
    project = factories.ProjectFactory(**facts, grant=grant, summary="A project.")
    project.themes.add(theme)
    project.places_of_work.add(country)
    target = factories.TargetGroupFactory(project=project, beneficiary_group=group, at_least=10)
    target.countries.add(country)
    training = factories.TrainingFactory(**facts, country=country, audience_country=country, starts_on=TODAY)
    training.topics.add(factories.TopicFactory())
    factories.PartnerFactory(project=project, organisation=organisation)
    for row in (factories.OtherNameFactory, factories.GoalFactory, factories.OrganisationActivityFactory):
        row(organisation=organisation)
    for row in (factories.ObjectiveFactory, factories.ProjectActivityFactory):
        row(project=project)
    for row in (factories.SpeakerFactory, factories.TestimonialFactory):
        row(training=training, organisation=organisation)
    factories.OrganisationActivityFactory(organisation=organisation, order=2)
    factories.ContactFactory(organisation=organisation).countries.add(country)
    factories.ProjectActivityFactory(project=project, order=2)


def entry_models() -> list[type[models.Model]]:
    """Return the models of all tables of the apps but those of the documents."""
    found = [
        model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [model for model in found if not issubclass(model, SearchDocument) and model not in NOT_PUBLIC]


def columns(some: Iterable[type[models.Model]]) -> Fields:
    for model in some:
        for field in model._meta.concrete_fields:
            if not field.primary_key:
                yield model, field


def other_values(field: models.Field, value) -> Iterator:
    """Yield values that may be valid for a field that has a value."""
    if field.choices:
        yield from (choice for choice, _label in field.flatchoices if choice not in (value, None))
    elif isinstance(field, models.ForeignKey):
        yield from field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.IntegerField):
        yield from (1 if value is None else value + 1, 2, 2010)
    elif isinstance(field, models.DecimalField):
        yield (value or 0) + 1_000_000
    elif isinstance(field, models.DateTimeField):
        yield timezone.now() - timedelta(days=2)
    elif isinstance(field, models.DateField):
        yield (value or TODAY) + timedelta(days=3)
    elif isinstance(field, models.TimeField):
        yield timezone.datetime(2025, 1, 1, 9, 30).time()
    elif isinstance(field, models.BinaryField):
        yield b"changed"
    elif isinstance(field, models.UUIDField):
        yield "6a1ac8cc-3f5b-4a4e-9d0e-2f3f0b7b9a11"
    else:
        yield from (text for text in ("changed", "https://example.org/changed") if text != value)
    if field.null:
        yield None
    yield ""


def change(model: type[models.Model], field: models.Field) -> Callable[[], None]:
    """Change a column of one row, without a signal, to a value that it may have. Return how to undo it."""
    for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
        row = model._base_manager.filter(pk=key)
        before = row.values_list(field.attname, flat=True)[0]
        for value in other_values(field, before):
            if is_accepted(row, {field.attname: value}):
                return lambda row=row, before=before: row.update(**{field.attname: before})
    raise AssertionError(f"{field} of no row can be changed.")


def is_accepted(row: models.QuerySet, values: dict) -> bool:
    try:
        with transaction.atomic():
            row.update(**values)
            connection.check_constraints()
    except (IntegrityError, ValueError, TypeError):
        return False
    return True


def refresh() -> None:
    assert sync.process_waiting() == {}


def contents(addresses: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    client, found = Client(), {}
    for address in addresses:
        response = client.get(address)
        found[address] = (response.status_code, response.getvalue())
    return found


def cached(cache: PageCache, addresses: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    received = {address: request(cache, address) for address in addresses}
    return {address: (one.status, one.body) for address, one in received.items()}


def outdated(cache: PageCache, addresses: list[str], monkeypatch) -> list[str]:
    """Return the addresses at which the cache shows anything else than a process that has just started.

    What is not in the cache is made of the values that this process keeps.
    """
    sent = cached(cache, addresses)
    with monkeypatch.context() as fresh:
        fresh.setattr(facets, "_counters", {})
        right = contents(addresses)
    return [address for address in addresses if sent[address] != right[address]]


def outdated_after_each_change(addresses: list[str], fields: Fields, monkeypatch) -> dict[str, list[str]]:
    """Return the outdated addresses by the column that changed."""
    found = {}
    refresh()
    with page_cache() as cache:
        before = cached(cache, addresses)
        hits = counters()["hits"]
        assert cached(cache, addresses) == before
        assert counters()["hits"] > hits
        for model, field in fields:
            undo = change(model, field)
            refresh()
            if wrong := outdated(cache, addresses, monkeypatch):
                found[str(field)] = wrong
            undo()
            refresh()
    return found


def require_pages(addresses: list[str]) -> None:
    statuses = {address: status for address, (status, _content) in contents(addresses).items()}
    assert statuses == dict.fromkeys(addresses, 200)


def tables_read(queries: CaptureQueriesContext) -> set[str]:
    """Return the tables that queries read, apart from the search index of a document's own text."""
    found = {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "?(\w+)\b(?!\()', query["sql"])}
    return {name.removesuffix("_fts") for name in found} - SEARCH


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_change_of_any_column_renews_the_version_of_all_kinds_made_of_its_table():
    kinds = tables_by_kind()
    found, expected = {}, {}
    for model, field in columns(entry_models()):
        before = dict(DataVersion.objects.with_current().values_list("kind", "current"))
        undo = change(model, field)
        after = dict(DataVersion.objects.with_current().values_list("kind", "current"))
        undo()
        found[field] = {kind for kind in kinds if before[kind] != after[kind]}
        expected[field] = {kind for kind, tables in kinds.items() if model._meta.db_table in tables}

    assert found == expected
    assert [field for field, renewed in found.items() if not renewed] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("filter_set", FILTER_SETS)
def test_values_of_a_kind_are_made_of_its_tables_only(filter_set):
    index = registry.index_of(filter_set._meta.model)
    resource = next(kind.resource for kind in KINDS if kind.model is index.model)
    refresh()
    counter = counter_of(index)

    with CaptureQueriesContext(connection) as queries:
        for name, (_label, fields) in filter_set.sorts.items():
            counter.in_order(name, fields)
        dictionary_of(resource)
        assert counter.names.maybe_similar("civc", NEAR_ENOUGH) is not None
        if index.model is Grant:
            totals(counter, counter.public), unpublished_everywhere(counter)

    assert tables_read(queries) <= tables_of(index)


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_everything_public_is_made_of_tables_of_the_kinds():
    with CaptureQueriesContext(connection) as queries:
        contents(KEEPING + OTHERS)

    assert tables_read(queries) <= set().union(*tables_by_kind().values())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_no_page_shows_a_kept_value_from_before_a_change_of_any_table(monkeypatch):
    require_pages(KEEPING)
    last_columns = dict(columns(entry_models()))

    assert outdated_after_each_change(KEEPING, last_columns.items(), monkeypatch) == {}


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("model", entry_models(), ids=lambda model: model._meta.label)
def test_no_page_or_file_shows_anything_from_before_a_change_of_any_column(model, monkeypatch):
    require_pages(KEEPING + OTHERS)

    assert outdated_after_each_change(KEEPING + OTHERS, columns([model]), monkeypatch) == {}
