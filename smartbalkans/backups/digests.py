"""A digest of the rows of each table, the same on SQLite and on PostgreSQL."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models

from catalogue.data_versions.models import DataVersion, PendingRenewal

PORTION = 2000
MODULUS = 2**256
# Every migration renews them.
RENEWED = (DataVersion, PendingRenewal)


def stored_models() -> list[type[models.Model]]:
    """Return the models of all tables with rows of the portal, also those between two others."""
    found = apps.get_models(include_auto_created=True)
    return [
        model for model in found if model._meta.managed and not model._meta.proxy and model not in RENEWED
    ]


def digests(using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """Return the number of rows and the digest of each table."""
    return {model._meta.db_table: digest_of(model, using) for model in stored_models()}


def digest_of(model: type[models.Model], using: str) -> str:
    """Return the number of rows and a sum of their digests: databases sort texts in different orders."""
    total, count = 0, 0
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by().values_list(*names)
    for row in rows.iterator(PORTION):
        text = json.dumps(row, default=plain, sort_keys=True)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        count += 1
    return f"{count} rows, {total % MODULUS:064x}"


def plain(value):
    """Return a value for JSON that does not depend on the database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, date | time | timedelta | UUID):
        return str(value)
    raise TypeError(f"No digest of {type(value).__name__}")
