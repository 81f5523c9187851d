"""Uploads in an object store: written, shown under the portal's own address, and cleaned like files."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from organisations.models import Organisation
from smartbalkans import environment
from smartbalkans.database_errors import ServiceUnavailable
from smartbalkans.monitoring import probes
from smartbalkans.object_store import MOST_MEMORY
from tests.catalogue.pictures.making import photo, saved
from tests.factories import OrganisationFactory, TrainingFactory
from tests.forms import open_form
from tests.object_store import bucket, names_in_bucket, running_store, set_variables
from tests.postgresql import free_port

ADDRESS = "s3://uploads/portal"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, monkeypatch):
    with running_store() as variables:
        set_variables(monkeypatch, variables)
        settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage(ADDRESS)}
        yield


def small() -> Image.Image:
    return Image.new("RGBA", (100, 40), (0, 0, 0, 0))


def without_digests(names: list[str]) -> list[str]:
    return sorted(re.sub("[0-9a-f]{32}", "*", name) for name in names)


def test_picture_is_stored_in_all_widths_below_the_folder():
    OrganisationFactory(logo=saved(photo(), "JPEG"))

    assert without_digests(names_in_bucket()) == [
        "portal/logos/*-640x427-160w.avif",
        "portal/logos/*-640x427-160w.jpg",
        "portal/logos/*-640x427-320w.avif",
        "portal/logos/*-640x427-320w.jpg",
        "portal/logos/*-640x427.avif",
        "portal/logos/*-640x427.jpg",
    ]


def test_picture_is_shown_under_the_own_address_and_policy(client):
    organisation = OrganisationFactory(logo=saved(small(), "PNG"))

    response = client.get(organisation.logo.url)

    content = b"".join(response.streaming_content)
    assert organisation.logo.url == f"/media/{organisation.logo.name}"
    assert content == bucket().Object(f"portal/{organisation.logo.name}").get()["Body"].read()
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_picture_that_a_browser_has_is_not_fetched_again(client):
    organisation = OrganisationFactory(logo=saved(small(), "PNG"))
    first = client.get(organisation.logo.url)
    bucket().objects.all().delete()

    again = client.get(organisation.logo.url, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert client.get(organisation.logo.url).status_code == 404
    first.close()


def test_large_file_is_not_held_in_memory():
    default_storage.save("large.jpg", ContentFile(bytes(2 * MOST_MEMORY)))

    with default_storage.open("large.jpg") as file:
        assert file.size == 2 * MOST_MEMORY
        assert isinstance(file.file.name, int)  # the number of a file on the disk


@pytest.mark.parametrize(
    "name", ["logos/none.jpg", "logos/a/../b.jpg", "logos", "a\x00.jpg", "a" * 300 + ".jpg"]
)
def test_missing_picture_is_not_found(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_store_that_is_away_is_503(client, monkeypatch, settings):
    client.raise_request_exception = False
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage(ADDRESS)}

    response = client.get("/media/logos/a.jpg")

    assert (response.status_code, response["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    "use",
    [
        lambda: default_storage.open("a.jpg"),
        lambda: default_storage.save("a.jpg", ContentFile(b"a")),
        lambda: default_storage.exists("a.jpg"),
        lambda: default_storage.listdir("logos"),
        lambda: default_storage.delete("a.jpg"),
        lambda: default_storage.get_modified_time("a.jpg"),
    ],
    ids=["open", "save", "exists", "listdir", "delete", "get_modified_time"],
)
def test_every_use_of_a_store_that_is_away_has_one_error(monkeypatch, settings, use):
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage(ADDRESS)}

    with pytest.raises(ServiceUnavailable, match="The object store cannot be used"):
        use()


def test_form_keeps_what_was_sent_while_the_store_is_away(admin_client, monkeypatch, settings):
    organisation = OrganisationFactory(town="Bar")
    address = f"/admin/organisations/organisation/{organisation.pk}/change/"
    data = open_form(admin_client, address) | {"town": "Ulcinj", "logo": saved(small(), "PNG")}
    admin_client.raise_request_exception = False
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage(ADDRESS)}

    response = admin_client.post(address, data)

    assert response.status_code == 503
    assert "Ulcinj" in response.content.decode()
    assert Organisation.objects.get().town == "Bar"


def test_unused_pictures_are_deleted(monkeypatch, capsys):
    kept = OrganisationFactory(logo=saved(photo(300, 200), "JPEG"))
    TrainingFactory(picture=saved(small(), "PNG"), picture_alt="A hall").delete()
    monkeypatch.setattr("catalogue.pictures.unused.MINIMUM_AGE", -environment.timedelta(minutes=1))

    call_command("clean_pictures")

    assert capsys.readouterr().out == "Unused files deleted: 2\n"
    assert f"portal/{kept.logo.name}" in names_in_bucket()
    assert [name for name in names_in_bucket() if "trainings" in name] == []


def test_readyz_asks_the_store(client, monkeypatch, settings):
    monkeypatch.setattr(probes, "SECONDS", 60)  # the first client of a process takes boto3 a second or two
    before = client.get("/readyz").json()["checks"]["uploads"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage(ADDRESS)}

    after = client.get("/readyz").json()["checks"]["uploads"]

    assert (before, after) == ("ok", "failed")
