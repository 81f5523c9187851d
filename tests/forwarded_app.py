"""The portal with a page that shows what it knows of the connection, for a real server."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

application = get_wsgi_application()

from smartbalkans import urls  # noqa: E402  (imports models, after the apps are loaded)

settings.ROOT_URLCONF = __name__


def show_connection(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")


urlpatterns = [path("connection", show_connection), *urls.urlpatterns]
