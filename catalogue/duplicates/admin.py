"""Possible duplicates, shown to an editor who adds an entry, and listed as pairs."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from catalogue.admin.slugs import SluggedAdmin
from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.duplicates.forms import DIFFERENT_ENTRY_BOX, DuplicateCheckForm
from catalogue.duplicates.pairs import MAX_PAIRS
from catalogue.duplicates.report import checked_at, dismiss, dismissed_pairs, possible_pairs, restore_pair
from catalogue.keys import key_of

PAIRS_A_PAGE = 25


class DuplicatesMixin(ToolsMixin, SluggedAdmin):
    """The form, a `DuplicateCheckForm`, is refused once for similar names; a page lists all pairs."""

    form = DuplicateCheckForm

    @property
    def name_paths(self) -> Sequence[str]:
        return self.form.name_paths

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        if form.is_bound and form.candidates:
            keys = [one.key for one in form.candidates]
            context["candidates"] = self.describe_candidates(form.candidates)
            context["candidates_box"] = {
                "name": DIFFERENT_ENTRY_BOX,
                "value": " ".join(map(str, keys)),
                "is_ticked": form.confirmed.issuperset(keys),
                "has_files": bool(request.FILES),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def describe_candidates(self, candidates) -> list[dict]:
        entries = self.model.objects.in_bulk([one.key for one in candidates])
        return [self.describe_entry(entries[one.key], one.name) for one in candidates if one.key in entries]

    def describe_entry(self, entry, name: str) -> dict:
        """Return what pages show of an entry, with the similar name if that is not its main one."""
        return {
            "label": self.autocomplete_label(entry),
            "address": self.page_address("change", entry.pk),
            "other_name": "" if name == entry.name else name,
            "status": entry.status.label,
            "key": entry.pk,
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        dismiss(self.model, form.instance.pk, (one.key for one in form.candidates), request.user)

    def list_tools(self, request):
        tool = Tool(_("Possible duplicates"), self.page_address("duplicates"))
        return [*super().list_tools(request), tool]

    def get_urls(self):
        return [self.page_path("duplicates/", "duplicates", self.duplicates_view), *super().get_urls()]

    def duplicates_view(self, request):
        """List possible duplicates, or pairs marked as not duplicates; dismiss or restore one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shows_dismissed = request.GET.get("list") == "dismissed"
        if request.method == "POST":
            self.apply_decision(request)
            return HttpResponseRedirect(request.get_full_path())
        page = Paginator(self.pairs(shows_dismissed), PAIRS_A_PAGE).get_page(request.GET.get("page"))
        return self.render_page(
            request,
            "admin/catalogue/duplicates.html",
            _("Possible duplicates: {kind}").format(kind=self.opts.verbose_name_plural),
            here=_("Possible duplicates"),
            page=page,
            pairs=self.describe_pairs(request, page, shows_dismissed),
            shows_dismissed=shows_dismissed,
            dismissed_count=dismissed_pairs(self.model).count(),
            checked_at=None if shows_dismissed else checked_at(self.model),
            is_cut=not shows_dismissed and page.paginator.count >= MAX_PAIRS,
            may_dismiss=self.has_change_permission(request),
        )

    def pairs(self, shows_dismissed: bool):
        if shows_dismissed:
            return dismissed_pairs(self.model).select_related("dismissed_by").order_by("-dismissed_at", "-pk")
        return possible_pairs(self.model, self.name_paths)

    def describe_pairs(self, request, page, shows_dismissed: bool) -> list[dict]:
        entries = self.model.objects.in_bulk({key for pair in page for key in (pair.first, pair.second)})
        shown = []
        for pair in page:
            if pair.first not in entries or pair.second not in entries:
                continue
            first, second = entries[pair.first], entries[pair.second]
            names = (first.name, second.name) if shows_dismissed else (pair.first_name, pair.second_name)
            shown.append(
                {
                    "entries": [self.describe_entry(first, names[0]), self.describe_entry(second, names[1])],
                    "score": None if shows_dismissed else round(pair.score),
                    "dismissal": pair if shows_dismissed else None,
                    "tools": self.pair_tools(request, first, second),
                }
            )
        return shown

    def pair_tools(self, request, first, second) -> list[Tool]:
        """Return the links beside a pair of possible duplicates."""
        return []

    def apply_decision(self, request) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied
        first, second = (key_of(self.model, request.POST.get(name)) for name in ("first", "second"))
        if self.model.objects.filter(pk__in=[first, second]).count() < 2:
            messages.error(request, _("One of the two entries no longer exists. Nothing was changed."))
        elif request.POST.get("decision") == "restore":
            restore_pair(self.model, first, second)
            messages.success(request, _("Listed as possible duplicates again."))
        else:
            dismiss(self.model, first, [second], request.user)
            messages.success(request, _("Marked as not duplicates. They will not be listed again."))
