"""JSON (RFC 8259): what the file is about, and its rows by the stable keys of the columns."""

import json
from collections.abc import Iterator
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder

from catalogue.exports.reader import ReadPlan, chunks


class Encoder(DjangoJSONEncoder):
    def default(self, o):
        """Return an amount as a number: its fifteen digits are exact as a float."""
        return float(o) if isinstance(o, Decimal) else super().default(o)


def pieces(plan: ReadPlan, keys, about: dict | None) -> Iterator[str]:
    """Yield the file in pieces, one a chunk of rows; without `about`, an array of the rows alone."""
    yield "[" if about is None else f'{{"about": {dumped(about)},\n"rows": ['
    separator = "\n"
    for chunk in chunks(keys):
        rows = [dumped(dict(zip(plan.columns, row, strict=True))) for row in plan.rows(chunk)]
        if rows:
            yield separator + ",\n".join(rows)
            separator = ",\n"
    yield "\n]\n" if about is None else "\n]}\n"


def dumped(value) -> str:
    return json.dumps(value, cls=Encoder, ensure_ascii=False)
