"""The pages of the back office that merge two organisations."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.admin.permissions import PublishPermissionMixin
from catalogue.admin.tools import Tool
from catalogue.duplicates.admin import DuplicatesMixin
from catalogue.duplicates.candidates import find_candidates
from catalogue.duplicates.names import names_of
from catalogue.keys import keys_of
from catalogue.portions import seconds_for
from organisations.merging.merge import ChangesWaiting, MergeError, OrganisationsChanged, merge
from organisations.merging.rows import RowMove, entries_of, row_moves
from organisations.merging.values import MergeForm
from organisations.models import Organisation

MAX_SHOWN = 20  # search results, and rows of a kind


@dataclass(frozen=True)
class ListedRows:
    """The first rows of a kind that the page lists, and how many more there are."""

    move: RowMove

    @property
    def label(self) -> str:
        return self.move.label

    @property
    def rows(self) -> list[str]:
        return [self.describe(row) for row in self.move.rows[:MAX_SHOWN]]

    @property
    def doubled(self) -> list[str]:
        return [self.describe(row) for row, _twin in self.move.doubled[:MAX_SHOWN]]

    @property
    def more(self) -> int:
        return max(0, len(self.move.rows) - MAX_SHOWN) + max(0, len(self.move.doubled) - MAX_SHOWN)

    def describe(self, row) -> str:
        """Return a row with the entry that it is part of; of a link to many, what it links to."""
        if row._meta.auto_created:
            names = (one.name for one in row._meta.concrete_fields if one.is_relation)
            return next(str(getattr(row, name)) for name in names if name != self.move.reference.name)
        entries = [one for one in entries_of(row, self.move.reference) if one != row]
        return " · ".join(map(str, [*entries, row]))


class MergeMixin(PublishPermissionMixin, DuplicatesMixin):
    """Merging two organisations, open to those who may change and delete both."""

    def get_urls(self):
        return [
            self.page_path("<int:kept>/merge/", "merge", self.choose_view),
            self.page_path("<int:kept>/merge/<int:gone>/", "merge_with", self.merge_view),
            *super().get_urls(),
        ]

    def may_merge(self, request, *organisations: Organisation) -> bool:
        return all(
            self.has_change_permission(request, one) and self.has_delete_permission(request, one)
            for one in organisations
        )

    def first_locked(self, request, *organisations: Organisation) -> Organisation | None:
        """Return the first one that was published since, for a person who may merge drafts."""
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            return None
        return next((one for one in organisations if self.is_locked(request, one)), None)

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.may_merge(request, obj):
            tools = [*tools, Tool(_("Merge with another"), self.page_address("merge", obj.pk))]
        return tools

    def pair_tools(self, request, first, second):
        if not self.may_merge(request, first, second):
            return []
        kept, gone = sorted((first, second), key=lambda one: (not one.is_public, one.pk))
        return [Tool(_("Merge"), self.page_address("merge_with", kept.pk, gone.pk))]

    def choose_view(self, request, kept: int):
        """Show the similar organisations and a search, to choose the one to merge with."""
        organisation = self.model.objects.filter(pk=kept).first()
        if organisation is None:
            return self.missing_response(request)
        self.refuse_unless(self.may_merge(request, organisation))
        query = request.GET.get("q", "").strip()
        return self.render_page(
            request,
            "admin/organisations/merge_choose.html",
            _("Merge “{name}” with another organisation").format(name=organisation),
            entry=organisation,
            here=_("Merge"),
            kept=organisation,
            query=query,
            found=self.links(organisation, self.search(request, organisation, query)),
            candidates=self.links(organisation, self.candidates(organisation)),
        )

    def search(self, request, organisation: Organisation, query: str):
        if not query:
            return self.model.objects.none()
        others = self.model.objects.exclude(pk=organisation.pk)
        found, has_doubles = self.get_search_results(request, others, query)
        return (found.distinct() if has_doubles else found)[:MAX_SHOWN]

    def candidates(self, organisation: Organisation):
        names = [
            text for _key, text in names_of(self.model.objects.all(), self.name_paths, [organisation.pk])
        ]
        candidates = find_candidates(self.model, self.name_paths, names, but=[organisation.pk])
        entries = self.model.objects.in_bulk([one.key for one in candidates])
        return [entries[one.key] for one in candidates if one.key in entries]

    def links(self, kept: Organisation, organisations) -> list[dict]:
        return [
            {
                "label": self.autocomplete_label(one),
                "status": one.status.label,
                "address": self.page_address("merge_with", kept.pk, one.pk),
            }
            for one in organisations
        ]

    def merge_view(self, request, kept: int, gone: int):
        """Show what a merge would do; when confirmed, merge."""
        if kept == gone:
            messages.error(request, _("An organisation cannot be merged with itself. Choose another one."))
            return HttpResponseRedirect(self.page_address("merge", kept))
        two = self.model.objects.select_related("country").in_bulk(keys_of(self.model, [kept, gone]))
        if len(two) < 2:
            return self.missing_response(request)
        if request.method == "POST" and (closed := self.first_locked(request, *two.values())):
            return self.published_response(request, closed)
        self.refuse_unless(self.may_merge(request, *two.values()))
        if request.method != "POST":
            return self.preview(request, two[kept], two[gone], MergeForm(two[kept], two[gone]))
        return self.do_merge(request, two[kept], two[gone])

    def do_merge(self, request, kept: Organisation, gone: Organisation):
        form = MergeForm(kept, gone, request.POST)
        form.is_valid()
        again = partial(self.preview, request, kept, gone, MergeForm(kept, gone, chosen=form.chosen))
        count = sum(len(move.rows) for move in row_moves(kept, gone))
        try:
            merged = merge(kept.pk, gone.pk, form.tokens, form.chosen, request.user, seconds_for(request))
        except ValidationError as error:
            return again(" ".join(error.messages))
        except ProtectedError:
            return again(
                _("Something was added to “{name}” in the meantime. Review the merge again.").format(
                    name=gone
                )
            )
        except (ChangesWaiting, OrganisationsChanged) as error:
            return again(str(error))
        except MergeError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.page_address("changelist"))
        if merged is None:
            messages.info(
                request,
                _("Many rows have been moved, but not all of them. Choose “Merge” again to continue."),
            )
            return again()
        done = ngettext(
            "“{gone}” was merged into “{kept}”. {count} row was moved.",
            "“{gone}” was merged into “{kept}”. {count} rows were moved.",
            count,
        )
        messages.success(request, done.format(gone=gone, kept=merged, count=count))
        return HttpResponseRedirect(self.page_address("change", merged.pk))

    def preview(self, request, kept: Organisation, gone: Organisation, form: MergeForm, error: str = ""):
        shown = [ListedRows(move) for move in row_moves(kept, gone)]
        return self.render_page(
            request,
            "admin/organisations/merge.html",
            _("Merge “{gone}” into “{kept}”").format(gone=gone, kept=kept),
            entry=kept,
            here=_("Merge"),
            kept=kept,
            gone=gone,
            form=form,
            error=error,
            moving=[one for one in shown if one.rows],
            doubled=[one for one in shown if one.doubled],
            swapped=self.page_address("merge_with", gone.pk, kept.pk),
        )

    @staticmethod
    def refuse_unless(may: bool) -> None:
        if not may:
            raise PermissionDenied

    def missing_response(self, request):
        messages.error(request, _("One of the two organisations no longer exists. Nothing was changed."))
        return HttpResponseRedirect(self.page_address("changelist"))
