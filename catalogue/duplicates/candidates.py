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
    cached_name,
    find_similar_names,
)
from catalogue.search import registry
from catalogue.search.backends import backend_for
from catalogue.search.questions import Term
from catalogue.similarity import part_similarity

MAX_CANDIDATES = 8
MAX_WORDS = 8  # of a name, the longest, that are searched for
MAX_HITS = 150  # of one query to the search index
PREFIX = 4  # letters that a word shares with itself misspelt towards its end


@dataclass(frozen=True)
class Candidate:
    """An entry that may be the same, the score, and its name that has this score."""

    key: int
    score: float
    name: str


def find_candidates(
    model: type[Model], paths: Sequence[str], names: Iterable[str], but: Iterable[int] = ()
) -> list[Candidate]:
    """Return the entries with names similar to these, the most similar first.

    `paths` are the lookup paths to the names of an entry, `but` the keys of entries to leave out.
    """
    prepared = [name for name in map(cached_name, dict.fromkeys(names)) if name]
    if not prepared:
        return []
    excluded = set(but)
    texts = [(key, text) for key, text in candidate_names(model, paths, prepared) if key not in excluded]
    known = [(key, text, name) for key, text in texts if (name := cached_name(text))]
    best: dict[int, Candidate] = {}
    for name in prepared:
        for place, score in find_similar_names(name, [other for _key, _text, other in known]):
            key, text, _other = known[place]
            if key not in best or best[key].score < score:
                best[key] = Candidate(key, score, text)
    return sorted(best.values(), key=lambda one: (-one.score, one.key))[:MAX_CANDIDATES]


def candidate_names(
    model: type[Model], paths: Sequence[str], names: Sequence[Name]
) -> Iterator[tuple[int, str]]:
    """Yield the names that are worth comparing: of public entries, those that the search index finds.

    Entries that are not public are few and not in the index, so all of them are compared.
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
    engine = backend_for(index.document)
    parts, parameters = [], []
    for terms in index_queries(name):
        sql, more = engine.matching_names(engine.expression(terms, together="and"))
        parts.append(f"SELECT * FROM ({sql} LIMIT {MAX_HITS}) AS part{len(parts)}")  # noqa: S608  (of names of tables)
        parameters += more
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), parameters)
        return {key for key, title in cursor.fetchall() if is_within(name, title)}


def is_within(name: Name, title: str) -> bool:
    """Return whether an entry's folded names may contain all words of the name, or all its letters."""
    return all_have_similar(name.words.split(), title.split()) or bool(
        part_similarity(name.letters, title.replace(" ", ""), score_cutoff=SAME_LETTERS)
    )


def index_queries(name: Name) -> list[tuple[Term, ...]]:
    """Return queries for the search index of which one finds a name with a word or two misspelt.

    Each word alone finds rare words; all words but one, a name in which that one is misspelt; the prefixes of
    all words, a name in which several are; and the first letters, a name written without spaces.
    """
    words = sorted(set(name.words.split()), key=len, reverse=True)[:MAX_WORDS]
    whole = [Term((word,), is_phrase=True) for word in words]
    prefixes = [Term((word[:PREFIX],)) for word in words]
    queries = [(word,) for word in whole]
    if len(words) > 1:
        queries += [tuple(whole), tuple(prefixes)]
        queries += [tuple(whole[:place] + whole[place + 1 :]) for place in range(len(words))]
        queries += [
            (*whole[:place], Term((words[place][: PREFIX - 1],)), *whole[place + 1 :])
            for place in range(len(words))
        ]
    else:
        queries += [(prefixes[0],), (Term((words[0][: PREFIX - 1],)),)]
    queries.append((Term((name.letters[: 2 * PREFIX],)),))
    return list(dict.fromkeys(queries))
