from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.catalogue.pictures.making import photo, saved
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    SpeakerFactory,
    TestimonialFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.forms import add_row, errors_of, open_form
from trainings.models import Training

pytestmark = pytest.mark.django_db

TRAININGS = "/admin/trainings/training/"
ADD = "/admin/trainings/training/add/"


def picture():
    return saved(photo(1000, 500), "PNG", name="hall")


SAY_WHAT_IT_SHOWS = "Describe the picture, or tick “decorative picture”."


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for code in ("AL", "BA", "ME")[:rows]:
        country = CountryFactory(code=code)
        training = TrainingFactory(country=country, audience_country=country, starts_on=date(2024, 1, 1))
        training.topics.add(TopicFactory())

    # those of the account, 2 for filters, count, rows, 2 for days, unfinished, own columns and filters
    with django_assert_num_queries(11):
        admin_client.get(TRAININGS)


def test_training_is_entered_with_speakers_and_testimonials(admin_client):
    organisation = OrganisationFactory()
    data = open_form(admin_client, ADD) | {"name": "Writing projects", "starts_on": "01/03/2024"}
    add_row(data, "speakers", name="Ana", role="trainer", organisation=organisation.pk, order="2")
    add_row(data, "speakers", name="Ben", role="guest_lecturer", order="1")
    add_row(data, "testimonials", person="Cem", words="It helped.", is_quotation="on")

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    training = Training.objects.get(slug="writing-projects")
    assert list(training.speakers.values_list("order", "name", "organisation")) == [
        (1, "Ben", None),
        (2, "Ana", organisation.pk),
    ]
    assert list(training.testimonials.values_list("order", "person", "is_quotation")) == [(1, "Cem", True)]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {"starts_on": "02/01/2024", "ends_on": "01/01/2024"},
            {"ends_on": ["The training ends before it starts. Check both dates."]},
        ),
        ({"ends_on": "01/01/2024"}, {"starts_on": ["Enter the first day, or remove the last day."]}),
    ],
)
def test_training_against_a_rule_is_refused_at_the_field(admin_client, values, errors):
    data = open_form(admin_client, ADD) | {"name": "Writing projects"} | values

    response = admin_client.post(ADD, data)

    assert errors_of(response) == errors


def test_picture_without_its_words_is_refused_at_them(admin_client):
    data = open_form(admin_client, ADD) | {"name": "Writing projects", "picture": picture()}

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {
        "picture_alt": [SAY_WHAT_IT_SHOWS],
    }


def test_picture_with_its_words_is_saved(admin_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = open_form(admin_client, ADD) | {"name": "A", "picture": picture(), "picture_alt": "A full hall."}

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    stored = Training.objects.get().picture
    assert (stored.width, stored.height) == (1000, 500)
    assert (tmp_path / stored.name).is_file()


def test_decorative_picture_needs_no_words(admin_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    data = open_form(admin_client, ADD) | {"name": "A", "picture": picture(), "picture_is_decorative": "on"}

    response = admin_client.post(ADD, data)

    assert response.status_code == 302
    assert Training.objects.get().picture_is_decorative is True


def test_decorative_picture_with_words_is_refused(admin_client):
    words = {"picture_alt": "A hall.", "picture_is_decorative": "on"}
    data = open_form(admin_client, ADD) | {"name": "A", "picture": picture()} | words

    response = admin_client.post(ADD, data)

    assert errors_of(response) == {
        "picture_is_decorative": [
            "A decorative picture has no description. Untick it, or remove the description."
        ],
    }


def test_file_that_is_no_picture_is_refused_at_it(admin_client):
    file = SimpleUploadedFile("hall.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    data = open_form(admin_client, ADD) | {"name": "A", "picture": file, "picture_alt": "A hall."}

    response = admin_client.post(ADD, data)

    assert list(errors_of(response)) == ["picture"]
    assert errors_of(response)["picture"][0].startswith(
        "SVG files are not accepted, because they can contain scripts"
    )


def test_speakers_exchange_their_names(admin_client):
    training = TrainingFactory()
    for order, name in enumerate(("Ana", "Ben"), start=1):
        SpeakerFactory(training=training, name=name, order=order)
    address = reverse("admin:trainings_training_change", args=[training.pk])
    data = open_form(admin_client, address) | {"speakers-0-name": "Ben", "speakers-1-name": "Ana"}

    response = admin_client.post(address, data)

    assert response.status_code == 302
    assert list(training.speakers.values_list("order", "name")) == [(1, "Ben"), (2, "Ana")]


def test_testimonial_left_without_a_tick_is_no_quotation(admin_client):
    testimonial = TestimonialFactory()
    address = reverse("admin:trainings_training_change", args=[testimonial.training_id])
    data = open_form(admin_client, address)
    del data["testimonials-0-is_quotation"]

    admin_client.post(address, data)

    testimonial.refresh_from_db()
    assert testimonial.is_quotation is False


def test_rows_are_moved_like_those_of_projects(admin_client):
    page = admin_client.get(ADD).content.decode()

    assert (page.count('data-inline-type="tabular"'), page.count('data-inline-type="stacked"')) == (2, 0)
    assert page.count('id="id_speakers-0-organisation_helptext"') == 1
