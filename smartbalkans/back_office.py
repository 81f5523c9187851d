"""The back office: Django's admin, in the order in which an editor works."""

from functools import wraps
from urllib.parse import unquote

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from catalogue.admin.tools import Tool
from catalogue.keys import key_of
from catalogue.notices.models import Notice
from catalogue.search.questions import ask, errors_of
from smartbalkans.accounts.access import has_access, redirect_to_login
from smartbalkans.accounts.unsaved_form import keep_unsaved_form
from smartbalkans.contact.models import Report
from smartbalkans.coverage import coverage_for
from smartbalkans.dashboard import panels_for, unsaved_changes_of
from smartbalkans.edit_links import edit_link
from smartbalkans.entry_search import search_entries
from smartbalkans.kinds import models_by_app
from smartbalkans.page_texts.views import AddFromTextView, may_add_from_text

NOTICES_SHOWN = 20
SECTIONS_AFTER_ENTRIES = (
    (
        _("Categories"),
        (
            "organisations.country",
            "organisations.theme",
            "organisations.beneficiarygroup",
            "trainings.topic",
            "catalogue.searchsynonym",
        ),
    ),
    (_("Contact"), ("contact.report", "contact.contact")),
    (_("People"), ("auth.user", "auth.group")),
)


def sections_of_models() -> list[tuple[str, list[str]]]:
    """Return the sections of the first page, each with its name and the labels of its models."""
    entries = [
        (name, [model._meta.label_lower for model in models]) for name, models in models_by_app().items()
    ]
    return [*entries, *SECTIONS_AFTER_ENTRIES]


class ChoiceView(AutocompleteJsonView):
    """Entries to choose from, labelled so that an editor can distinguish them."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if label := getattr(self.model_admin, "autocomplete_label", None):
            result["text"] = label(obj)
        return result


def refuse_null_characters(view):
    """Wrap a page: an address with a null character, which PostgreSQL cannot compare, is refused.

    In the fields of forms, Django refuses it.
    """

    @wraps(view)
    def inner(request, *args, **kwargs):
        if "\0" in unquote(request.get_full_path()):
            raise BadRequest("The address contains a null character.")
        return view(request, *args, **kwargs)

    return inner


def open_notice(request, key: int):
    """Mark a notice as read and redirect to what it is about. One that is gone leads to the first page."""
    own = Notice.objects.filter(recipient=request.user, pk=key)
    own.mark_read()
    return redirect(own.first() or "admin:index")


def mark_read(request):
    """Mark a notice of a person as read or, up to the newest one that the page listed, all of them."""
    own = Notice.objects.unread_of(request.user)
    if "until" in request.POST:
        chosen = own.filter(pk__lte=key_of(Notice, request.POST["until"]) or 0)
    else:
        chosen = own.filter(pk=key_of(Notice, request.POST.get("notice", "")))
    chosen.mark_read()
    return redirect("admin:index")


class BackOffice(admin.AdminSite):
    site_header = _("SMART Balkans back office")
    site_title = _("SMART Balkans back office")
    index_title = _("What do you want to work on?")
    empty_value_display = "–"

    def has_permission(self, request):
        return has_access(request.user)

    def admin_view(self, view, cacheable=False):
        return refuse_null_characters(keep_unsaved_form(super().admin_view(view, cacheable)))

    def login(self, request, extra_context=None):
        return redirect_to_login(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def get_urls(self):
        return [
            path("add-from-text/", self.admin_view(AddFromTextView.as_view()), name="add-from-text"),
            path("edit-link/", refuse_null_characters(edit_link), name="edit-link"),
            path("search/", self.admin_view(self.entry_search), name="entry-search"),
            path("notices/<int:key>/", self.admin_view(require_GET(open_notice)), name="notice"),
            path("notices/read/", self.admin_view(require_POST(mark_read)), name="notices-read"),
            *super().get_urls(),
        ]

    def tools_of(self, request, model=None) -> list[Tool]:
        """Return what a person may do on the first page, or with the list of a model of any app."""
        if may_add_from_text(request.user, model):
            return [Tool(_("Add from text"), reverse("admin:add-from-text"), "addlink")]
        return []

    def autocomplete_view(self, request):
        return ChoiceView.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """Return the first page, which begins with the tasks."""
        entry_admins = self.entry_admins()
        admins = [*entry_admins, self.get_model_admin(Report)]
        context = {
            "panels": panels_for(request, admins),
            "notices": Notice.objects.unread_of(request.user)[:NOTICES_SHOWN],
            "unsaved": unsaved_changes_of(request),
            "coverage": coverage_for(request, admins),
            "site_tools": [*self.add_tools(request), *self.tools_of(request)],
            "may_search": any(one.has_view_permission(request) for one in entry_admins),
        }
        return super().index(request, context | (extra_context or {}))

    def entry_admins(self) -> list[admin.ModelAdmin]:
        """Return what each kind of entry is edited with, in their order."""
        return [self.get_model_admin(model) for models in models_by_app().values() for model in models]

    def add_tools(self, request) -> list[Tool]:
        """Return links to the forms that add an entry of each kind that the person may add."""
        return [
            Tool(
                gettext("Add {kind}").format(kind=one.opts.verbose_name),
                reverse(f"admin:{one.opts.app_label}_{one.opts.model_name}_add"),
                "addlink",
            )
            for one in self.entry_admins()
            if one.has_add_permission(request)
        ]

    def entry_search(self, request):
        """Return the entries of all kinds whose names, or those of their people, have the words."""
        typed = request.GET.get("q", "")
        question = ask(typed)
        context = {
            **self.each_context(request),
            "title": gettext("Search all entries"),
            "query": question.typed,
            "errors": errors_of(typed, question),
            "groups": list(search_entries(request, self.entry_admins(), question)),
        }
        return TemplateResponse(request, "admin/entry_search.html", context)

    def get_app_list(self, request, app_label=None):
        """Return the models by their sections, followed by those that are in none."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        left = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
        sections = [
            {
                "name": name,
                "app_label": f"section-{number}",
                "app_url": "",
                "has_module_perms": True,
                "models": [left.pop(label) for label in labels if label in left],
            }
            for number, (name, labels) in enumerate(sections_of_models())
        ]
        for app in apps:
            app["models"] = [model for model in app["models"] if model["model"]._meta.label_lower in left]
        return [section for section in (*sections, *apps) if section["models"]]
