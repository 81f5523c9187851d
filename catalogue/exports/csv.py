"""CSV as RFC 4180 has it, in UTF-8 with a byte-order mark, so that Excel shows every letter."""

import csv
import io
from collections.abc import Iterable, Iterator

from catalogue.exports.cells import csv_text
from catalogue.exports.reader import ReadPlan, chunks

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def lines(plan: ReadPlan, keys, *, by_key: bool = False) -> Iterator[str]:
    """Yield the file in pieces: the headings, or the keys of the columns, then a piece a chunk of rows."""
    headings = list(plan.columns) if by_key else [str(one.heading) for one in plan.columns.values()]
    yield BYTE_ORDER_MARK + written([headings])
    for chunk in chunks(keys):
        yield written(map(texts, plan.rows(chunk)))


def written(rows: Iterable[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def texts(row: list) -> list[str]:
    return [csv_text(value) for value in row]
