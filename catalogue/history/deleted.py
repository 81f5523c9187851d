"""Entries that were deleted, and one of them brought back as a draft."""

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.utils import timezone
from reversion.models import Version

from catalogue.former_addresses import free_slug, keep_old_address
from catalogue.history.restoring import Plan, RestoreError, restore


def deleted_entries(model: type[Model]) -> QuerySet[Version]:
    """Give the last version of each entry that is no longer there, newest first."""
    found = Version.objects.get_deleted(model).select_related("revision__user")
    return found.defer("serialized_data").order_by("-pk")


def undelete(made: Plan) -> Model:
    """Make the entry anew under its old key, as a draft with its rows and links; give it.

    Its address may have been taken: then it gets a free one. If it was public and nobody took it, the address
    is kept for the entry, which is a draft now and may get another.

    Within a transaction; raises RestoreError.
    """
    fields = made.state.entry.fields
    slugs = made.model._meta.get_field("slug")
    wanted = str(fields.get("slug") or made.model._meta.model_name)[: slugs.max_length]
    entry = made.model(
        pk=made.model._meta.pk.to_python(made.state.entry.key),
        slug=free_slug(wanted, made.model._base_manager.all(), slugs.max_length),
        author=get_user_model().objects.filter(pk=fields.get("author")).first(),
    )
    restore(made, entry)
    if was_public(made) and entry.slug == wanted:
        keep_old_address(entry, wanted)
    created = made.model._meta.get_field("created_at").to_python(fields.get("created_at"))
    if created:
        made.model._base_manager.filter(pk=entry.pk).update(created_at=created)
    return entry


def was_public(made: Plan) -> bool:
    published_at = made.model._meta.get_field("published_at").to_python(
        made.state.entry.fields.get("published_at")
    )
    return published_at is not None and published_at <= timezone.now()


__all__ = ["RestoreError", "deleted_entries", "undelete"]
