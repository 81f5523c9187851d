"""The state of the data of a kind at one moment, in the name of every kept value."""

from datetime import datetime
from typing import NamedTuple


class DataState(NamedTuple):
    """What the values that are kept of a kind depend on: no two states of the data are equal.

    `token` is the version of the data, None before the first migration; `changes_at` is the next moment at
    which a document changes without a write; `mark` is of the documents, which are written after the data.
    """

    token: str | None = None
    changes_at: datetime | str | None = None  # as the database returns it
    mark: str = ""


class Clock(NamedTuple):
    """The state of a kind at one moment, with the latest versions of its documents (see `SearchClock`)."""

    history: list
    state: DataState
    index_version: int | None = None  # of the release that writes the documents
