"""The preview of what a person has entered in a form and not saved."""

from http import HTTPStatus

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from catalogue.errors import errors_of_form
from catalogue.publishing.admin.form import PublishingMixin
from catalogue.publishing.previews import Preview, keep_private, render_preview

PREVIEW = "_preview"  # the button


@csp_update({"frame-src": [SELF]})
def framing(response):
    """Allow a page to show the preview of its form beside it."""
    return response


@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
def framed(response):
    """Allow a preview to be shown beside its form."""
    return response


class UnsavedPreviewMixin(PublishingMixin):
    """A form with a button that shows the public page of what was entered.

    The form is saved, with all checks and rules, in a transaction that is rolled back once the page is made.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or PREVIEW not in request.POST:
            return framing(super().changeform_view(request, object_id, form_url, extra_context))
        if request.FILES:
            raise BadRequest("Send a preview without files: files that are stored cannot be rolled back.")
        with transaction.atomic():
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if not hasattr(response, "is_preview"):
                response = self.no_unsaved_preview(request, response)
            transaction.set_rollback(True)
        return framed(keep_private(response))

    def response_add(self, request, obj, post_url_continue=None):
        if PREVIEW in request.POST:
            return self.unsaved_preview(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if PREVIEW in request.POST:
            return self.unsaved_preview(request, obj)
        return super().response_change(request, obj)

    def unsaved_preview(self, request, obj):
        response = render_preview(request, obj, Preview(is_unsaved=True))
        if response is None:
            form = self.page_address("change", obj.pk)
            response = self.no_preview(request, obj, form).render()
        response.is_preview = True
        return response

    def no_unsaved_preview(self, request, response):
        """Return a page with the errors of the form; what is no form, such as a redirect, as it is."""
        if isinstance(response, HttpResponseRedirect) or response.status_code != HTTPStatus.OK:
            return response
        title = _("There is no preview yet")
        context = response.context_data
        errors = errors_of_form(context["adminform"].form, context["inline_admin_formsets"])
        template = "admin/catalogue/no_unsaved_preview.html"
        page = self.render_page(request, template, title, here=_("Preview"), errors=errors)
        return page.render()
