"""Asks, before an entry is saved under a new name, whether it is one that is there already."""

import re
from collections.abc import Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.admin.forms import SluggedForm
from catalogue.duplicates.candidates import Candidate, find_candidates
from catalogue.duplicates.similarity import remembered_name

BOX = "is_another"  # holds the keys of the entries that were shown when it was ticked


class DuplicateCheckForm(SluggedForm):
    """A form that comes back once if the entry is called nearly as another, with the box to say it is not.

    `name_paths` lead from an entry to its names; those of rows are read from the rows on the same form.
    """

    name_paths: Sequence[str] = ("name",)

    def clean(self):
        cleaned = super().clean()
        if {one.key for one in self.likely} - self.ticked:
            self.add_error(
                None,
                _(
                    "This may already exist (see above). If yours is different, tick “This is a different "
                    "entry” and save again."
                ),
            )
        return cleaned

    @cached_property
    def likely(self) -> list[Candidate]:
        """Give the other entries that are called nearly as this one is to be, if it is newly called so."""
        typed = self.new_names
        if not typed:
            return []
        return find_candidates(self._meta.model, self.name_paths, typed, but=[self.instance.pk])

    @property
    def new_names(self) -> list[str]:
        stored = {remembered_name(name) for name in self.stored_names()}
        return [name for name in self.typed_names() if remembered_name(name) not in stored]

    def stored_names(self) -> Iterator[str]:
        for path in self.name_paths:
            rows, _separator, field = path.rpartition("__")
            if not rows:
                yield getattr(self.stored, path)
            elif self.stored.pk and any(self.typed_in_rows(rows, field)):
                yield from getattr(self.stored, rows).values_list(field, flat=True)

    def typed_names(self) -> Iterator[str]:
        for path in self.name_paths:
            if "__" in path:
                yield from self.typed_in_rows(*path.split("__"))
            elif name := self.cleaned_data.get(path):
                yield name

    def typed_in_rows(self, rows: str, field: str) -> Iterator[str]:
        row = re.compile(rf"{rows}-(\d+)-{field}")
        for name, value in self.data.items():
            if (found := row.fullmatch(name)) and f"{rows}-{found[1]}-DELETE" not in self.data:
                yield value

    @property
    def ticked(self) -> set[int]:
        """Give the keys of the entries of which the editor has said that this is another one."""
        return {int(key) for key in self.data.get(BOX, "").split() if key.isascii() and key.isdigit()}
