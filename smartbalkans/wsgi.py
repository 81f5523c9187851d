"""The entry point for the web server, whose processes also keep the search index up to date and send mail."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartbalkans.settings")

django_application = get_wsgi_application()

# They import models, after the apps are loaded.
from catalogue.mail.outbox import send_waiting  # noqa: E402
from catalogue.mail.worker import with_mail_worker  # noqa: E402
from catalogue.search.worker import with_search_worker  # noqa: E402
from smartbalkans.monitoring.requests import monitored  # noqa: E402
from smartbalkans.page_cache.wrapper import with_page_cache  # noqa: E402

# The first request of a process is always a miss of its page cache, and starts the threads.
application = monitored(
    with_page_cache(with_mail_worker(with_search_worker(django_application), send_waiting))
)
