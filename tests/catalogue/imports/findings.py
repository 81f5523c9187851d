"""Files of organisations, and what is found in a file."""

from organisations.exports import OrganisationResource
from tests.catalogue.imports.importing import check_file, faults, workbook


def organisations(*rows):
    return check_file(OrganisationResource, workbook(Organisations=rows))


def messages(run):
    return [fault[-1] for fault in faults(run)]
