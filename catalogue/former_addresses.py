"""Addresses that public entries had before: they lead on, and nobody else gets them."""

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from catalogue.models import Entry, FormerAddress, Publishable


def keep_old_address(entry: Publishable, slug: str) -> None:
    """Let an address that an entry had while it was public lead on to it, wherever it goes.

    Call it when such an entry gets another address, when it is withdrawn (so that a draft made of it may
    still change its address), and with the entry that stays when two are merged. A grant has a place on its
    recipient's page and no address of its own, so there is nothing to keep.
    """
    if isinstance(entry, Entry):
        FormerAddress.objects.bulk_create(
            [FormerAddress(kind=kind_of(entry), slug=slug, entry_id=entry.pk)],
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=["entry_id"],
        )


def hand_over_addresses(gone: Entry, kept: Entry) -> None:
    """Let all addresses of an entry lead on to another, into which it is merged.

    The address that it has now is among them if it is public. Call it before the entry is deleted.
    """
    FormerAddress.objects.filter(kind=kind_of(gone), entry_id=gone.pk).update(entry_id=kept.pk)
    if gone.is_public:
        keep_old_address(kept, gone.slug)


def present_entry(entries: QuerySet, slug: str) -> Entry | None:
    """Take the entries that may be seen and a former address, give the entry that it leads on to, if any."""
    former = FormerAddress.objects.filter(kind=kind_of(entries.model), slug=slug).first()
    return former and entries.filter(pk=former.entry_id).exclude(slug=slug).first()


def holder_of(slug: str, others: QuerySet) -> Model | None:
    """Give which of the others a former address still leads on to, if any."""
    former = FormerAddress.objects.filter(kind=kind_of(others.model), slug=slug).first()
    return former and others.filter(pk=former.entry_id).first()


def present_slugs(model: type[Model], slugs: list[str]) -> dict[str, str]:
    """Take slugs, give by those that are former addresses the slugs of the entries that these lead on to."""
    former = FormerAddress.objects.filter(kind=kind_of(model), slug__in=slugs)
    keys = dict(former.values_list("slug", "entry_id")) if slugs else {}
    present = dict(model._base_manager.filter(pk__in=keys.values()).values_list("pk", "slug"))
    return {slug: present[key] for slug, key in keys.items() if key in present}


def refuse_kept_address(slug: str, others: QuerySet) -> None:
    """Raise ValidationError if a former address of one of the others is asked for."""
    if holder := holder_of(slug, others):
        raise ValidationError(
            _(
                "“{slug}” was the address of “{entry}” and leads on to it. Choose another one, or leave it "
                "empty, and a free one is made."
            ).format(slug=slug, entry=holder),
            code="kept_address",
        )


def kind_of(model: type[Model] | Model) -> str:
    return model._meta.label_lower
