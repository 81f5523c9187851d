"""Two people on one form: the second save is refused, with what the first did beside what was typed."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import TO_FIELD_VAR
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from reversion.models import Version, VersionQuerySet

from catalogue.history.admin.deletion import rows_held
from catalogue.history.admin.resubmission import Resubmission
from catalogue.history.comparison import compare_fields
from catalogue.history.conflicts import Difference, differences
from catalogue.history.recording import say
from catalogue.history.versions import states_now, states_of, versions_of

TOKEN = "_token"  # noqa: S105 (the name of a hidden field, and no secret)
OVER = "_over"
MOST_NAMED = 5


@dataclass(frozen=True)
class EditConflict:
    """What the form is told that comes back when others have changed its entry."""

    kind: str
    token: str
    versions: list[Version]
    differences: list[Difference]
    is_opened_known: bool
    has_files: bool

    @property
    def message(self) -> str:
        return _("This {kind} was changed while you were editing. Your changes are not saved yet.").format(
            kind=self.kind
        )


class EditConflictMixin(admin.ModelAdmin):
    """The form carries the token that its entry had when it was opened; saving takes that very token."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id is not None:
            entry = self.get_object(request, unquote(object_id), request.POST.get(TO_FIELD_VAR))
            if not self.has_change_permission(request, entry):
                return self.locked_meanwhile(request, entry)
            token = self.locked_token(entry)
            if token is None:
                return self.deleted_meanwhile(request, object_id)
            if request.POST.get(OVER) == token:
                say(_("Edited, replacing a change made at the same time"))
            elif request.POST.get(TOKEN) != token:
                # Read anew: on PostgreSQL, the lock may have waited for a change to what was read before it.
                self.note_edit_conflict(request, self.get_object(request, entry.pk))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def note_edit_conflict(self, request, entry) -> None:
        """Leave with the request what the form has to say, and put into it what others did elsewhere."""
        theirs = states_now(self.model, [entry.pk])[entry.pk]
        versions = versions_of(self.model, entry.pk)
        found = version_with(versions, request.POST.get(TOKEN, ""))
        opened = states_of(self.model, [found])[0] if found else None
        typed = Resubmission(self, request, entry)
        yours = typed.state(opened, theirs)
        since = versions.filter(revision_id__gt=found.revision_id)[:MOST_NAMED] if found else versions[:1]
        request.POST = typed.merged(opened, theirs, yours)
        request.conflict = EditConflict(
            kind=str(self.opts.verbose_name),
            token=theirs.token,
            versions=list(since),
            differences=differences(opened, theirs, yours),
            is_opened_known=opened is not None,
            has_files=bool(request.FILES),
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change=change, **kwargs)
        conflict = getattr(request, "conflict", None)
        if conflict is None:
            return form_class

        class ConflictForm(form_class):
            def clean(self):
                cleaned = super().clean()
                self.add_error(None, conflict.message)
                return cleaned

        return ConflictForm

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["opened_token"] = request.POST.get(TOKEN, "") if request.method == "POST" else obj.token
            context["conflict"] = getattr(request, "conflict", None)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def locked_meanwhile(self, request, entry):
        """Show what was typed for an entry that was a draft when the form was opened, and is public by now.

        Raises PermissionDenied for who may not change entries at all.
        """
        if entry is None or not self.has_change_permission(request):
            raise PermissionDenied
        typed = Resubmission(self, request, None).state(None, None)
        title = _("You can no longer edit this {kind}").format(kind=self.opts.verbose_name)
        context = self.page_context(request, title, entry, fields=compare_fields(typed.entry, None))
        context |= {"groups": rows_held(typed), "version": versions_of(self.model, entry.pk).first()}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/catalogue/locked_meanwhile.html", context, status=403)

    def deleted_meanwhile(self, request, object_id):
        """Show what was typed for an entry that is no longer there, so that it can be kept."""
        key = unquote(object_id)
        typed = Resubmission(self, request, None).state(None, None)
        version = versions_of(self.model, key).first()
        title = _("This {kind} was deleted while you were editing it").format(kind=self.opts.verbose_name)
        context = self.page_context(request, title, version=version, fields=compare_fields(typed.entry, None))
        context["groups"] = rows_held(typed)
        context["can_undelete"] = version and self.has_add_permission(request)
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/catalogue/deleted_meanwhile.html", context, status=409)


def version_with(versions: VersionQuerySet, token: str) -> Version | None:
    """Give the version that a form showed when it was opened, told by its token."""
    return versions.filter(serialized_data__contains=f'"token": "{token}"').first() if token else None
