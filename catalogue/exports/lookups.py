"""Finds the instances that cells refer to by name, slug or code, and proposes the nearest one."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalogue.batches import batched
from catalogue.errors import propose
from catalogue.exports.cells import CellError, plain_text
from catalogue.similarity import edit_distance, find_most_similar, find_similar, label_similarity

NEAR = 75  # of a hundred: how similar words are, for one to be meant by the other
FEW = 2000  # rows of a list that is kept in memory whole
BATCH = 200  # names that are looked up together


def folded(name: str) -> str:
    return " ".join(plain_text(name).replace("’", "'").casefold().split())


def did_you_mean(name: str, names: list[str]) -> str:
    """Return a sentence that proposes the most similar name, with a space after it, or an empty text."""
    found = find_most_similar(name, names, label_similarity, cutoff=NEAR, processor=folded)
    return f"{propose(found)} " if found else ""


class Directory:
    """The names of the instances of a model."""

    def __init__(self, model: type[Model]):
        self.model = model
        self.fields = [*model.natural_key_fields, *(["name"] if has_name(model) else [])]
        self.known: dict[str, dict[Any, None]] = defaultdict(dict)
        self.asked: set[str] = set()
        self.is_whole = model._base_manager.count() <= FEW
        if self.is_whole:
            self.learn(model._base_manager.all())

    def learn(self, rows) -> None:
        for key, *names in rows.values_list("pk", *self.fields):
            for name in names:
                self.known[folded(str(name))][key] = None

    def find(self, text: str) -> list:
        """Return the keys of the instances of this name, in capitals or not."""
        asked = folded(text)
        if not self.is_whole and asked not in self.asked:
            self.prepare([text])
        return list(self.known.get(asked, ()))

    def prepare(self, texts: list[str]) -> None:
        """Look up many names at once."""
        if self.is_whole:
            return
        new = list({text for text in texts if text and folded(text) not in self.asked})
        for some in batched(new, BATCH):
            called = Q()
            for field in self.fields:
                called |= Q(**{f"{field}__in": some})
            self.learn(self.model._base_manager.filter(called))
            self.asked.update(map(folded, some))

    @cached_property
    def names(self) -> list[str]:
        """Return all names, among which to find the nearest."""
        return list(self.model._base_manager.values_list(self.fields[-1], flat=True))

    @cached_property
    def slugs(self) -> list[str]:
        """Return all slugs or codes, among which to find the nearest."""
        return list(self.model._base_manager.values_list(self.fields[0], flat=True))

    def proposal(self, text: str) -> str:
        """Return a sentence that proposes the most similar slug or name, or an empty text."""
        return did_you_mean(text, self.slugs if text == slugify(text) else self.names)

    def describe(self, keys: list) -> str:
        rows = self.model._base_manager.filter(pk__in=keys[:3]).values_list(self.fields[0], flat=True)
        return ", ".join(map(str, rows))


class NameDirectories:
    """The directories of all models that the columns of a file refer to."""

    def __init__(self):
        self.directories: dict[type[Model], Directory] = {}
        self.all_slugs: dict[type[Model], list[str]] = {}

    def directory(self, model: type[Model]) -> Directory:
        if model not in self.directories:
            self.directories[model] = Directory(model)
        return self.directories[model]

    def slugs(self, model: type[Model]) -> list[str]:
        """Return the slugs of all entries of a kind, read once."""
        if model not in self.all_slugs:
            self.all_slugs[model] = list(model._base_manager.values_list("slug", flat=True))
        return self.all_slugs[model]

    def key(self, model: type[Model], text: str) -> Any:
        """Return the key of the instance of this name; raise CellError if there is not exactly one."""
        directory = self.directory(model)
        found = directory.find(text)
        if not found:
            raise CellError(self.unknown(directory, text))
        if len(found) > 1:
            raise CellError(
                _(
                    "Several {kind} have the name “{text}”. Enter the slug of the one you mean: {slugs}."
                ).format(kind=model._meta.verbose_name_plural, text=text, slugs=directory.describe(found))
            )
        return found[0]

    def keys(self, model: type[Model], text: str) -> list:
        """Return the keys of several instances by their names, joined by semicolons; names may have some."""
        parts = [part.strip() for part in text.split(";")]
        keys, start = {}, 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                name = "; ".join(parts[start:end])
                if name and (end == start + 1 or self.directory(model).find(name)):
                    keys[self.key(model, name)] = None
                    break
            start = end
        return list(keys)

    def unknown(self, directory: Directory, text: str) -> str:
        return _(
            "No {kind} found for “{text}”. {proposal}Correct the cell, or add it in the back office first."
        ).format(kind=directory.model._meta.verbose_name, text=text[:120], proposal=directory.proposal(text))


def has_name(model: type[Model]) -> bool:
    try:
        model._meta.get_field("name")
    except FieldDoesNotExist:
        return False
    return True


MOST_EDITS = 2  # letters added, left out or changed
_DIGITS = str.maketrans("", "", "0123456789")


def near_slugs(slug: str, slugs: list[str]) -> list[str]:
    """Return the most similar of the slugs, if any is. Those that differ only in a number are not."""
    most_edits = MOST_EDITS if len(slug) > 5 else 1
    found = find_similar(slug, slugs, edit_distance, cutoff=most_edits, limit=3)
    plain = slug.translate(_DIGITS)
    return [one.name for one in found if one.name.translate(_DIGITS) != plain][:1]
