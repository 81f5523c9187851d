"""The search of the back office: names of entries and people, of drafts too, in the portal's own index."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalogue.search.backends import backend_for
from catalogue.search.documents import SearchIndex
from catalogue.search.questions import Question


def search_for_staff(queryset: QuerySet, index: SearchIndex, question: Question) -> QuerySet:
    """Return those of the entries of a queryset whose names answer a question.

    Its words are widened as in the public search. A question without letters and digits finds nothing.
    """
    if not question:
        return queryset.none() if question.typed else queryset
    sql, parameters = backend_for(index.document, for_staff=True).hits(question)
    return queryset.filter(pk__in=RawSQL(sql, parameters))  # noqa: S611  (what was typed is a parameter)


def best_for_staff(queryset: QuerySet, index: SearchIndex, question: Question, most: int) -> list:
    """Return the first few entries of a queryset whose names answer a question, the best first."""
    if not question.wanted:
        return []
    backend = backend_for(index.document, for_staff=True)
    with backend.cursor() as cursor:
        cursor.execute(*backend.best(question, most, in_names=False))
        keys = [key for (key,) in cursor.fetchall()]
    found = search_for_staff(queryset, index, question).in_bulk(keys)
    return [found[key] for key in keys if key in found]
