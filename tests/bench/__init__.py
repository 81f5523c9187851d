"""Measures the portal's speed, and writes the results to docs/performance.md, by `make bench`.

Scratch databases are filled with sample data. All columns of one table are measured in one run, because times
of different days or machines cannot be compared.
"""

import os
import resource

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartbalkans.settings")
if not apps.ready:  # in the tests they are
    django.setup()


def memory() -> float:
    """Return the highest memory use of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
