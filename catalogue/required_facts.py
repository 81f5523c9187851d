"""The facts that an entry needs before the public sees it. Each model declares its `required_facts`.

A draft may lack any of them. They are required when an entry is sent for review, scheduled or published;
where a published entry lacks one nevertheless, the back office shows it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, Model, Q, Value, When
from django.utils.translation import gettext_lazy as _

from catalogue.batches import batched

BATCH = 500  # entries whose facts are asked for at once


@dataclass(frozen=True)
class RequiredFact:
    """A fact that an entry needs to be published.

    `label` names it in a list of what is missing, `lack` states in a word or two that it is missing, and
    `place` is the id of its field on the form. `lacking` returns the condition that an entry of the model
    lacks it, its only definition. `filled_by` selects the controls of which one that is filled in provides
    the fact, so that the form can show it before it is saved; without it, the form shows it once saved.
    """

    key: str
    label: str
    lack: str
    place: str
    lacking: Callable[[type[Model]], Q]
    filled_by: str = ""


NAME = RequiredFact("name", _("name"), _("no name"), "id_name", lambda model: Q(name=""), "[name=name]")
SUMMARY = RequiredFact(
    *("summary", _("summary"), _("no summary"), "id_summary"),
    lambda model: Q(summary=""),
    "[name=summary]",
)


def is_lacking(model: type[Model], keys: Iterable[str] | None = None) -> Q:
    """Return the condition that an entry lacks one of the facts with these keys, by default any.

    A withdrawn entry is not to be published, so it lacks nothing. Raise KeyError if there is no such fact.
    """
    facts = {fact.key: fact for fact in model.required_facts}
    chosen = facts.values() if keys is None else [facts[key] for key in keys]
    return reduce(or_, (fact.lacking(model) for fact in chosen)) & ~Q(stage=model.Stage.WITHDRAWN)


def missing_facts(entry: Model) -> list[RequiredFact]:
    """Return what a saved entry lacks to be published, in the order of the form."""
    return missing_facts_of(type(entry), [entry.pk])[entry.pk]


def missing_facts_of(
    model: type[Model], keys: list, facts: Iterable[RequiredFact] | None = None
) -> dict[object, list[RequiredFact]]:
    """Return the same for many entries, by their keys, in one query for every `BATCH` of them.

    `facts` are others than those that the model requires.
    """
    facts = model.required_facts if facts is None else tuple(facts)
    missing_by_key = {
        f"lacks_{fact.key}": Case(
            When(fact.lacking(model), then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for fact in facts
    }
    found: dict[object, list[RequiredFact]] = defaultdict(list)
    for batch in batched(keys, BATCH):
        rows = model._base_manager.filter(pk__in=batch).annotate(**missing_by_key)
        for key, *lacks in rows.values_list("pk", *missing_by_key):
            pairs = zip(facts, lacks, strict=True)
            found[key] = [fact for fact, is_missing in pairs if is_missing]
    return found
