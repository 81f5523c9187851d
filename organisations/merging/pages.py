"""The back office's pages for merging two organisations."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.duplicates.candidates import find_candidates
from catalogue.duplicates.names import names_of
from organisations.merging.merge import MergeError, OrganisationsChanged, merge
from organisations.merging.rows import Moving, entries_of, movings
from organisations.merging.values import MergeForm
from organisations.models import Organisation

SHOWN = 20  # of what was found, and of the rows of a kind


@dataclass(frozen=True)
class Shown:
    """The rows of a kind as the page shows them: the first of them, and how many more there are."""

    moving: Moving

    @property
    def label(self) -> str:
        return self.moving.label

    @property
    def rows(self) -> list[str]:
        return [self.in_words(row) for row in self.moving.rows[:SHOWN]]

    @property
    def doubled(self) -> list[str]:
        return [self.in_words(row) for row, _twin in self.moving.doubled[:SHOWN]]

    @property
    def more(self) -> int:
        return max(0, len(self.moving.rows) - SHOWN) + max(0, len(self.moving.doubled) - SHOWN)

    def in_words(self, row) -> str:
        """Give a row with the entry that it is part of; a link to a list as what it links to."""
        if row._meta.auto_created:
            names = (one.name for one in row._meta.concrete_fields if one.is_relation)
            return next(str(getattr(row, name)) for name in names if name != self.moving.reference.name)
        entries = [one for one in entries_of(row, self.moving.reference) if one != row]
        return " · ".join(map(str, [*entries, row]))


class MergeMixin(ToolsMixin, admin.ModelAdmin):
    """Who may change and delete organisations may merge two; public ones, only who may publish besides."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<int:kept>/merge/", wrap(self.choose_view), name="organisations_organisation_merge"),
            path(
                "<int:kept>/merge/<int:gone>/",
                wrap(self.merge_view),
                name="organisations_organisation_merge_with",
            ),
            *super().get_urls(),
        ]

    def may_merge(self, request, *organisations: Organisation) -> bool:
        may = all(
            self.has_change_permission(request, one) and self.has_delete_permission(request, one)
            for one in organisations
        )
        is_public = any(one.published_at is not None for one in organisations)
        return may and (not is_public or request.user.has_perm("organisations.publish_organisation"))

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.may_merge(request, obj):
            address = reverse("admin:organisations_organisation_merge", args=[obj.pk])
            tools = [*tools, Tool(_("Merge with another"), address)]
        return tools

    def pair_tools(self, request, first, second):
        if not self.may_merge(request, first, second):
            return []
        kept, gone = sorted((first, second), key=lambda one: (not one.is_public, one.pk))
        return [Tool(_("Merge"), merge_address(kept, gone))]

    def choose_view(self, request, kept: int):
        """Let somebody choose the organisation that is the same: a likely one, or one that they look for."""
        organisation = self.model.objects.filter(pk=kept).first()
        if organisation is None:
            return self.gone_already(request)
        self.refuse_unless(self.may_merge(request, organisation))
        typed = request.GET.get("q", "").strip()
        context = self.page(
            request,
            title=_("Merge “{name}” with another organisation").format(name=organisation),
            kept=organisation,
            typed=typed,
            found=self.links(organisation, self.found(request, organisation, typed)),
            likely=self.links(organisation, self.likely(organisation)),
        )
        return TemplateResponse(request, "admin/organisations/merge_choose.html", context)

    def found(self, request, organisation: Organisation, typed: str):
        if not typed:
            return self.model.objects.none()
        others = self.model.objects.exclude(pk=organisation.pk)
        found, has_doubles = self.get_search_results(request, others, typed)
        return (found.distinct() if has_doubles else found)[:SHOWN]

    def likely(self, organisation: Organisation):
        names = [
            text for _key, text in names_of(self.model.objects.all(), self.name_paths, [organisation.pk])
        ]
        likely = find_candidates(self.model, self.name_paths, names, but=[organisation.pk])
        entries = self.model.objects.in_bulk([one.key for one in likely])
        return [entries[one.key] for one in likely if one.key in entries]

    def links(self, kept: Organisation, organisations) -> list[dict]:
        return [
            {
                "label": self.autocomplete_label(one),
                "status": one.status.label,
                "address": merge_address(kept, one),
            }
            for one in organisations
        ]

    def merge_view(self, request, kept: int, gone: int):
        """Show what a merge would do, and do it when it is asked for."""
        if kept == gone:
            messages.error(request, _("An organisation cannot be merged with itself. Choose another one."))
            return HttpResponseRedirect(reverse("admin:organisations_organisation_merge", args=[kept]))
        two = self.model.objects.select_related("country").in_bulk([kept, gone])
        if len(two) < 2:
            return self.gone_already(request)
        self.refuse_unless(self.may_merge(request, *two.values()))
        if request.method != "POST":
            return self.preview(request, two[kept], two[gone], MergeForm(two[kept], two[gone]))
        return self.do_merge(request, two[kept], two[gone])

    def do_merge(self, request, kept: Organisation, gone: Organisation):
        form = MergeForm(kept, gone, request.POST)
        form.is_valid()
        again = partial(self.preview, request, kept, gone, MergeForm(kept, gone, chosen=form.taken))
        count = sum(len(moving.rows) for moving in movings(kept, gone))
        try:
            merged = merge(kept.pk, gone.pk, form.tokens, form.taken, request.user)
        except ValidationError as error:
            return again(" ".join(error.messages))
        except ProtectedError:
            return again(
                _("Something was added to “{name}” in the meantime. Review the merge again.").format(
                    name=gone
                )
            )
        except OrganisationsChanged as error:
            return again(str(error))
        except MergeError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:organisations_organisation_changelist"))
        done = ngettext(
            "“{gone}” was merged into “{kept}”. {count} row was moved.",
            "“{gone}” was merged into “{kept}”. {count} rows were moved.",
            count,
        )
        messages.success(request, done.format(gone=gone, kept=merged, count=count))
        return HttpResponseRedirect(reverse("admin:organisations_organisation_change", args=[merged.pk]))

    def preview(self, request, kept: Organisation, gone: Organisation, form: MergeForm, error: str = ""):
        shown = [Shown(moving) for moving in movings(kept, gone)]
        context = self.page(
            request,
            title=_("Merge “{gone}” into “{kept}”").format(gone=gone, kept=kept),
            kept=kept,
            gone=gone,
            form=form,
            error=error,
            moving=[one for one in shown if one.rows],
            doubled=[one for one in shown if one.doubled],
            swapped=merge_address(gone, kept),
        )
        return TemplateResponse(request, "admin/organisations/merge.html", context)

    def page(self, request, **context) -> dict:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}

    @staticmethod
    def refuse_unless(may: bool) -> None:
        if not may:
            raise PermissionDenied

    @staticmethod
    def gone_already(request):
        messages.error(request, _("One of the two organisations no longer exists. Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:organisations_organisation_changelist"))


def merge_address(kept: Organisation, gone: Organisation) -> str:
    return reverse("admin:organisations_organisation_merge_with", args=[kept.pk, gone.pk])
