"""Workbooks with other parts, and why a file is refused."""

import io
import zipfile

import pytest

from catalogue.imports.errors import UnreadableFile
from organisations.exports import OrganisationResource
from tests.catalogue.imports.importing import check_file


def refusal(content: bytes, name: str = "file.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        check_file(OrganisationResource, content, name)
    return str(refused.value)


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """Return a workbook with some of its parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**(members | changed))
