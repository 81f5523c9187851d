"""Denies pages the features of the browser that the portal does not use (W3C, Permissions Policy)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DENIED = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
# Passkeys are created and read by the login pages.
POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in DENIED),
        *(f"{feature}=(self)" for feature in ("publickey-credentials-create", "publickey-credentials-get")),
    ]
)


def permissions_policy_middleware(get_response: Callable[[HttpRequest], HttpResponse]):
    """Add the header to every response, also to those of other middleware and of static files."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response

    return middleware
