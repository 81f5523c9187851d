from random import Random

import pytest
from django.db import OperationalError

from catalogue.search import registry, sync
from catalogue.search.names import NameWords
from catalogue.similarity import find_similar
from organisations.models import Organisation
from tests.factories import OrganisationFactory


@pytest.mark.parametrize("cutoff", [50, 70, 90])
def test_words_that_are_left_out_are_not_similar(cutoff):
    random = Random(5)  # noqa: S311  (chance for a test keeps no secret)
    words = {"".join(random.choices("abcde", k=random.randint(1, 12))) for _word in range(500)}
    names = NameWords(None)
    names.is_wanted = names.is_read = True
    names.note(sorted(words)[:250])
    names.note([" ".join(sorted(words)[250:])])

    for word in random.sample(sorted(words), 50):
        maybe = names.maybe_similar(word, cutoff)
        similar = find_similar(word, sorted(words), cutoff=cutoff)
        assert {one.name for one in similar} <= set(maybe) <= words


@pytest.mark.django_db
def test_names_are_read_again_if_the_database_was_away(monkeypatch):
    OrganisationFactory(name="Kestrel")
    sync.process_waiting()
    names = NameWords(registry.index_of(Organisation).document)

    def fail(*args, **kwargs):
        raise OperationalError("made for this test")

    with monkeypatch.context() as away:
        away.setattr(type(names.document.objects), "values_list", fail)
        with pytest.raises(OperationalError):
            names.maybe_similar("kestrl", 70)

    assert names.maybe_similar("kestrl", 70) == ["kestrel"]
