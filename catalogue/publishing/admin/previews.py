"""A link on the form of an entry to a preview of its public page."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.admin.tools import Tool, ToolsMixin
from catalogue.publishing.previews import LINK_LIFETIME, Preview, keep_private, preview_link, render_preview


class PreviewMixin(ToolsMixin):
    def get_urls(self):
        view = require_safe(self.preview_view)
        return [self.page_path("<int:key>/preview/", "preview", view), *super().get_urls()]

    def is_visible(self, obj) -> bool:
        return obj.is_public and self.model.objects.for_public().filter(pk=obj.pk).exists()

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and self.is_visible(obj) else None

    def entry_tools(self, request, obj):
        tools = super().entry_tools(request, obj)
        if self.is_visible(obj):
            return tools
        address = self.page_address("preview", obj.pk)
        fragment = urlsplit(obj.get_absolute_url()).fragment
        return [*tools, Tool(_("Preview"), f"{address}#{fragment}" if fragment else address)]

    def preview_view(self, request, key):
        entry = self.get_object(request, str(key))
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        form = self.page_address("change", entry.pk)
        link = request.build_absolute_uri(preview_link(entry))
        preview = Preview(timezone.now() + LINK_LIFETIME, link=link, form=form)
        response = render_preview(request, entry, preview) or self.no_preview(request, entry, form)
        return keep_private(response)

    def no_preview(self, request, entry, form):
        """Return a page that explains why no public page would show the entry."""
        title = _("There is no page to preview")
        return self.render_page(
            request,
            "admin/catalogue/no_preview.html",
            title,
            entry=entry,
            here=_("Preview"),
            status=404,
            form=form,
        )
