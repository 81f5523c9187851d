"""Entries that may be the same one: asked of the editor who adds one, and listed for all."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from catalogue.admin.slugs import SluggedAdmin
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.duplicates.forms import BOX, DuplicateCheckForm
from catalogue.duplicates.pairs import MOST
from catalogue.duplicates.report import dismiss, dismissed_pairs, made_at, report_of, restore_pair

PAIRS_A_PAGE = 25
LONGEST_KEY = 19  # digits that a key of the database may have


class DuplicatesMixin(ToolsMixin, SluggedAdmin):
    """Possible duplicates, shown on the form, whose class says where the names are, and in a list."""

    form = DuplicateCheckForm

    @property
    def name_paths(self) -> Sequence[str]:
        return self.form.name_paths

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        if form.is_bound and form.likely:
            keys = [one.key for one in form.likely]
            context["likely"] = self.shown_candidates(form.likely)
            context["likely_box"] = {
                "name": BOX,
                "value": " ".join(map(str, keys)),
                "is_ticked": form.ticked.issuperset(keys),
                "has_files": bool(request.FILES),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def shown_candidates(self, likely) -> list[dict]:
        entries = self.model.objects.in_bulk([one.key for one in likely])
        return [self.shown(entries[one.key], one.name) for one in likely if one.key in entries]

    def shown(self, entry, name: str) -> dict:
        """Give what a page shows of an entry; the name by which it is alike, if that is not its first."""
        return {
            "label": self.autocomplete_label(entry),
            "address": self.page_address("change", entry.pk),
            "other_name": "" if name == entry.name else name,
            "status": entry.status.label,
            "key": entry.pk,
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        dismiss(self.model, form.instance.pk, (one.key for one in form.likely), request.user)

    def list_tools(self, request):
        tool = Tool(_("Possible duplicates"), self.page_address("duplicates"))
        return [*super().list_tools(request), tool]

    def get_urls(self):
        return [self.page_path("duplicates/", "duplicates", self.duplicates_view), *super().get_urls()]

    def duplicates_view(self, request):
        """List the pairs that may be the same, or those said to be two; take what is said of one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_said = request.GET.get("said") == "two"
        if request.method == "POST":
            self.apply_decision(request)
            return HttpResponseRedirect(request.get_full_path())
        page = Paginator(self.pairs(is_said), PAIRS_A_PAGE).get_page(request.GET.get("page"))
        return self.render_page(
            request,
            "admin/catalogue/duplicates.html",
            _("Possible duplicates: {kind}").format(kind=self.opts.verbose_name_plural),
            here=_("Possible duplicates"),
            page=page,
            pairs=self.shown_pairs(request, page, is_said),
            is_said=is_said,
            said_count=dismissed_pairs(self.model).count(),
            made_at=None if is_said else made_at(self.model),
            is_cut=not is_said and page.paginator.count >= MOST,
            may_say=self.has_change_permission(request),
        )

    def pairs(self, is_said: bool):
        if is_said:
            return dismissed_pairs(self.model).select_related("dismissed_by").order_by("-dismissed_at", "-pk")
        return report_of(self.model, self.name_paths)

    def shown_pairs(self, request, page, is_said: bool) -> list[dict]:
        entries = self.model.objects.in_bulk({key for pair in page for key in (pair.first, pair.second)})
        shown = []
        for pair in page:
            if pair.first not in entries or pair.second not in entries:
                continue
            first, second = entries[pair.first], entries[pair.second]
            names = (first.name, second.name) if is_said else (pair.first_name, pair.second_name)
            shown.append(
                {
                    "entries": [self.shown(first, names[0]), self.shown(second, names[1])],
                    "score": None if is_said else round(pair.score),
                    "said": pair if is_said else None,
                    "tools": self.pair_tools(request, first, second),
                }
            )
        return shown

    def pair_tools(self, request, first, second) -> list[Tool]:
        """Give what this person may do with two entries that are the same."""
        return []

    def apply_decision(self, request) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        first, second = (key_in(request.POST.get(name, "")) for name in ("first", "second"))
        if self.model.objects.filter(pk__in=[first, second]).count() < 2:
            messages.error(request, _("One of the two entries no longer exists. Nothing was changed."))
        elif request.POST.get("say") == "again":
            restore_pair(self.model, first, second)
            messages.success(request, _("Listed as possible duplicates again."))
        else:
            dismiss(self.model, first, [second], request.user)
            messages.success(request, _("Marked as not duplicates. They will not be listed again."))


def key_in(text: str) -> int:
    """Take what should be the key of an entry, give it; 0, which no entry has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else 0
