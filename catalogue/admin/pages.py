"""The pages that the back office has of a model besides Django's own: addresses, breadcrumbs, rendering."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db.models import Model
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse


@dataclass(frozen=True)
class Crumb:
    """A page above the current one in the breadcrumbs."""

    label: str
    address: str


def change_address(entry: Model) -> str:
    """Return the address of the form of an entry. Raise NoReverseMatch if its kind has none."""
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk])


class PagesMixin(admin.ModelAdmin):
    """Each page has a name, such as "history", which ends the name of its address as in Django's own."""

    def page_url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def page_path(self, route: str, page: str, view, **defaults) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), defaults, name=self.page_url_name(page))

    def page_address(self, page: str, *args, query=None) -> str:
        name = f"{self.admin_site.name}:{self.page_url_name(page)}"
        return reverse(name, args=args, query=query or None)

    def filtered_address(self, request, page: str, *args, query=None) -> str:
        """Return the address of a page, with the filters of the list that the person came from."""
        context = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(context, self.page_address(page, *args, query=query))

    def render_page(
        self,
        request,
        template: str,
        title: str,
        *,
        entry=None,
        trail: Sequence[Crumb] = (),
        here: str = "",
        status: int = 200,
        **context,
    ) -> TemplateResponse:
        """Return a page whose template extends "admin/catalogue/page.html".

        Its breadcrumbs are the list, the entry, the pages of `trail`, and `here`, the page itself.
        """
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "object": entry,
            "trail": trail,
            "here": here,
            **context,
        }
        return TemplateResponse(request, template, context, status=status)
