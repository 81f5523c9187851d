"""Addresses that public entries had before: they lead on."""

from django.db.models import Model

from catalogue.models import Entry, FormerAddress, Publishable


def keep_old_address(entry: Publishable, slug: str) -> None:
    """Let an address that an entry had while it was public lead on to it, wherever it goes."""
    if isinstance(entry, Entry):
        FormerAddress.objects.update_or_create(
            kind=kind_of(entry), slug=slug, defaults={"entry_id": entry.pk}
        )


def hand_over_addresses(gone: Entry, kept: Entry) -> None:
    """Let all addresses of an entry lead on to another, into which it is merged.

    The address that it has now is among them if it is public. Call it before the entry is deleted.
    """
    FormerAddress.objects.filter(kind=kind_of(gone), entry_id=gone.pk).update(entry_id=kept.pk)
    if gone.is_public:
        keep_old_address(kept, gone.slug)


def kind_of(model: type[Model] | Model) -> str:
    return model._meta.label_lower
