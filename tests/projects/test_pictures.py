"""A project has a picture, on its page and where the page is shared, with a text alternative."""

import json
import re

import pytest

from projects.models import Project
from tests.catalogue.pictures.making import photo, saved
from tests.factories import ProjectFactory
from tests.forms import errors_of, open_form
from tests.staff import log_in

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def picture():
    return saved(photo(1000, 500), "PNG", name="hall")


@pytest.fixture
def project(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ProjectFactory(picture=picture(), picture_alt="Twenty people in a hall")


def test_page_shows_the_picture_with_its_text_alternative(client, project):
    page = client.get(project.get_absolute_url()).content.decode()

    assert re.search(r'<img [^>]*src="[^"]+" [^>]*alt="Twenty people in a hall"', page)
    assert f'property="og:image" content="http://testserver{project.shared_picture}"' in page


def test_page_without_a_picture_is_shared_with_the_one_of_projects(client):
    page = client.get(ProjectFactory().get_absolute_url()).content.decode()

    assert re.search(r'property="og:image" content="[^"]+/share-projects[^"]*\.png"', page)


def test_machines_read_the_picture(client, project):
    page = client.get(project.get_absolute_url()).content.decode()

    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    images = re.findall(r'"image":\s*(\{.*?\})', "".join(scripts))
    assert [json.loads(image) for image in images] == [
        {
            "@type": "ImageObject",
            "contentUrl": f"http://testserver{project.picture.url}",
            "caption": "Twenty people in a hall",
        }
    ]


def test_picture_is_uploaded_with_its_description(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    log_in(client, "Editor")
    data = open_form(client, ADD) | {"name": "A", "picture": picture()}

    refused = client.post(ADD, data)
    saved_form = client.post(ADD, data | {"picture": picture(), "picture_alt": "A full hall."})

    assert errors_of(refused) == {"picture_alt": ["Describe the picture, or tick “decorative picture”."]}
    assert saved_form.status_code == 302
    stored = Project.objects.get().picture
    assert (stored.width, stored.height) == (1000, 500)
    assert stored.name.startswith("projects/")
