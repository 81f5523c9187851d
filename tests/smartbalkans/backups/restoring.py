"""Restoring a backup over the portal."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command


def restore(path: Path, *options: str) -> str:
    output = StringIO()
    call_command("restore", str(path), *options, stdout=output)
    return output.getvalue()
