"""A form that checks for possible duplicates before it saves a new name."""

import re
from collections.abc import Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.admin.forms import SluggedForm
from catalogue.duplicates.candidates import Candidate, find_candidates
from catalogue.duplicates.similarity import cached_name
from catalogue.keys import keys_of

DIFFERENT_ENTRY_BOX = "is_another"  # its value: the keys of the entries shown when it was ticked


class DuplicateCheckForm(SluggedForm):
    """A form that is refused if another entry has a similar name, until the editor confirms the difference.

    `name_paths` are the lookup paths to the names of an entry; names in rows are read from the same form.
    """

    name_paths: Sequence[str] = ("name",)

    def clean(self):
        cleaned = super().clean()
        if {one.key for one in self.candidates} - self.confirmed:
            self.add_error(
                None,
                _(
                    "This may already exist (see above). If yours is different, tick “This is a different "
                    "entry” and save again."
                ),
            )
        return cleaned

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Return the other entries whose names are similar to the names that are new."""
        new = self.new_names
        if not new:
            return []
        return find_candidates(self._meta.model, self.name_paths, new, but=[self.instance.pk])

    @property
    def new_names(self) -> list[str]:
        stored = {cached_name(name) for name in self.stored_names()}
        return [name for name in self.entered_names() if cached_name(name) not in stored]

    def stored_names(self) -> Iterator[str]:
        for path in self.name_paths:
            rows, _separator, field = path.rpartition("__")
            if not rows:
                yield getattr(self.stored, path)
            elif self.stored.pk and any(self.entered_in_rows(rows, field)):
                yield from getattr(self.stored, rows).values_list(field, flat=True)

    def entered_names(self) -> Iterator[str]:
        for path in self.name_paths:
            if "__" in path:
                yield from self.entered_in_rows(*path.split("__"))
            elif name := self.cleaned_data.get(path):
                yield name

    def entered_in_rows(self, rows: str, field: str) -> Iterator[str]:
        row = re.compile(rf"{rows}-(\d+)-{field}")
        for name, value in self.data.items():
            if (found := row.fullmatch(name)) and f"{rows}-{found[1]}-DELETE" not in self.data:
                yield value

    @property
    def confirmed(self) -> set[int]:
        """Return the keys of the entries that the editor has confirmed to be different."""
        return set(keys_of(self._meta.model, self.data.get(DIFFERENT_ENTRY_BOX, "").split()))
