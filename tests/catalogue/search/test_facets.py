import pytest
from django.db import transaction

from catalogue.search import facets, registry, sync
from catalogue.search.facets import FacetCounter, keys_of, newest, set_of
from catalogue.search.questions import read_question
from organisations.models import Organisation
from tests.factories import CountryFactory, OrganisationFactory


@pytest.mark.parametrize("keys", [[], [1], [0, 7, 8, 9, 1000], list(range(50, 70))])
def test_set_of_keys_has_these_keys(keys):
    assert keys_of(set_of(keys)) == keys


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 3), (2, 5), (4, 99), (50, 60)])
def test_newest_of_a_set_are_those_with_the_highest_keys(first, last):
    keys = [1, 7, 8, 9, 100, 1000]

    assert newest(set_of(keys), first, last) == sorted(keys, reverse=True)[first:last]


@pytest.mark.django_db
def test_counter_loads_changes_as_if_it_had_read_everything():
    index = registry.index_of(Organisation)
    counter = FacetCounter(index).current()
    organisations = [OrganisationFactory(country=CountryFactory(code=code)) for code in ("AL", "AL", "RS")]
    sync.process_waiting()
    counter.current()

    Organisation.objects.filter(pk=organisations[0].pk).update(country="RS", kind="media")
    organisations[1].delete()

    def counts(one):
        sync.process_waiting()
        return {name: bits.bit_count() for name, bits in one.current().bits.items() if bits}

    assert counts(counter) == counts(FacetCounter(index))
    assert counts(counter)["country:RS"] == 2


@pytest.mark.django_db
def test_counter_forgets_what_was_rolled_back():
    index = registry.index_of(Organisation)
    OrganisationFactory()
    sync.process_waiting()
    counter = FacetCounter(index).current()

    with transaction.atomic():
        OrganisationFactory()
        sync.process_waiting()
        assert counter.current().public.bit_count() == 2
        transaction.set_rollback(True)

    assert counter.current().public.bit_count() == 1


@pytest.mark.django_db
def test_answers_are_kept_until_anything_changes(django_assert_num_queries):
    index = registry.index_of(Organisation)
    first = OrganisationFactory(name="Open School")
    sync.process_waiting()
    counter = FacetCounter(index).current()

    asked = counter.answers(read_question("school"))
    with django_assert_num_queries(0):
        again = counter.answers(read_question("school"))
    second = OrganisationFactory(name="Night School")
    sync.process_waiting()
    later = counter.current().answers(read_question("school"))

    assert [keys_of(one) for one in (asked, again, later)] == [[first.pk], [first.pk], [first.pk, second.pk]]


@pytest.mark.django_db
def test_no_more_answers_are_kept_than_fit(monkeypatch):
    monkeypatch.setattr(facets, "MOST_ANSWERS", 2)
    OrganisationFactory(name="Open School")
    counter = FacetCounter(registry.index_of(Organisation)).current()

    for word in ("open", "school", "night"):
        counter.answers(read_question(word))

    assert list(counter.remembered["answers"]) == [read_question("night")]
