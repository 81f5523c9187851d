"""Who may change, delete and publish entries."""

from django.db.models import Model
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from catalogue.admin.pages import PagesMixin


def has_permission(user, action: str, model: type[Model] | Model) -> bool:
    """Return whether a person may carry out an action, such as "publish", on entries of a kind."""
    return user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")


class PublishPermissionMixin(PagesMixin):
    """Drafts are open to all who may change entries; public and scheduled ones to those who may publish."""

    def has_publish_permission(self, request) -> bool:
        return has_permission(request.user, "publish", self.model)

    def may_touch(self, request, obj) -> bool:
        return obj is None or obj.published_at is None or self.has_publish_permission(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def is_locked(self, request, obj) -> bool:
        """Return whether the entry is closed to a person who may change drafts."""
        return super().has_change_permission(request, obj) and not self.may_touch(request, obj)

    def is_delete_locked(self, request, obj) -> bool:
        """Return whether an entry may not be deleted by a person who may delete drafts."""
        return super().has_delete_permission(request, obj) and not self.may_touch(request, obj)

    def published_response(self, request, entry) -> TemplateResponse:
        """Return a page about an action on an entry that was published after its page was opened."""
        title = _("You can no longer change this {kind}").format(kind=self.opts.verbose_name)
        return self.render_page(
            request, "admin/catalogue/only_publishers.html", title, entry=entry, status=403
        )
