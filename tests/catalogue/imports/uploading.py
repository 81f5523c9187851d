"""Uploading a file on the pages of the import."""

from django.core.files.uploadedfile import SimpleUploadedFile

from catalogue.imports.models import Import

IMPORT = "/admin/organisations/organisation/import/"


def upload(client, content, name="file.xlsx", address=IMPORT):
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def checked(client, content, name="file.xlsx"):
    """Upload a file, check all of it, and return the address of its page."""
    address = upload(client, content, name).url
    while Import.objects.latest("pk").status == "checking":
        client.post(f"{address}go-on/")
    return address
