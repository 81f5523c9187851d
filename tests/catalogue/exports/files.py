"""The files of the lists, as they are downloaded."""

import csv
import io

from openpyxl import load_workbook

from organisations.models import BeneficiaryGroup


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheets(response):
    return load_workbook(io.BytesIO(content(response)))


def groups(count, letter="x"):
    """Return groups with names of 118 characters, which exist afterwards."""
    names = [f"{number:03}{letter * 115}" for number in range(count)]
    for number, name in enumerate(names):
        BeneficiaryGroup.objects.get_or_create(name=name, defaults={"slug": f"{ord(letter)}-{number}"})
    return BeneficiaryGroup.objects.filter(name__in=names)


def csv_rows(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(response).decode("utf-8-sig"), newline="")))
