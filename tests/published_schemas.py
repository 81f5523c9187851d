"""Holds the portal's files against the schemas that the standards publish, which are no part of the project.

The environment's SCHEMAS_DIR names the folder where they lie; without it these tests are skipped.
"""

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from projects.iati.elements import Element
from tests.structured_data import Vocabulary

SCHEMA_NAMED_BY_PACKAGE = (
    "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json"
)


def schemas() -> Path:
    if "SCHEMAS_DIR" not in os.environ:
        pytest.skip("SCHEMAS_DIR names no folder with the published schemas")
    return Path(os.environ["SCHEMAS_DIR"])


@cache
def threesixtygiving_faults() -> Callable[[dict], list[str]]:
    """Give the function that takes a 360Giving package and gives what its schema finds in it."""
    folder = schemas() / "360giving"
    package = json.loads((folder / "360-giving-package-schema.json").read_text())
    grant = DRAFT202012.create_resource(json.loads((folder / "360-giving-schema.json").read_text()))
    known_schemas = Registry().with_resources([(grant.id(), grant), (SCHEMA_NAMED_BY_PACKAGE, grant)])
    checker = FormatChecker(formats=["date-time"])  # raises where rfc3339-validator is missing
    validator = Draft202012Validator(package, registry=known_schemas, format_checker=checker)
    return lambda instance: [
        f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(instance)
    ]


@cache
def iati_faults() -> Callable[[Element], list[str]]:
    """Give the function that takes a file's root and gives what the schema of IATI activities finds in it."""
    schema = etree.XMLSchema(file=schemas() / "iati" / "iati-activities-schema.xsd")

    def found(root):
        schema.validate(root)
        return [f"{fault.path}: {fault.message}" for fault in schema.error_log]

    return found


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary of schema.org."""
    return Vocabulary(schemas() / "schemaorg")
