"""The first page of a visit has its styles within it, so that it is shown without a second request.

Browsers state in a header from where a page was opened (W3C, Fetch Metadata), if the address is HTTPS or of
their own machine. Without it, and on later pages, the stylesheet is linked: by then the browser has it.
"""

from csp.decorators import csp_update
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

HEADER = "Sec-Fetch-Site"
FROM_ELSEWHERE = ("none", "cross-site", "same-site")  # "none": an address that was typed, a bookmark


def is_first_view(environ: dict) -> bool:
    """Return whether a page was not opened from another page of the portal."""
    return environ.get("HTTP_SEC_FETCH_SITE") in FROM_ELSEWHERE


class FirstViewMiddleware(MiddlewareMixin):
    """Passes the styles to `base.html` for a first view, and allows them in the policy of the response.

    Only collected files have them (`JoiningStaticFilesStorage`).
    """

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        styles = getattr(staticfiles_storage, "styles", None)
        if styles is None or not is_public_page(request, response):
            return response
        patch_vary_headers(response, [HEADER])
        if not is_first_view(request.META):
            return response
        response.context_data = {**(response.context_data or {}), "styles": styles.text}
        return csp_update({"style-src": [styles.source]})(lambda: response)()


def is_public_page(request: HttpRequest, response: SimpleTemplateResponse) -> bool:
    """Return whether a response will be made from `base.html`. Previews are made already."""
    return (
        not response.is_rendered
        and response.headers["Content-Type"].startswith("text/html")
        and not request.path.startswith(reverse("admin:index"))
    )
