"""What must be told of an entry before the public sees it. Each model declares its `required_facts`.

A draft may lack any of them. They are asked for when an entry is sent for review, scheduled or published; and
where they are missing all the same, as of entries from before, the back office says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, Model, Q, Value, When
from django.utils.translation import gettext_lazy as _

BATCH = 500  # entries whose facts are asked for at once


@dataclass(frozen=True)
class Fact:
    """One thing that must be told.

    `label` names it in a list of what is missing, `lack` says in a word or two that it is, and `place` is the
    id of where to tell it on the form; `lacking` takes the model and gives the condition that an entry does
    not tell it, its only definition.
    """

    key: str
    label: str
    lack: str
    place: str
    lacking: Callable[[type[Model]], Q]


NAME = Fact("name", _("name"), _("no name"), "id_name", lambda model: Q(name=""))
SUMMARY = Fact("summary", _("summary"), _("no summary"), "id_summary", lambda model: Q(summary=""))


def is_lacking(model: type[Model], keys: Iterable[str] | None = None) -> Q:
    """Give the condition that an entry lacks one of the facts with these keys, or any if none are named.

    What was withdrawn is not to be public, so it lacks nothing. Raises KeyError for a fact that is none.
    """
    facts = {fact.key: fact for fact in model.required_facts}
    chosen = facts.values() if keys is None else [facts[key] for key in keys]
    return reduce(or_, (fact.lacking(model) for fact in chosen)) & ~Q(stage=model.Stage.WITHDRAWN)


def missing_facts(entry: Model) -> list[Fact]:
    """Give what a saved entry lacks to be published, in the order of the form."""
    return missing_facts_of(type(entry), [entry.pk])[entry.pk]


def missing_facts_of(model: type[Model], keys: list) -> dict[object, list[Fact]]:
    """Give the same for many entries, by their keys, in one query for every `BATCH` of them."""
    told = {
        f"lacks_{fact.key}": Case(
            When(fact.lacking(model), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for fact in model.required_facts
    }
    found: dict[object, list[Fact]] = defaultdict(list)
    for start in range(0, len(keys), BATCH):
        rows = model._base_manager.filter(pk__in=keys[start : start + BATCH]).annotate(**told)
        for key, *lacks in rows.values_list("pk", *told):
            pairs = zip(model.required_facts, lacks, strict=True)
            found[key] = [fact for fact, is_missing in pairs if is_missing]
    return found
