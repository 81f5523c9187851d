"""Filters of the four lists, against a plain reading of the entries in Python."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.http import QueryDict
from django.utils import timezone

from catalogue.search import sync
from organisations.filters import GrantFilterSet, OrganisationFilterSet
from organisations.models import Grant, Organisation
from projects.filters import ProjectFilterSet
from projects.models import Project
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from trainings.filters import TrainingFilterSet
from trainings.models import Training

pytestmark = pytest.mark.django_db

NONE = {"none"}


def small_world():
    """Make a few entries of each kind that differ in every filter; some have no value, some are drafts."""
    countries = [CountryFactory(code="AL", name="Albania"), CountryFactory(code="RS", name="Serbia"), None]
    themes = [ThemeFactory(slug="peace", area="security"), ThemeFactory(slug="law")]
    groups = [BeneficiaryGroupFactory(slug="roma"), BeneficiaryGroupFactory(slug="youth")]
    today = timezone.localdate()
    for number in range(12):
        organisation = OrganisationFactory(
            town=[*TOWNS, ""][number % 4],
            name=f"Kestrel {number}" if number % 3 else f"Osprey {number}",
            country=countries[number % 3],
            kind=["cso", "media", ""][number % 3 - 1],
            programme_role="donor" if number == 5 else "",
            draft=number == 11,
        )
        organisation.beneficiary_groups.set(groups[: number % 3])
        organisation.themes.set(themes[number % 5 :])
        if number % 2:
            continue
        grant = GrantFactory(
            recipient=organisation,
            line=["core", "media"][number % 4 // 2],
            amount=None if number == 4 else Decimal(1000 * (number + 1)),
            currency="" if number == 4 else ["EUR", "NOK"][number % 3 % 2],
            starts_on=today - timedelta(days=300 * (number - 3)) if number != 8 else None,
            ends_on=today + timedelta(days=200 * (number - 5)) if number > 4 else None,
            draft=number == 10,
        )
        project = ProjectFactory(grant=grant if number % 4 else None, draft=number == 6)
        project.themes.set(themes[: number % 3])
        project.places_of_work.set(filter(None, countries[number % 2 : 1]))
        PartnerFactory(project=project, organisation=organisation, role="lead")
        PartnerFactory(
            project=project, organisation=Organisation.objects.order_by("pk").first()
        ) if number else None
        TargetGroupFactory(project=project, beneficiary_group=groups[number % 4 // 2] if number else None)
        training = TrainingFactory(
            starts_on=[date(2023, 5, 1), today + timedelta(days=40), None][number % 3],
            country=countries[number % 3],
            town=["", *TOWNS][number % 4],
        )
        training.topics.set([TopicFactory(slug=f"topic-{number}")] if number % 4 else [])


def is_public(entry):
    return entry.is_public


def theme_values(themes):
    return {"theme": {theme.slug for theme in themes}, "area": {theme.area for theme in themes}}


TOWNS = {"Novi Pazar": "novi-pazar", "Нови Пазар": "novi-pazar", "Bar": "bar"}


def organisation_values(organisation):
    grants = [grant for grant in organisation.grants.all() if is_public(grant)]
    parts = [part for part in organisation.partnerships.all() if is_public(part.project)]
    themes = {theme for part in parts for theme in part.project.themes.all()} | {*organisation.themes.all()}
    rows = [row for part in parts for row in part.project.target_groups.all()]
    targets = {row.beneficiary_group for row in rows} - {None}
    roles = {part.role for part in parts} | ({"grantee"} if grants else set())
    return {
        "country": {organisation.country_id},
        "town": {TOWNS.get(organisation.town)},
        "kind": {organisation.kind},
        "line": {grant.line for grant in grants},
        "role": roles | ({"programme"} if organisation.programme_role else set()),
        **theme_values(themes),
        "group": {group.slug for group in {*organisation.beneficiary_groups.all(), *targets}},
    }


def project_values(project):
    partners = [partner for partner in project.partners.all() if is_public(partner.organisation)]
    grant = (
        project.grant
        if project.grant and is_public(project.grant) and is_public(project.grant.recipient)
        else None
    )
    countries = {partner.organisation.country_id for partner in partners}
    return {
        "country": countries | {place.code for place in project.places_of_work.all()},
        "line": {grant.line} if grant else set(),
        "state": {grant.state if grant else "unknown"},
        "year": {grant.year} if grant else set(),
        **theme_values(project.themes.all()),
        "group": {
            group.beneficiary_group.slug for group in project.target_groups.all() if group.beneficiary_group
        },
        "organisation": {partner.organisation.slug for partner in partners},
    }


def grant_values(grant):
    day = grant.awarded_on or grant.starts_on
    project = Project.objects.filter(grant=grant).first()
    themes = grant.recipient.themes.all() if grant.line == "core" else []
    return {
        **theme_values(project.themes.all() if project and is_public(project) else themes),
        "line": {grant.line},
        "country": {grant.recipient.country_id},
        "currency": {grant.currency},
        "state": {grant.state},
        "year": {str(day.year)} if day else set(),
    }


def training_values(training):
    day = training.starts_on
    return {
        "when": {"coming" if day > timezone.localdate() else "past"} if day else set(),
        "year": {str(day.year)} if day else set(),
        "country": {training.country_id},
        "town": {TOWNS.get(training.town)},
        "topic": {topic.slug for topic in training.topics.all()},
    }


LISTS = {
    Organisation: (OrganisationFilterSet, organisation_values),
    Project: (ProjectFilterSet, project_values),
    Grant: (GrantFilterSet, grant_values),
    Training: (TrainingFilterSet, training_values),
}


def public_entries(model):
    entries = [entry for entry in model.objects.all() if is_public(entry)]
    return [entry for entry in entries if model is not Grant or is_public(entry.recipient)]


def values_by_entry(model):
    read = LISTS[model][1]
    stated = {entry.pk: read(entry) for entry in public_entries(model)}
    return {
        key: {facet: (values - {None, ""}) or NONE for facet, values in facets.items()}
        for key, facets in stated.items()
    }


def query_of(chosen):
    query = QueryDict(mutable=True)
    for facet, values in chosen.items():
        query.setlist(facet, values)
    return query


def filterset_of(model, chosen):
    return LISTS[model][0](query_of(chosen), queryset=model.objects.all())


def fitting(entries, chosen, every=()):
    return {
        key
        for key, facets in entries.items()
        if all(
            set(wanted) <= facets[facet] if facet in every else facets[facet] & set(wanted)
            for facet, wanted in chosen.items()
        )
    }


def combinations(entries, facets):
    """Yield every choice of no value, of each value and of the first two, over two filters at a time."""
    choices = {}
    for facet in facets:
        values = sorted(set().union(*(found[facet] for found in entries.values())))
        choices[facet] = [[], *([value] for value in values), values[:2]]
    for first, second in product(facets, facets):
        if first < second:
            for one, other in product(choices[first], choices[second]):
                yield {facet: values for facet, values in ((first, one), (second, other)) if values}


@pytest.mark.parametrize("model", LISTS)
def test_counts_equal_the_results_of_choosing_over_all_combinations(model):
    small_world()
    entries = values_by_entry(model)
    facets = list(LISTS[model][0].base_filters)[1:]
    checked = 0
    sync.process_waiting()

    for chosen in combinations(entries, facets):
        filterset = filterset_of(model, chosen)
        assert {entry.pk for entry in filterset.qs} == fitting(entries, chosen), chosen
        assert len(filterset.selection) == len(fitting(entries, chosen)), chosen
        for facet in filterset.facets:
            others = {name: values for name, values in chosen.items() if name != facet.name}
            counts = {choice.value: choice.count for choice in (*facet.shown, *facet.folded)}
            expected = {value: len(fitting(entries, {**others, facet.name: [value]})) for value in counts}
            assert counts == expected, (chosen, facet.name)
            checked += len(counts)

    assert checked > 100


@pytest.mark.parametrize("match", ["all", "one filter"])
@pytest.mark.parametrize("model", LISTS)
def test_match_requires_all_chosen_values_over_all_combinations(model, match):
    small_world()
    entries = values_by_entry(model)
    facets = list(LISTS[model][0].base_filters)[1:]
    several = 0
    sync.process_waiting()

    for chosen in combinations(entries, facets):
        every = facets if match == "all" else [next(iter(chosen), facets[0])]
        filterset = filterset_of(model, {**chosen, "match": ["all"] if match == "all" else every})
        wanted = fitting(entries, chosen, every)
        assert {entry.pk for entry in filterset.qs} == wanted, chosen
        assert len(filterset.selection) == len(wanted), chosen
        for facet in filterset.facets:
            name = facet.name
            counts = {choice.value: choice.count for choice in (*facet.shown, *facet.folded)}
            before = chosen.get(name, []) if name in every else []
            expected = {
                value: len(fitting(entries, {**chosen, name: [*before, value]}, every)) for value in counts
            }
            assert counts == expected, (chosen, name)
        several += bool(wanted) and any(len(chosen.get(facet, ())) > 1 for facet in every)

    assert filterset.errors() == []
    assert several > (0 if model in (Organisation, Project) else -1)


def test_match_is_a_chip_that_can_be_removed_and_stays_in_links():
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    sync.process_waiting()

    chosen = ProjectFilterSet(QueryDict("country=AL&country=RS&match=all"))
    one = ProjectFilterSet(QueryDict("country=AL&match=all"))
    named = ProjectFilterSet(QueryDict("country=AL&country=RS&line=core&line=media&match=country"))

    assert [(chip.label, chip.without) for chip in chosen.chips][2:] == [
        ("All chosen values required: Country", "?country=AL&country=RS")
    ]
    assert [chip.label for chip in one.chips] == ["Country: Albania"]
    assert [chip.label for chip in named.chips][-1] == "All chosen values required: Country"
    assert [one.query.urlencode() for one in (chosen, named)] == [
        "country=AL&country=RS&match=all",
        "country=AL&country=RS&line=core&line=media&match=country",
    ]


@pytest.mark.parametrize("value", ["any", "ALL", "q", "x" * 500])
def test_wrong_match_is_ignored_with_a_notice(value):
    filterset = ProjectFilterSet(query_of({"match": [value]}))

    shown = value if len(value) <= 60 else f"{value[:60]}…"
    assert [str(error) for error in filterset.errors()] == [
        f"“match” can be “all” or the name of a filter, not “{shown}”. It was ignored."
    ]
    assert filterset.every == []


@pytest.mark.parametrize("model", LISTS)
def test_every_entry_counts_under_every_filter(model):
    small_world()
    sync.process_waiting()

    filterset = filterset_of(model, {})

    for facet in filterset.facets:
        values = [choice.value for choice in (*facet.shown, *facet.folded)]
        assert len(filterset_of(model, {facet.name: values}).selection) == len(public_entries(model))


def test_filters_and_search_narrow_together():
    small_world()
    query = QueryDict("q=kestrel&country=AL")
    sync.process_waiting()

    filterset = OrganisationFilterSet(query, queryset=Organisation.objects.all())

    assert {entry.name for entry in filterset.qs} == set()
    assert {entry.name for entry in OrganisationFilterSet(QueryDict("q=osprey&country=AL")).qs} == {
        "Osprey 0",
        "Osprey 3",
        "Osprey 6",
        "Osprey 9",
    }


def test_filterset_narrows_the_queryset_that_it_is_given_to_public_entries():
    OrganisationFactory(name="Osprey", town="Bar")
    OrganisationFactory(name="Osprey nest", town="Kotor")
    OrganisationFactory(name="Osprey draft", town="Bar", draft=True)
    sync.process_waiting()

    filterset = OrganisationFilterSet(QueryDict("q=osprey"), queryset=Organisation.objects.filter(town="Bar"))

    assert [entry.name for entry in filterset.qs] == ["Osprey"]


@pytest.mark.parametrize("value", ["ZZ", "al", "'", "%", "AL ", "x" * 5000, "\x00"])
def test_wrong_value_is_left_out_with_a_notice(value):
    OrganisationFactory(country=CountryFactory(code="AL"))
    sync.process_waiting()

    filterset = OrganisationFilterSet(query_of({"country": [value, "AL"]}))

    assert filterset.chosen["country"] == ["AL"]
    shown = value if len(value) <= 60 else f"{value[:60]}…"
    assert [error.text.partition(" Did")[0] for error in filterset.errors()] == [
        f"Country: “{shown}” is not a known value."
    ]


@pytest.mark.parametrize("count", [1, 50])
def test_wrong_values_take_a_fixed_number_of_queries(django_assert_num_queries, count):
    OrganisationFactory(country=CountryFactory(code="AL"))
    sync.process_waiting()
    filterset = OrganisationFilterSet(query_of({"country": [f"Z{number}" for number in range(count)]}))

    assert len(filterset.selection) == 1
    with django_assert_num_queries(1):  # the names of the known values
        errors = filterset.errors()

    assert len(errors) == count


def test_organisation_that_is_a_draft_is_no_choice():
    partner = PartnerFactory(organisation__draft=True, organisation__slug="secret")
    sync.process_waiting()

    filterset = ProjectFilterSet(query_of({"organisation": ["secret"]}))

    assert list(filterset.qs) == [partner.project]
    assert [str(error) for error in filterset.errors()] == [
        "Organisation: “secret” is not a known value. It was ignored."
    ]


def test_chips_export_one_value_each_and_keep_the_rest():
    CountryFactory(code="AL", name="Albania")
    CountryFactory(code="RS", name="Serbia")
    sync.process_waiting()

    filterset = OrganisationFilterSet(QueryDict("q=x&country=AL&country=RS&sort=newest&page=3"))

    assert [(chip.label, chip.without) for chip in filterset.chips] == [
        ("“x”", "?country=AL&country=RS&sort=newest"),
        ("Country: Albania", "?q=x&sort=newest&country=RS"),
        ("Country: Serbia", "?q=x&sort=newest&country=AL"),
    ]


@pytest.mark.parametrize(
    ("query", "amounts"),
    [
        ("currency=EUR&amount_from=200", [200, 300]),
        ("currency=EUR&amount_to=200", [100, 200]),
        ("currency=EUR&amount_from=150&amount_to=250", [200]),
        ("currency=EUR&amount_from=1,000", []),
    ],
)
def test_range_of_amounts_counts_the_amount_as_revised(query, amounts):
    GrantFactory(amount=Decimal(100), currency="EUR")
    GrantFactory(amount=Decimal(900), currency="EUR", revised_amount=Decimal(200), revision_reason="Cut.")
    GrantFactory(amount=Decimal(300), currency="EUR")
    GrantFactory(amount=Decimal(200), currency="NOK")
    GrantFactory()
    sync.process_waiting()

    filterset = GrantFilterSet(QueryDict(query))

    assert sorted(grant.revised_amount or grant.amount for grant in filterset.qs) == amounts
    assert filterset.errors() == []


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("amount_from=5", "To filter by the amount “5”, choose one currency."),
        (
            "currency=EUR&currency=NOK&amount_to=5",
            "To filter by the amount “5”, choose one currency.",
        ),
        ("currency=EUR&amount_from=lots", "“lots” is not an amount. It was ignored."),
        ("currency=EUR&amount_from=-1", "“-1” is not an amount. It was ignored."),
        ("currency=EUR&amount_from=nan", "“nan” is not an amount. It was ignored."),
        ("currency=EUR&amount_from=1e99", "“1e99” is not an amount. It was ignored."),
        ("sort=amount", "The list cannot be sorted by “amount”."),
        ("sort=nonsense", "The list cannot be sorted by “nonsense”."),
    ],
)
def test_amounts_of_two_currencies_are_never_compared(query, notice):
    GrantFactory(amount=Decimal(100), currency="EUR")
    GrantFactory(amount=Decimal(100), currency="NOK")
    sync.process_waiting()

    filterset = GrantFilterSet(QueryDict(query))

    assert [str(error) for error in filterset.errors()] == [notice]
    assert len(filterset.qs) == 1 + ("currency=EUR&amount" not in query)


def test_lists_are_sorted_as_asked():
    b = OrganisationFactory(name="B", summary="kestrel")
    a = OrganisationFactory(name="A", published_at=timezone.now() - timedelta(days=1))
    sync.process_waiting()

    def order(query):
        filterset = OrganisationFilterSet(QueryDict(query))
        return list(filterset.ordered(Organisation.objects.all())[:5])

    assert order("") == [a, b]
    assert order("sort=newest") == [a, b]
    assert order("q=kestrel") == [b]


def test_grants_are_sorted_by_amount_within_a_currency_and_unknown_ones_last():
    small, large = (GrantFactory(amount=Decimal(amount), currency="EUR") for amount in (100, 300))
    cut = GrantFactory(
        amount=Decimal(900), currency="EUR", revised_amount=Decimal(200), revision_reason="Cut."
    )
    sync.process_waiting()

    filterset = GrantFilterSet(QueryDict("currency=EUR&sort=amount"))

    assert list(filterset.ordered(Grant.objects.all())) == [large, cut, small]


def test_short_beginnings_are_sorted_by_name():
    names = ["Abc", "Abd"]
    for name in reversed(names):
        OrganisationFactory(name=name)
    sync.process_waiting()

    filterset = OrganisationFilterSet(QueryDict("q=ab"))

    assert filterset.order == "name"
    assert [entry.name for entry in filterset.ordered(Organisation.objects.all())] == names


def choices(facet):
    return [(choice.label, choice.count) for choice in facet.shown], len(facet.folded)


def facet_called(name, filterset):
    return next(facet for facet in filterset.facets if facet.name == name)


def towns(query):
    filterset = OrganisationFilterSet(QueryDict(query), queryset=Organisation.objects.all())
    return facet_called("town", filterset)


def test_town_is_one_choice_in_all_its_spellings():
    for town in ("Novi Pazar", "Нови Пазар", "NOVI PAZAR", "Novi Pazar"):
        OrganisationFactory(town=town)
    sync.process_waiting()

    facet = towns("town=novi-pazar")

    assert choices(facet) == ([("Novi Pazar", 4)], 0)


@pytest.mark.parametrize(("before", "after"), [("Sabac", "Šabac"), ("ŠABAC", "Šabac (Шабац), 100 %+1")])
def test_name_of_a_town_follows_its_spelling(before, after):
    town = OrganisationFactory(town=before)
    sync.process_waiting()
    shown = [choices(towns(""))]

    Organisation.objects.filter(pk=town.pk).update(town=after)
    sync.process_waiting()
    shown.append(choices(towns("")))

    assert shown == [([(before, 1)], 0), ([(after, 1)], 0)]


def test_names_of_towns_need_no_query(django_assert_num_queries):
    OrganisationFactory(town="Bar")
    sync.process_waiting()
    choices(towns(""))

    Organisation.objects.update(staff_note="Seen.")

    with django_assert_num_queries(1):  # what is the state of the data?
        assert choices(towns("")) == ([("Bar", 1)], 0)


def test_most_frequent_choices_come_first():
    for number in range(10):
        OrganisationFactory.create_batch(number % 9 + 1, town=f"Town {number}")
    sync.process_waiting()

    shown, folded = choices(towns(""))

    assert shown == [(f"Town {number}", number + 1) for number in range(8, 0, -1)]
    assert folded == 2


@pytest.fixture
def many_towns():
    Organisation.objects.bulk_create(
        Organisation(slug=f"o-{number}", name="O", town=f"Нови {number:02}", published_at=timezone.now())
        for number in range(60)
    )
    OrganisationFactory(town="Bar")
    sync.process_waiting()


def test_filter_with_many_values_shows_the_most_frequent_and_a_search(many_towns):
    facet = towns("")

    assert (facet.searched, len(facet.shown), facet.folded) == ("", 8, [])


def test_values_of_a_filter_are_found_in_any_script(many_towns):
    facet = towns("town=bar&town_search=novi+1")

    found = [choice.label for choice in facet.shown]
    assert found == [
        "Bar",
        "Нови 01",
        *(f"Нови {number}" for number in range(10, 20)),
        "Нови 21",
        "Нови 31",
        "Нови 41",
        "Нови 51",
    ]
    assert [choice.is_chosen for choice in facet.shown] == [True] + [False] * 15


def test_no_filter_puts_more_than_fifty_values_into_the_page(many_towns):
    facet = towns("town_search=novi")

    assert len(facet.shown) == 50


def test_search_of_a_filter_is_known_to_files(client, many_towns):
    response = client.get("/organisations/data.csv?town_search=novi&town=bar&columns=town")

    assert response.getvalue().decode("utf-8-sig").splitlines() == ["Town", "Bar"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Organisations"),
        ("country=ME&group=youth", "Organisations in Montenegro for Youth"),
        ("country=ME&country=AL&town=bar", "Organisations in Montenegro or Albania in Bar"),
        ("q=media&line=core", "Organisations (Core grant) with “media”"),
        ("country=ATLANTIS", "Organisations"),
    ],
)
def test_title_names_the_filters(query, title):
    for code, name in (("ME", "Montenegro"), ("AL", "Albania")):
        CountryFactory(code=code, name=name)
    OrganisationFactory(town="Bar")
    BeneficiaryGroupFactory(slug="youth", name="Youth")
    sync.process_waiting()

    filterset = OrganisationFilterSet(QueryDict(query), queryset=Organisation.objects.all())

    assert filterset.describe("Organisations") == title
