"""The tables of the search index, which can be rebuilt from the entries, and the synonyms that staff add."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.fields import NameField, ProseField
from catalogue.folding import fold
from catalogue.references import EntryReference
from catalogue.sort_keys import SortedByName

MOST_SYNONYMS = 12  # of one name
LONGEST_SYNONYM = 80  # letters


class SearchDocument(models.Model):
    """The searchable text of one entry, folded, under the primary key of the entry.

    There is no foreign key: a deleted entry leaves an empty document, by which every process that counts
    notices the deletion. That of a draft has only `staff_text`, its names, which no public search reads.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    title = models.TextField()
    body = models.TextField()
    staff_text = models.TextField(default="")
    facets = models.TextField(help_text="The values of its facets, as `facet:value`, each between spaces.")
    refresh_at = models.DateTimeField(null=True, help_text="When it changes without a write.")
    version = models.BigIntegerField(help_text="The version of the clock at which it was written.")

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["version"], name="%(class)s_version"),
            models.Index(fields=["refresh_at"], name="%(class)s_due"),
        ]


class StaleEntry(EntryReference):
    """An entry in the queue of stale documents, written by a database trigger.

    Rows are only added and deleted, never merged: a row that one transaction adds while another processes an
    earlier row of the same entry stays.
    """

    class Meta:
        app_label = "catalogue"
        indexes = [models.Index(fields=["kind", "entry_id"], name="staleentry_by_entry")]


class SearchClock(models.Model):
    """The state of the documents of one kind.

    `version` counts the writes. `history` has the latest versions, each with a random mark: a process that
    read one of them, by its mark, needs only what has changed since.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    version = models.BigIntegerField(default=0)
    history = models.JSONField(default=list)
    index_version = models.PositiveIntegerField(
        help_text="The `version` of the index that wrote the documents."
    )

    class Meta:
        app_label = "catalogue"

    def __str__(self):
        return f"{self.kind}, version {self.version}"


def synonyms_in(text: str) -> list[str]:
    """Return the synonyms in a text, which are separated by commas or lines, each once."""
    texts = (" ".join(part.split()) for part in re.split(r"[,;\r\n]", text))
    return list(dict.fromkeys(filter(None, texts)))


def validate_searchable(text: str) -> None:
    """Raise ValidationError if a text contains nothing to search for."""
    if not fold(text):
        raise ValidationError(_("“%(text)s” contains no letters or digits."), params={"text": text})


def validate_synonyms(text: str) -> None:
    """Raise ValidationError if there are too many synonyms, or if one is too long or has no letters."""
    found = synonyms_in(text)
    if len(found) > MOST_SYNONYMS:
        message = _("Enter at most %(most)d synonyms (now %(number)d).")
        raise ValidationError(message, params={"most": MOST_SYNONYMS, "number": len(found)})
    for synonym in found:
        validate_searchable(synonym)
        if len(synonym) > LONGEST_SYNONYM:
            message = _("Shorten “%(text)s…” to %(most)d characters.")
            raise ValidationError(message, params={"text": synonym[:20], "most": LONGEST_SYNONYM})


class SearchSynonym(SortedByName):
    """Other words for a word or name, which a search for any of them finds too."""

    name = NameField(
        _("word or name"),
        max_length=LONGEST_SYNONYM,
        unique=True,
        validators=[validate_searchable],
        help_text=_("As the entries have it, such as: Youth."),
    )
    synonyms = ProseField(
        _("synonyms"),
        max_length=1000,
        validators=[validate_synonyms],
        help_text=_(
            "Words with the same meaning in any language or script, one on each line or separated by commas, "
            "such as: mladi, omladina, të rinjtë. A search for any of them also finds the name and the "
            "others. Capitals, diacritics and the script make no difference."
        ),
    )

    natural_key_fields = ("name",)

    class Meta(SortedByName.Meta):
        app_label = "catalogue"
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")

    def __str__(self):
        return self.name

    @property
    def forms(self) -> list[str]:
        """Return the name and its synonyms."""
        return [self.name, *synonyms_in(self.synonyms)]

    def clean(self):
        """Store each synonym on a line of its own. Raise ValidationError if they only repeat the name."""
        self.synonyms = "\n".join(synonyms_in(self.synonyms))
        if self.synonyms and {fold(text) for text in self.forms} == {fold(self.name)}:
            message = _("A search for the name finds these already. Enter other words.")
            raise ValidationError({"synonyms": message})
