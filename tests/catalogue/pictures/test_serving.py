"""How uploaded pictures are served."""

import pytest
from PIL import Image

from tests.catalogue.pictures.making import photo, saved
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "type_"), [("jpg", "image/jpeg"), ("avif", "image/avif"), ("png", "image/png")]
)
def test_browser_can_do_nothing_with_a_picture_but_show_it(client, kind, type_):
    shape = Image.new("RGBA", (50, 50), (0, 0, 0, 0)) if kind == "png" else photo(50, 50)
    organisation = OrganisationFactory(logo=saved(shape, "PNG"))

    answer = client.get(organisation.logo.url.rpartition(".")[0] + f".{kind}")

    assert answer.status_code == 200
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (type_, "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.cookies == {}
    answer.close()


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil", "../portal.sqlite3"])
def test_nothing_but_pictures_is_served(client, folder, name):
    (folder / "logos").mkdir()
    (folder / "logos" / name).write_text("<script>")

    assert client.get(f"/media/logos/{name}").status_code == 404
