"""The results of one search across every kind of entry."""

from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalogue.entries import Entry
from catalogue.search import registry
from catalogue.search.kept import kept_by_key
from catalogue.search.questions import Question
from catalogue.search.selection import Selection
from catalogue.search.snippets import Snippet, snippets_of, with_snippets
from smartbalkans.kinds import KINDS, EntryKind

BEST = 5  # entries of each kind


@dataclass(frozen=True)
class Result:
    """An entry that was found. `note` says what, when and where it is."""

    title: str
    address: str
    note: SafeString
    snippet: Snippet | None = None


class Answer:
    """The results of a search among one kind of entry."""

    def __init__(self, kind: EntryKind, question: Question):
        self.kind = kind
        self.question = question
        self.selection = Selection(registry.index_of(kind.model), question, {})
        self.count = len(self.selection)

    @property
    def address(self) -> str:
        """Return the address of the list of all of them."""
        return self.kind.list_with(q=self.question.typed)

    @property
    def link(self) -> str:
        return self.kind.link_to(self.count)

    @property
    def best(self) -> list[Result]:
        """Return the best few."""
        index, state = self.selection.index, self.selection.counter.state
        entries = self.selection.ranked(index.with_texts(index.model.objects.for_public()))[:BEST]
        results = kept_by_key("result", entries, state, partial(result_of, self.kind.section))
        return with_snippets(results, snippets_of(entries, index, self.question, state))


def result_of(section: str, entry: Entry) -> Result:
    """Return a result without its snippet, of an entry that was fetched with its texts."""
    note = render_to_string("smartbalkans/_result_note.html", {"entry": entry, "section": section})
    return Result(str(entry), entry.get_absolute_url(), note)


def answers_to(question: Question) -> list[Answer]:
    """Return the kinds of which the search has results: with as many of its words as any entry has."""
    answers = [Answer(kind, question) for kind in KINDS] if question else []
    found = [answer for answer in answers if answer.count]
    most = max((answer.selection.terms for answer in found), default=0)
    return [answer for answer in found if answer.selection.terms == most]


def has_answers(question: Question) -> bool:
    """Return whether an entry of any kind has all words of a search."""
    return any(answer.selection.has_answers for answer in answers_to(question))
