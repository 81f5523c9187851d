"""JSON (RFC 8259): what the file is about, and its rows by the stable keys of the columns."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from catalogue.exports.reader import Plan, chunks


def pieces(plan: Plan, keys, about: dict) -> Iterator[str]:
    """Yield the file in pieces, one a chunk of rows."""
    yield f'{{"about": {dumped(about)},\n"rows": ['
    separator = "\n"
    for chunk in chunks(keys):
        rows = [dumped(dict(zip(plan.columns, row, strict=True))) for row in plan.rows(chunk)]
        if rows:
            yield separator + ",\n".join(rows)
            separator = ",\n"
    yield "\n]}\n"


def dumped(value) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
