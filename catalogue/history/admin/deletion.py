"""Deletion of entries, the references that prevent it, and the restoring of deleted entries."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import PROTECT, Model, ProtectedError, QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from catalogue.admin.pages import Crumb, change_address
from catalogue.admin.permissions import PublishPermissionMixin
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.history import registry
from catalogue.history.comparison import NUMBER, compare_fields, label_of_rows, title_of
from catalogue.history.deleted import deleted_entries, undelete
from catalogue.history.recording import recorded
from catalogue.history.restoring import RestoreError, plan_restore
from catalogue.history.versions import EntryState, states_of, versions_of

PER_PAGE = 50
MAX_AT_ONCE = 200
MAX_NAMED = 50


class DeletionMixin(PublishPermissionMixin, ToolsMixin):
    """Deletions are recorded with the content of the entry, which a list offers to restore."""

    delete_confirmation_template = "admin/catalogue/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/catalogue/delete_selected_confirmation.html"

    def get_urls(self):
        return [
            self.page_path("deleted/", "deleted", self.deleted_view),
            self.page_path("deleted/<int:version_id>/", "undelete", self.undelete_view),
            *super().get_urls(),
        ]

    def list_tools(self, request):
        return [*super().list_tools(request), Tool(_("Deleted"), self.page_address("deleted"))]

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with recorded(request.user, _("Deleted")):
                entry = self.get_object(request, unquote(object_id))
                if self.is_delete_locked(request, entry):
                    return self.published_response(request, entry)
                return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            self.message_user(request, REFERRED_TO_MEANWHILE, messages.ERROR)
            return HttpResponseRedirect(self.page_address("delete", unquote(object_id)))

    def response_delete(self, request, obj_display, obj_id):
        response = super().response_delete(request, obj_display, obj_id)
        if self.has_add_permission(request):
            self.message_user(request, _("You can restore it from “Deleted” above the list."), messages.INFO)
        return response

    def get_actions(self, request):
        """Return the actions, with Django's own deletion replaced by one that is recorded and limited."""
        actions = super().get_actions(request)
        if found := actions.get("delete_selected"):
            actions["delete_selected"] = (delete_recorded, *found[1:])
        return actions

    def delete_queryset(self, request, queryset):
        """Delete entries, whose content is read for all of them at once before that."""
        with recorded(request.user, _("Deleted from the list")) as recorder:
            keys = list(queryset.values_list("pk", flat=True))
            recorder.snapshot_before_delete(self.model, keys)
            super().delete_queryset(request, queryset)

    def get_deleted_objects(self, objs, request):
        """Return what would be deleted, and what prevents it by its kind with a link to its form."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        if protected:
            protected = self.describe_obstacles(objs)
        return found, counts, permissions, protected

    def describe_obstacles(self, objs) -> list[str]:
        named, count = [], 0
        for others in protected_by(objs):
            count += others.count()
            named += [self.describe_obstacle(found) for found in others[: MAX_NAMED - len(named)]]
        left = count - len(named)
        return [*named, _("and {count} more").format(count=left)] if left else named

    def describe_obstacle(self, found: Model) -> str:
        """Return an entry with its kind; for a row, the entry that it belongs to."""
        field = registry.owner_field(type(found))
        entry = getattr(found, field.name) if field else found
        kind, row = capfirst(entry._meta.verbose_name), str(found._meta.verbose_name)
        try:
            link = format_html('<a href="{}">{}</a>', change_address(entry), entry)
        except NoReverseMatch:
            link = entry
        return format_html("{}: {} ({})", kind, link, row) if field else format_html("{}: {}", kind, link)

    def deleted_view(self, request):
        """List the deleted entries, with the person and the date."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        pages = self.get_paginator(request, deleted_entries(self.model), PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        return self.render_page(
            request,
            "admin/catalogue/deleted.html",
            _("Deleted {kind}").format(kind=self.opts.verbose_name_plural),
            here=_("Deleted"),
            page=page,
            page_range=pages.get_elided_page_range(page.number),
        )

    def undelete_view(self, request, version_id):
        """Show the content of a deleted entry; when confirmed, restore it as a draft."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        version = get_object_or_404(Version.objects.get_for_model(self.model), pk=version_id)
        version = versions_of(self.model, version.object_id).first()
        if self.model._base_manager.filter(pk=version.object_id).exists():
            self.message_user(request, _("This entry has already been restored."), messages.INFO)
            return HttpResponseRedirect(self.page_address("change", version.object_id))
        can_undelete = self.has_add_permission(request)
        (state,) = states_of(self.model, [version])
        made = plan_restore(self.model, state)
        if request.method == "POST":
            if not can_undelete:
                raise PermissionDenied
            if response := self.undelete_now(request, made):
                return response
        return self.render_page(
            request,
            "admin/catalogue/undelete.html",
            _("Deleted: {entry}").format(entry=version.object_repr),
            trail=[Crumb(_("Deleted"), self.page_address("deleted"))],
            here=version.object_repr,
            version=version,
            plan=made,
            can_undelete=can_undelete,
            fields=compare_fields(state.entry, None),
            groups=rows_by_kind(state),
        )

    def undelete_now(self, request, made):
        """Restore the entry and return a redirect to its form; None, with a message, if that is refused."""
        try:
            with recorded(request.user, _("Restored after deletion")):
                entry = undelete(made)
        except RestoreError as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        self.log_addition(request, entry, _("Restored after deletion."))
        text = _("“{entry}” was restored as a draft.").format(entry=entry)
        if entry.slug != made.state.entry.fields.get("slug"):
            text += " " + _("Its address is now in use, so it was given a new one: {slug}.").format(
                slug=entry.slug
            )
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self.page_address("change", entry.pk))


REFERRED_TO_MEANWHILE = gettext_lazy(
    "Nothing was deleted, because another entry now refers to this one. Check what refers to it."
)
SOME_PUBLISHED = gettext_lazy(
    "Nothing was deleted: at least one of the entries is now published or scheduled, and only publishers can "
    "delete it."
)


def delete_recorded(model_admin, request, queryset):
    """Delete the entries selected in a list, after a page that names them and their rows."""
    if queryset.count() > MAX_AT_ONCE:
        text = _("You can delete at most {most} entries at once. Select fewer.").format(most=MAX_AT_ONCE)
        model_admin.message_user(request, text, messages.ERROR)
        return None
    try:
        with recorded(request.user, _("Deleted from the list")):
            if "post" in request.POST:
                locked = list(queryset.select_for_update(of=("self",), no_key=True).order_by("pk"))
                if any(model_admin.is_delete_locked(request, entry) for entry in locked):
                    model_admin.message_user(request, SOME_PUBLISHED, messages.ERROR)
                    return None
            return delete_selected(model_admin, request, queryset)
    except (ProtectedError, IntegrityError):
        model_admin.message_user(request, REFERRED_TO_MEANWHILE, messages.ERROR)
        return None


def protected_by(objs) -> Iterator[QuerySet]:
    """Yield, for each model whose rows must not lose the entries, the rows that refer to them."""
    for relation in objs[0]._meta.related_objects:
        if relation.on_delete is PROTECT:
            others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(objs)})
            yield others.select_related().order_by("pk")


def rows_by_kind(state: EntryState) -> list[tuple[str, list]]:
    """Return the rows of a state by their kind, each with its title and fields."""
    return [
        (
            label_of_rows(next(iter(rows.values())), name),
            [(title_of(row), compare_fields(row, None, NUMBER)) for row in rows.values()],
        )
        for name, rows in state.rows.items()
        if rows
    ]
