"""The entry point for the web server, whose processes also keep the search index up to date."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartbalkans.settings")

django_application = get_wsgi_application()

from catalogue.search.worker import with_search_worker  # noqa: E402  (imports models, after the apps are loaded)
from smartbalkans.monitoring.requests import monitored  # noqa: E402

application = monitored(with_search_worker(django_application))
