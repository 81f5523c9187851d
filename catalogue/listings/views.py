"""The list and the page of every kind of entry. The views of the apps only declare their own part."""

from functools import partial

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from catalogue.exports import json
from catalogue.exports.columns import ColumnsResource
from catalogue.exports.cover_sheet import LICENCE
from catalogue.exports.parameters import refusal, unknown_parameters
from catalogue.exports.reader import ReadPlan
from catalogue.exports.responses import one_of_few
from catalogue.exports.views import ListFiles, conditional_file
from catalogue.listings.cards import Card, cards_of
from catalogue.listings.filters import EntryFilterSet
from catalogue.listings.related import related_groups, similar
from catalogue.publishing.redirects import FormerAddressMixin
from catalogue.search.selection import FetchedSlice
from catalogue.search.snippets import Snippet, snippets_of, with_snippets
from catalogue.templatetags.catalogue import grouped

MOST_DIGITS = 9  # of a page's number: more would not fit the database's OFFSET


class CountedPaginator(Paginator):
    """Pages of a list whose length is known without asking the database."""

    def __init__(self, object_list, per_page, *, count: int):
        super().__init__(object_list, per_page)
        self.count = count


class EntryListView(ListFiles, ListView):
    """A list of what the public may see, narrowed and ordered, in pages. Its state is in the query string.

    `section` names the part of the site, for the navigation; `filterset_class` declares the filters;
    `counted` is the text of a number of entries, such as "254 projects".
    """

    section: str
    filterset_class: type[EntryFilterSet]
    counted: str
    paginate_by = 24

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.status = 200

    def get(self, request, *args, file_format=None, relation=None, **kwargs):
        """Return the page of the list, or its file under the same query string."""
        if file_format is None and relation is None:
            return super().get(request, *args, **kwargs)
        return conditional_file(request, lambda: self.file_or_refusal(file_format, relation))

    def file_or_refusal(self, file_format: str | None, relation: str | None) -> HttpResponseBase:
        if errors := self.errors_of_file(file_format, relation):
            return refusal(errors)
        return one_of_few(lambda: self.file(file_format) if file_format else self.relation_file(relation))

    @cached_property
    def filterset(self) -> EntryFilterSet:
        return self.filterset_class(self.request.GET, queryset=self.model.objects.all())

    @cached_property
    def notices(self) -> list[str]:
        return [*map(str, self.filterset.errors()), *filter(None, [self.filterset.note])]

    def get_queryset(self):
        return self.filterset.ordered(self.entries())

    def entries(self):
        """Return the entries with what the list shows of them, and their texts for a search."""
        entries = self.model.objects.for_public()
        return (
            self.filterset.index.with_texts(entries)
            if self.filterset.question
            else entries.with_public_parts()
        )

    def paginate_queryset(self, queryset, page_size):
        """Return the requested page, the first one for an invalid number, or the last one beyond the end."""
        paginator = CountedPaginator(queryset, page_size, count=len(self.filterset.selection))
        try:
            page = paginator.page(self.page_number())
        except EmptyPage:
            page = paginator.page(paginator.num_pages)
            self.status = 404
            self.notices.append(
                _("Page {asked} does not exist. Showing the last page, page {last}.").format(
                    asked=self.request.GET["page"], last=paginator.num_pages
                )
            )
        page.elided = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
        return paginator, page, page.object_list, page.has_other_pages()

    def page_number(self) -> int:
        value = self.request.GET.get("page", "1")
        if value.isascii() and value.isdigit() and 1 <= len(value) <= MOST_DIGITS and int(value) > 0:
            return int(value)
        self.notices.append(
            _("“{value}” is not a page number. Showing the first page.").format(value=value[:40])
        )
        return 1

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            filterset=self.filterset, notices=self.notices, files=self.files, **kwargs
        )
        context["texts"] = self.texts(context["page_obj"])
        context["canonical"] = self.canonical(context["page_obj"])
        context["cards"] = partial(self.cards, context["object_list"])  # grants are not shown as cards
        return context

    def cards(self, entries: FetchedSlice) -> list[Card]:
        """Return the cards of the entries of a page, with what a search found in each."""
        return with_snippets(cards_of(entries, self.filterset.counter.state), self.snippets(entries))

    def snippets(self, entries: FetchedSlice) -> dict[int, Snippet]:
        """Return what a search found in each of the entries of a page, by key."""
        filterset = self.filterset
        if not filterset.question:
            return {}
        return snippets_of(entries, filterset.index, filterset.question, filterset.counter.state)

    def texts(self, page: Page) -> dict[str, str]:
        """Return the texts about the list and its number of entries."""
        number = page.paginator.count
        count = self.counted % {"number": number, "shown": grouped(number)}
        title = self.filterset.describe(self.title)
        if page.number > 1:
            title = _("{title}, page {number}").format(title=title, number=page.number)
        return {
            "count": count,
            "apply": _("Show {results}").format(results=count),
            "title": title,
            "description": _("{title}: {count}.").format(title=title, count=count),
        }

    def canonical(self, page: Page) -> str:
        """Return the address of the page without what was wrong, or has no effect."""
        query = self.filterset.query
        if page.number > 1:
            query["page"] = page.number
        return self.request.build_absolute_uri("?" + query.urlencode() if query else self.request.path)

    def render_to_response(self, context, **response_kwargs):
        return super().render_to_response(context, status=self.status, **response_kwargs)


class EntryDetailView(FormerAddressMixin, DetailView):
    """The page of one public entry, and its row of the list's file as JSON.

    `similar_by` are facets and the heading of other entries that share a value of each of them.
    """

    section: str
    resource: type[ColumnsResource]
    similar_by: tuple[tuple[str, ...], str]

    def get(self, request, *args, file_format=None, **kwargs):
        if file_format is None:
            return super().get(request, *args, **kwargs)
        if errors := unknown_parameters(request.GET, ()):
            return refusal(errors)
        entry = get_object_or_404(self.model.objects.for_public(), slug=self.kwargs["slug"])
        plan = ReadPlan(self.resource, site=request.build_absolute_uri("/").rstrip("/"), with_codes=True)
        (row,) = plan.rows([entry.pk])
        about = {"licence": LICENCE, "page": request.build_absolute_uri(entry.get_absolute_url())}
        content = {"about": about, **dict(zip(plan.columns, row, strict=True))}
        return JsonResponse(content, encoder=json.Encoder, json_dumps_params={"ensure_ascii": False})

    def get_queryset(self):
        return self.model.objects.for_public().with_public_page()

    def get_context_data(self, **kwargs):
        facets, heading = self.similar_by
        related = related_groups([*self.connected(), (heading, similar(self.object, *facets))])
        canonical = self.request.build_absolute_uri(self.object.get_absolute_url())
        return super().get_context_data(related=related, canonical=canonical, **kwargs)

    def picture(self) -> str:
        """Return the address of the entry's picture for sites that link to it, or an empty text."""
        return getattr(self.object, "shared_picture", "")

    def connected(self) -> list[tuple[str, QuerySet]]:
        """Return public entries of any kind that are connected with this one, with headings that say how."""
        return []
