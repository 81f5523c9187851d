"""Links above a list or a form, to which each mixin adds its own."""

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
        """Return the links above a list: first those of the whole back office."""
        tools_of = getattr(self.admin_site, "tools_of", None)
        return tools_of(request, self.model) if tools_of else []

    def entry_tools(self, request, obj) -> list[Tool]:
        """Return the links above the form of an entry."""
        return []

    def changelist_view(self, request, extra_context=None):
        context = {"list_tools": self.list_tools(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["entry_tools"] = self.entry_tools(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
