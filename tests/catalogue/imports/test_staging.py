"""A file is read outside of transactions, whole or not at all."""

import io

import pytest
from django.db import connection

from catalogue.imports.errors import UnreadableFile
from catalogue.imports.models import Import, StagedRows
from catalogue.imports.staging import stage
from organisations.exports import OrganisationResource
from tests.catalogue.imports.importing import (
    administrator,
    check_file,
    kind_of,
    workbook,
)

pytestmark = pytest.mark.django_db


class WatchedFile(io.BytesIO):
    """A file that notes whether a transaction was open when it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.is_read_in_transaction = []

    def read(self, *args):
        self.is_read_in_transaction.append(connection.in_atomic_block)
        return super().read(*args)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["file.xlsx", "file.csv"])
def test_file_is_read_outside_of_any_transaction(name):
    rows = [["Slug", "Name"], *([f"slug-{number}", f"Name {number}"] for number in range(10))]
    content = workbook(Organisations=rows) if name == "file.xlsx" else as_csv(rows)
    file = WatchedFile(content)

    run = stage(kind_of(OrganisationResource), administrator(), file, len(content), name)

    assert (run.status, set(file.is_read_in_transaction)) == ("checking", {False})


def as_csv(rows):
    return "\n".join(",".join(row) for row in rows).encode()


def test_file_whose_reading_fails_leaves_nothing(monkeypatch, settings):
    monkeypatch.setattr("catalogue.imports.staging.ROWS_IN_MEMORY", 1)
    rows = [["Slug", "Name"], *([f"slug-{number}", f"Name {number}"] for number in range(10))]
    settings.IMPORT_MOST_ENTRIES = 5

    with pytest.raises(UnreadableFile):
        check_file(OrganisationResource, workbook(Organisations=rows))

    assert (Import.objects.count(), StagedRows.objects.count()) == (0, 0)
