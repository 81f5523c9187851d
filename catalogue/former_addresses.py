"""Addresses that public entries had before: they redirect, and no other entry gets them."""

from itertools import count

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from catalogue.entries import Entry, Publishable
from catalogue.references import EntryReference, reference_to


class FormerAddress(EntryReference):
    """An address that an entry had while it was public. It redirects to the entry's present one."""

    slug = models.SlugField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(name="catalogue_former_address_once", fields=("kind", "slug"))]
        indexes = [models.Index(fields=["kind", "entry_id"], name="former_address_by_entry")]

    def __str__(self):
        return self.slug


def keep_old_address(entry: Publishable, slug: str) -> None:
    """Redirect an address that an entry had while it was public to its present one.

    Call it when such an entry gets another address, when it is withdrawn (so that its address may still
    change while it is a draft), and with the entry that remains when two are merged. A grant has a place on
    its recipient's page and no address of its own, so there is nothing to redirect.
    """
    if isinstance(entry, Entry):
        FormerAddress.objects.bulk_create(
            [FormerAddress(slug=slug, **reference_to(entry))],
            update_conflicts=True,
            unique_fields=["kind", "slug"],
            update_fields=["entry_id"],
        )


def redirect_addresses(gone: Entry, kept: Entry) -> None:
    """Redirect all addresses of an entry to another, into which it is merged.

    Its present address is among them if it is public. Call it before the entry is deleted.
    """
    FormerAddress.objects.of_entry(gone).update(entry_id=kept.pk)
    if gone.is_public:
        keep_old_address(kept, gone.slug)


def present_entry(entries: QuerySet, slug: str) -> Entry | None:
    """Return the one of the visible entries that a former address redirects to, or None."""
    former = FormerAddress.objects.of_kind(entries.model).filter(slug=slug).first()
    return former and entries.filter(pk=former.entry_id).exclude(slug=slug).first()


def holder_of(slug: str, others: QuerySet) -> Model | None:
    """Return the one of the others that a former address redirects to, or None."""
    former = FormerAddress.objects.of_kind(others.model).filter(slug=slug).first()
    return former and others.filter(pk=former.entry_id).first()


def present_slugs(model: type[Model], slugs: list[str]) -> dict[str, str]:
    """Return, for those slugs that are former addresses, the present slugs of their entries."""
    former = FormerAddress.objects.of_kind(model).filter(slug__in=slugs)
    keys = dict(former.values_list("slug", "entry_id")) if slugs else {}
    present = dict(model._base_manager.filter(pk__in=keys.values()).values_list("pk", "slug"))
    return {slug: present[key] for slug, key in keys.items() if key in present}


def refuse_kept_address(slug: str, others: QuerySet) -> None:
    """Raise ValidationError if the slug is a former address of one of the others."""
    if holder := holder_of(slug, others):
        raise ValidationError(
            _(
                "“{slug}” was the address of “{entry}” and redirects to it. Choose another one, or leave "
                "this empty to get a free one."
            ).format(slug=slug, entry=holder),
            code="kept_address",
        )


def free_slug(slug: str, others: QuerySet, max_length: int) -> str:
    """Return the slug, with -2, -3 and so on appended if one of the others has it or had it before.

    An address that one of them had while it was public redirects to it.
    """
    if not others.filter(slug=slug).exists() and holder_of(slug, others) is None:
        return slug
    stem = slug[: max_length - 5].rstrip("-")
    taken = set(others.filter(slug__startswith=f"{stem}-").values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(free for free in numbered if free not in taken and holder_of(free, others) is None)
