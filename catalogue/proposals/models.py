"""The proposed version of an entry, and what it held before it was last saved."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.fields import ProseField
from catalogue.references import EntryReference, EntryReferenceQuerySet
from catalogue.tokens import new_token

EARLIER_KEPT_FOR = timedelta(days=30)  # for forms that are still open


class ProposedVersionQuerySet(EntryReferenceQuerySet):
    def of_rows(self):
        """Return the proposed version of each entry of a query of the kind, for a subquery."""
        return self.filter(entry_id=models.OuterRef("pk"))

    def in_review(self):
        return self.filter(status=ProposedVersion.Status.REVIEW)

    def of_entries(self, model: type[models.Model], keys):
        """Return those of the keys whose entries have a proposed version."""
        return set(self.of_keys(model, keys).values_list("entry_id", flat=True))


class ProposedVersion(EntryReference):
    """The changes of an entry that is published or scheduled, with its rows. No public page reads them.

    `base` is the entry when the changes were last saved, `state` the same with the changes, both as
    `catalogue.proposals.states` stores them. The token is renewed when `state` changes.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent for review yet")
        REVIEW = "review", _("In review")
        RETURNED = "returned", _("Sent back")

    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    base = models.JSONField()
    state = models.JSONField()
    token = models.CharField(max_length=32, default=new_token)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    note = ProseField(_("note to the reviewer"), blank=True)
    reason = ProseField(_("reason"), blank=True)

    objects = ProposedVersionQuerySet.as_manager()

    class Meta:
        ordering = ("changed_at", "pk")
        default_permissions = ()
        verbose_name = _("proposed version")
        verbose_name_plural = _("proposed versions")
        constraints = [
            models.UniqueConstraint(name="proposed_version_once_an_entry", fields=("kind", "entry_id"))
        ]
        indexes = [models.Index(fields=["kind", "status"], name="proposed_version_by_status")]


class EarlierProposal(EntryReference):
    """What a proposed version held under an earlier token, to compare it with forms opened then.

    One that was discarded can be restored, with its author and note.
    """

    token = models.CharField(max_length=32)
    base = models.JSONField()
    state = models.JSONField()
    is_discarded = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = ProseField(_("note to the reviewer"), blank=True)
    replaced_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("replaced_at", "pk")
        default_permissions = ()
        verbose_name = _("earlier proposed version")
        verbose_name_plural = _("earlier proposed versions")
        indexes = [models.Index(fields=["kind", "entry_id", "token"], name="earlier_proposal_by_token")]
