"""The public page of an entry as it would be, one click from its form."""

from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.admin.tools import Tool
from catalogue.publishing.previews import LINK_HOLDS, Preview, keep_private, link_to, page_of


class PreviewMixin(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.preview_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        return [path("<int:key>/preview/", view, name=name), *super().get_urls()]

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.is_seen(obj):
            return tools
        address = self.address_of("preview", obj)
        fragment = urlsplit(obj.get_absolute_url()).fragment
        return [*tools, Tool(_("Preview"), f"{address}#{fragment}" if fragment else address)]

    def address_of(self, page: str, obj) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[obj.pk])

    def preview_view(self, request, key):
        entry = self.get_object(request, str(key))
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        form = self.address_of("change", entry)
        link = request.build_absolute_uri(link_to(entry))
        preview = Preview(timezone.now() + LINK_HOLDS, link=link, form=form)
        response = page_of(request, entry, preview) or self.no_preview(request, entry, form)
        return keep_private(response)

    def no_preview(self, request, entry, form):
        """Say that the entry would stand on no page, and why."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("There is no page to preview"),
            "opts": self.opts,
            "original": entry,
            "form": form,
        }
        return TemplateResponse(request, "admin/catalogue/no_preview.html", context, status=404)
