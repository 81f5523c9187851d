"""The packages of requirements/extras.txt, which a portal needs only if a setting asks for one."""

from importlib.util import find_spec

from django.conf import settings
from django.core import checks

MODULES = {"SENTRY_DSN": "sentry_sdk", "MEDIA_STORAGE": "storages", "CACHE_URL": "redis"}


@checks.register
def check_packages(app_configs, **kwargs) -> list[checks.Error]:
    """Return an error for each setting that is set and whose package is missing."""
    return [
        checks.Error(
            f"{name} is set, and the package {module} is not installed.",
            hint=f"Install requirements/extras.txt with pip --require-hashes, or unset {name}.",
            id="smartbalkans.E001",
        )
        for name, module in MODULES.items()
        if getattr(settings, name) and not find_spec(module)
    ]
