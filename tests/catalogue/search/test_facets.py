import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.data_versions.models import DataVersion
from catalogue.search import facets, registry, sets, sync
from catalogue.search.facets import FacetCounter
from catalogue.search.questions import read_question
from catalogue.search.sets import keys_of, set_of
from organisations.models import Organisation
from tests.factories import CountryFactory, OrganisationFactory
from tests.queries import RANKING_QUERIES
from tests.threads import run_together

THREADS = 8


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 1, 2, 64])
def test_counter_loads_changes_as_if_it_had_read_everything(monkeypatch, few):
    monkeypatch.setattr(sets, "FEW_KEYS", few)
    index = registry.index_of(Organisation)
    counter = FacetCounter(index)
    counter.current()
    organisations = [OrganisationFactory(country=CountryFactory(code=code)) for code in ("AL", "AL", "RS")]
    sync.process_waiting()
    counter.current()

    Organisation.objects.filter(pk=organisations[0].pk).update(country="RS", kind="media")
    organisations[1].delete()

    sync.process_waiting()
    found, expected = counter.current(), FacetCounter(index).current()
    names = [name.partition(":") for name in expected.bits]
    having = {(facet, value): expected.of(facet, value) for facet, _colon, value in names}
    assert {one: found.of(*one) for one in having} == having
    assert found.public == expected.public == set_of([organisations[0].pk, organisations[2].pk])
    assert found.counts("country", found.public) == expected.counts("country", found.public) == {"RS": 2}
    assert found.of("country", "AL") == 0


@pytest.mark.django_db
def test_values_that_few_entries_have_take_no_sets():
    """A set of 100,000 entries takes 12 kB: for each of thousands of towns, too much in each process."""
    OrganisationFactory.create_batch(sets.FEW_KEYS + 1, town="Bar")
    OrganisationFactory.create_batch(2, town="Kotor")
    sync.process_waiting()

    found = FacetCounter(registry.index_of(Organisation)).current()

    assert [type(found.bits[f"town:{town}"]) for town in ("bar", "kotor")] == [int, tuple]
    assert found.counts("town", found.public) == {"bar": sets.FEW_KEYS + 1, "kotor": 2}


@pytest.mark.django_db
def test_counter_forgets_what_was_rolled_back():
    index = registry.index_of(Organisation)
    OrganisationFactory()
    sync.process_waiting()
    counter = FacetCounter(index)
    counter.current()

    with transaction.atomic():
        OrganisationFactory()
        sync.process_waiting()
        assert counter.current().public.bit_count() == 2
        transaction.set_rollback(True)

    assert counter.current().public.bit_count() == 1


@pytest.mark.django_db
def test_answers_are_kept_until_anything_changes(django_assert_num_queries):
    first = OrganisationFactory(name="Open School")
    sync.process_waiting()
    counter = FacetCounter(registry.index_of(Organisation))

    asked = counter.current().answers(read_question("school"))
    with django_assert_num_queries(1):  # what is the state of the data?
        again = counter.current().answers(read_question("school"))
    second = OrganisationFactory(name="Night School")
    sync.process_waiting()
    later = counter.current().answers(read_question("school"))

    found = [keys_of(answers.entries) for answers in (asked, again, later)]
    assert found == [
        [first.pk],
        [first.pk],
        [first.pk, second.pk],
    ]


@pytest.mark.django_db
def test_no_more_answers_are_kept_than_fit(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(facets, "MOST_ANSWERS", 2)
    OrganisationFactory(name="Open School")
    found = FacetCounter(registry.index_of(Organisation)).current()
    for word in ("open", "school", "night"):
        found.answers(read_question(word))

    with django_assert_num_queries(0):
        found.answers(read_question("school")), found.answers(read_question("night"))
    with CaptureQueriesContext(connection) as queries:
        found.answers(read_question("open"))

    assert len(queries) == RANKING_QUERIES


@pytest.mark.django_db
def test_nothing_is_kept_without_a_version_of_the_data():
    DataVersion.objects.all().delete()
    counter = FacetCounter(registry.index_of(Organisation))
    values = iter(range(9))

    kept = [counter.current().remember("value", lambda: next(values)) for _request in range(2)]

    assert kept == [0, 1]


@pytest.mark.django_db
def test_value_is_made_again_only_if_what_it_is_made_of_changes():
    organisation = OrganisationFactory(name="Kestrel")
    sync.process_waiting()
    counter, made = FacetCounter(registry.index_of(Organisation)), []

    def names() -> list[str]:
        return counter.current().remember_made("names", read_names, lambda read: made.append(read) or read)

    def read_names() -> list[str]:
        return list(Organisation.objects.values_list("name", flat=True))

    found = [names()]
    for changed in ({"staff_note": "Seen."}, {"name": "Heron"}):
        Organisation.objects.filter(pk=organisation.pk).update(**changed)
        found.append(names())

    assert found == [["Kestrel"], ["Kestrel"], ["Heron"]]
    assert made == [["Kestrel"], ["Heron"]]


@pytest.mark.django_db
def test_value_is_computed_again_when_the_time_of_an_entry_comes_before_its_document(monkeypatch):
    """A process of another release leaves the documents alone, and a replica cannot write them."""
    now = timezone.now()
    OrganisationFactory(published_at=now + timedelta(hours=1))
    sync.process_waiting()
    index = registry.index_of(Organisation)
    counter = FacetCounter(index)

    def count() -> int:
        return counter.current().remember("count", Organisation.objects.for_public().count)

    before = count()
    monkeypatch.setattr(type(index), "version", index.version + 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=2))

    assert (before, count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_one_thread_sorts_for_all():
    OrganisationFactory.create_batch(3)
    counter, sorted_by, orders = FacetCounter(registry.index_of(Organisation)), [], []
    counter.current()
    are_ready = threading.Barrier(THREADS)

    def ask():
        found = counter.current()
        connection.close()  # the pool has fewer connections than there are threads
        are_ready.wait()
        with connection.execute_wrapper(note):
            return found.in_order("name", ("name", "pk"))

    def note(execute, sql, *others):
        sorted_by.append(sql)
        return execute(sql, *others)

    orders = run_together(*[ask] * THREADS)

    assert (len(sorted_by), len(orders), len(set(map(tuple, orders)))) == (1, THREADS, 1)
