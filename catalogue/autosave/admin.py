"""Forms of entries in the back office whose unsaved changes are kept while a person types."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.autosave.filling import fields_to_keep, fill_form, fill_rows
from catalogue.autosave.models import AutosavedForm
from catalogue.clean_text import clean_line
from catalogue.history.admin.conflicts import TOKEN
from catalogue.proposals.admin.form import OPENED, ProposalForm, ProposalFormMixin

KEY = "_autosave"  # the field with the key of the form
DISCARD = "_discard"
CONTINUED = "continue"  # in the address of a form: the key of the unsaved changes to show


@dataclass(frozen=True)
class Autosave:
    """What the template needs: the form's key, the address that keeps it, and what can be continued.

    `kept` has earlier forms with the address that discards each. Only a form that `is_kept` submits its key.
    """

    key: uuid.UUID
    address: str
    kept: list[tuple[AutosavedForm, str]]
    continued: AutosavedForm | None = None
    is_kept: bool = False


class AutosaveMixin(ProposalFormMixin):
    """A form that keeps what was entered every few seconds, and offers it when it is opened again."""

    def get_urls(self):
        view = require_http_methods(["GET", "POST"])(never_cache(self.autosave_view))
        return [
            self.page_path("add/autosave/<uuid:form_key>/", "add_autosave", view),
            self.page_path("<int:key>/autosave/<uuid:form_key>/", "autosave", view),
            *super().get_urls(),
        ]

    # Keeping

    def autosave_view(self, request, form_key, key=None):
        """Keep what was entered, or discard what was kept. Raise PermissionDenied if it cannot be saved.

        A GET returns the CSRF token of the current login, for a form that was opened before it.
        """
        if request.method == "GET":
            return JsonResponse({"token": get_token(request)})
        own = AutosavedForm.objects.of_person(request.user).of_form(self.model, key)
        if DISCARD in request.POST:
            own.filter(pk=form_key).delete()
            messages.success(request, _("The unsaved changes were discarded."))
            return HttpResponseRedirect(self.form_page(request, key))
        entry = self.get_object(request, str(key)) if key else None
        may_save = self.may_propose(request, entry) if entry else self.has_add_permission(request)
        if not may_save or (key and entry is None):
            raise PermissionDenied
        changed_at = self.keep(request, form_key, entry)
        text = _("Unsaved changes kept at {time}.").format(time=short_time(changed_at))
        return JsonResponse({"text": text})

    def keep(self, request, form_key: uuid.UUID, entry):
        values = {
            "name": Truncator(str(entry) if entry else clean_line(request.POST.get("name", ""))).chars(200),
            "data": fields_to_keep(request.POST, TOKEN, OPENED),
            "changed_at": timezone.now(),
        }
        with transaction.atomic():
            form, is_new = AutosavedForm.objects.select_for_update().get_or_create(
                pk=form_key,
                defaults={
                    "user": request.user,
                    "kind": self.opts.label_lower,
                    "entry_id": entry and entry.pk,
                    **values,
                },
            )
            if is_new:
                AutosavedForm.objects.clear(request.user)
            elif form.user_id != request.user.pk or not self.is_of_form(form, entry):
                raise PermissionDenied
            else:
                AutosavedForm.objects.filter(pk=form.pk).update(**values)
        return values["changed_at"]

    def is_of_form(self, form: AutosavedForm, entry) -> bool:
        return (form.kind, form.entry_id) == (self.opts.label_lower, entry and entry.pk)

    def form_page(self, request, key) -> str:
        """Return the address of the form of an entry or, without a key, of the form that adds one."""
        page, args = ("change", [key]) if key else ("add", [])
        return self.filtered_address(request, page, *args)

    # Continuing

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        if form := self.continued_form(request, obj):
            data = form.submitted()
            for formset, inline in zip(formsets, inline_instances, strict=True):
                if inline.has_change_permission(request, obj):
                    fill_rows(formset, data)
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def render_change_form(self, request, context, *args, obj=None, add=False, **kwargs):
        may_save = self.has_add_permission(request) if add else self.has_change_permission(request, obj)
        if may_save and not context["is_popup"]:
            context["autosave"] = autosave = self.autosave(request, obj)
            if autosave.continued:
                data = autosave.continued.submitted()
                fill_form(context["adminform"].form, data)
                # Those of the entry when the changes were begun, so that an edit conflict is found.
                context["opened_token"] = token = data.get(TOKEN, "")
                context["opened_proposal"] = data.get(OPENED, f"{token}.")
        return super().render_change_form(request, context, *args, obj=obj, add=add, **kwargs)

    def autosave(self, request, obj) -> Autosave:
        page, args = ("autosave", [obj.pk]) if obj else ("add_autosave", [])
        continued = self.continued_form(request, obj)
        submitted = continued.pk if continued else key_from(request.POST.get(KEY, ""))
        key = submitted or uuid.uuid4()
        is_open = continued or request.method == "POST"
        forms = () if is_open else self.kept_forms(request, obj).defer("data")
        kept = [(form, self.page_address(page, *args, form.pk)) for form in forms]
        return Autosave(
            key, self.page_address(page, *args, key), kept, continued, is_kept=submitted is not None
        )

    def kept_forms(self, request, obj):
        return AutosavedForm.objects.of_person(request.user).of_form(self.model, obj and obj.pk)

    def continued_form(self, request, obj) -> AutosavedForm | None:
        """Return the unsaved changes that the address of a form names."""
        key = key_from(request.GET.get(CONTINUED, "")) if request.method == "GET" else None
        return key and self.kept_forms(request, obj).filter(pk=key).first()

    # Saving

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.forget_saved(request)

    def finish_proposal(self, request, form: ProposalForm):
        self.forget_saved(request)
        return super().finish_proposal(request, form)

    @staticmethod
    def forget_saved(request) -> None:
        if key := key_from(request.POST.get(KEY, "")):
            AutosavedForm.objects.filter(user=request.user, pk=key).delete()


def key_from(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def short_time(moment) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
