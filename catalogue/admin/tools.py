"""What can be done with a list or an entry, as links above it. Each mixin adds its own."""

from dataclasses import dataclass

from catalogue.admin.pages import PagesMixin


@dataclass(frozen=True)
class Tool:
    label: str
    address: str
    css_class: str = ""


class ToolsMixin(PagesMixin):
    change_list_template = "admin/catalogue/change_list.html"
    change_form_template = "admin/catalogue/change_form.html"

    def list_tools(self, request) -> list[Tool]:
        """Give what this person may do with the list, beside adding an entry: what the back office offers."""
        tools_of = getattr(self.admin_site, "tools_of", None)
        return tools_of(request, self.model) if tools_of else []

    def entry_tools(self, request, obj) -> list[Tool]:
        """Give what this person may do with an entry, beside saving it."""
        return []

    def changelist_view(self, request, extra_context=None):
        context = {"list_tools": self.list_tools(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["entry_tools"] = self.entry_tools(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
