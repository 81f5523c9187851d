"""The portal's settings with the app of the sample data, for the commands that create it."""

from smartbalkans.settings import *  # noqa: F403  (the same settings, with one app more)
from smartbalkans.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.sample_data"]
