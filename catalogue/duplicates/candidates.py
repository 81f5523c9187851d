"""Finds the entries that are called nearly as one that is being added, among a hundred thousand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone
from rapidfuzz import fuzz

from catalogue.duplicates.names import names_in, names_of
from catalogue.duplicates.similarity import (
    WRITTEN_TOGETHER,
    Name,
    all_have_their_like,
    nearest,
    remembered_name,
)
from catalogue.search import registry, sync
from catalogue.search.backends import backend_for
from catalogue.search.questions import Term

MOST = 8  # entries that are shown
MOST_WORDS = 8  # of a name that are asked for, the longest
MOST_HITS = 150  # of one question to the index
BEGINNING = 4  # letters that two words have in common, if one is misspelt towards its end


@dataclass(frozen=True)
class Candidate:
    """An entry that may be the same, how nearly, and the name of it that shows it."""

    key: int
    score: float
    name: str


def find_candidates(
    model: type[Model], paths: Sequence[str], typed: Iterable[str], but: Iterable[int] = ()
) -> list[Candidate]:
    """Take names as they were typed, give the entries that are called nearly so, the nearest first.

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
        for place, score in nearest(name, [other for _key, _text, other in known]):
            key, text, _other = known[place]
            if key not in best or best[key].score < score:
                best[key] = Candidate(key, score, text)
    return sorted(best.values(), key=lambda one: (-one.score, one.key))[:MOST]


def candidates(model: type[Model], paths: Sequence[str], names: Sequence[Name]) -> Iterator[tuple[int, str]]:
    """Give the names of the entries that are worth a closer look: public ones by the search index.

    What is not public is not in the index; it is little, and all of it is looked at.
    """
    now = timezone.now()
    hidden = model.objects.filter(Q(published_at__isnull=True) | Q(published_at__gt=now))
    yield from names_in(hidden, paths)
    keys = {key for name in names for key in public_candidates(model, name)}
    if keys:
        yield from names_of(model.objects.all(), paths, keys)


def public_candidates(model: type[Model], name: Name) -> set[int]:
    """Give the keys of the public entries of whose names much is in this one."""
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
    """Tell whether all that a name says may be among the folded names of an entry."""
    return all_have_their_like(name.words.split(), title.split()) or bool(
        fuzz.partial_ratio(name.letters, title.replace(" ", ""), score_cutoff=WRITTEN_TOGETHER)
    )


def questions(name: Name) -> list[tuple[Term, ...]]:
    """Give what to ask the index, so that one of the questions finds a name with a word or two misspelt.

    Each word by itself finds rare ones; all but one find it where that one is misspelt; the beginnings of all
    find it where several are; and the beginning of the letters, where it is written together.
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
