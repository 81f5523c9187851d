"""Find the entries whose names are similar to one that is being added, among a hundred thousand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone

from catalogue.duplicates.names import names_in, names_of
from catalogue.duplicates.similarity import (
    SAME_LETTERS,
    Name,
    all_have_similar,
    find_similar_names,
    remembered_name,
)
from catalogue.search import registry, sync
from catalogue.search.backends import backend_for
from catalogue.search.questions import Term
from catalogue.similarity import part_similarity

MOST = 8  # entries that are shown
MOST_WORDS = 8  # of a name that are searched for, the longest
MOST_HITS = 150  # of one question to the index
BEGINNING = 4  # letters that two words have in common, if one is misspelt towards its end


@dataclass(frozen=True)
class Candidate:
    """An entry that may be the same, the score, and its name that has this score."""

    key: int
    score: float
    name: str


def find_candidates(
    model: type[Model], paths: Sequence[str], typed: Iterable[str], but: Iterable[int] = ()
) -> list[Candidate]:
    """Return the entries with names similar to these, the most similar first.

    `paths` lead from an entry of the model to its names. `but` are the keys of entries to leave out.
    """
    names = [name for name in map(remembered_name, dict.fromkeys(typed)) if name]
    if not names:
        return []
    left_out = set(but)
    texts = [(key, text) for key, text in candidates(model, paths, names) if key not in left_out]
    known = [(key, text, name) for key, text in texts if (name := remembered_name(text))]
    best: dict[int, Candidate] = {}
    for name in names:
        for place, score in find_similar_names(name, [other for _key, _text, other in known]):
            key, text, _other = known[place]
            if key not in best or best[key].score < score:
                best[key] = Candidate(key, score, text)
    return sorted(best.values(), key=lambda one: (-one.score, one.key))[:MOST]


def candidates(model: type[Model], paths: Sequence[str], names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Yield the names of the entries to compare: of public ones those that the search index finds.

    Entries that are not public are few and not in the index, so all their names are yielded.
    """
    now = timezone.now()
    hidden = model.objects.filter(Q(published_at__isnull=True) | Q(published_at__gt=now))
    yield from names_in(hidden, paths)
    keys = {key for name in names for key in public_candidates(model, name)}
    if keys:
        yield from names_of(model.objects.all(), paths, keys)


def public_candidates(model: type[Model], name: Name) -> set[int]:
    """Return the keys of the public entries whose names share words or letters with this one."""
    index = registry.index_of(model)
    sync.refresh(index)
    engine = backend_for(index.document)
    parts, parameters = [], []
    for terms in questions(name):
        sql, more = engine.matching_names(engine.expression(terms, together="and"))
        parts.append(f"SELECT * FROM ({sql} LIMIT {MOST_HITS}) AS part{len(parts)}")  # noqa: S608  (of names of tables)
        parameters += more
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), parameters)
        return {key for key, title in cursor.fetchall() if is_within(name, title)}


def is_within(name: Name, title: str) -> bool:
    """Return whether an entry's folded names may contain all words of the name, or all its letters."""
    return all_have_similar(name.words.split(), title.split()) or bool(
        part_similarity(name.letters, title.replace(" ", ""), score_cutoff=SAME_LETTERS)
    )


def questions(name: Name) -> list[tuple[Term, ...]]:
    """Return questions to the index, one of which finds a name with one or two words misspelt.

    Each word alone finds rare words; all but one find a name where that one is misspelt; the beginnings of
    all find one where several are; the beginning of the letters finds one without spaces.
    """
    words = sorted(set(name.words.split()), key=len, reverse=True)[:MOST_WORDS]
    whole = [Term((word,), is_phrase=True) for word in words]
    begun = [Term((word[:BEGINNING],)) for word in words]
    asked = [(word,) for word in whole]
    if len(words) > 1:
        asked += [tuple(whole), tuple(begun)]
        asked += [tuple(whole[:place] + whole[place + 1 :]) for place in range(len(words))]
        asked += [
            (*whole[:place], Term((words[place][: BEGINNING - 1],)), *whole[place + 1 :])
            for place in range(len(words))
        ]
    else:
        asked += [(begun[0],), (Term((words[0][: BEGINNING - 1],)),)]
    asked.append((Term((name.letters[: 2 * BEGINNING],)),))
    return list(dict.fromkeys(asked))
