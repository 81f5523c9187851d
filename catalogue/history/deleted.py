"""Deleted entries, and restoring one of them as a draft."""

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils import timezone
from reversion.models import Version

from catalogue.former_addresses import free_slug, keep_old_address
from catalogue.history.restoring import RestoreError, RestorePlan, restore


def deleted_entries(model: type[Model]) -> QuerySet[Version]:
    """Return the last version of each deleted entry, newest first."""
    found = Version.objects.get_deleted(model).select_related("revision__user")
    return found.defer("serialized_data").order_by("-pk")


def undelete(plan: RestorePlan) -> Model:
    """Restore a deleted entry under its old key, as a draft with its rows and links, and return it.

    If another entry has its address by now, it gets a free one. If it was public and its address is free, the
    address is reserved for it, since a draft may get another one.

    Raise RestoreError if that is not possible. Needs a transaction.
    """
    fields = plan.state.entry.fields
    slugs = plan.model._meta.get_field("slug")
    wanted = str(fields.get("slug") or plan.model._meta.model_name)[: slugs.max_length]
    entry = plan.model(
        pk=plan.model._meta.pk.to_python(plan.state.entry.key),
        slug=free_slug(wanted, plan.model._base_manager.all(), slugs.max_length),
        author=get_user_model().objects.filter(pk=fields.get("author")).first(),
    )
    restore(plan, entry)
    if was_public(plan) and entry.slug == wanted:
        keep_old_address(entry, wanted)
    created = plan.model._meta.get_field("created_at").to_python(fields.get("created_at"))
    if created:
        plan.model._base_manager.filter(pk=entry.pk).update(created_at=created)
    return entry


def was_public(plan: RestorePlan) -> bool:
    published_at = plan.model._meta.get_field("published_at").to_python(
        plan.state.entry.fields.get("published_at")
    )
    return published_at is not None and published_at <= timezone.now()


__all__ = ["RestoreError", "deleted_entries", "undelete"]
