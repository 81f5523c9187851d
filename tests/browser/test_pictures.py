"""Pictures in a real browser: the modern format, in the width that fits, and said to a screen reader."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, log_in
from tests.catalogue.pictures.making import photo, saved
from tests.factories import OrganisationFactory, TrainingFactory
from tests.pages import change_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def shown(page):
    """Return the end of the name of the loaded file, whether it is a picture, and its ratio."""
    image = page.locator("main picture img")
    image.scroll_into_view_if_needed()
    image.evaluate("image => image.decode()")
    return image.evaluate(
        "image => [image.currentSrc.replace(/.*[0-9a-f]{32}/, ''), image.naturalHeight > 0,"
        " Math.round(100 * image.clientWidth / image.clientHeight)]"
    )


@pytest.mark.parametrize(
    ("viewport", "file"), [(PHONE, "-1600x1000-480w.avif"), (DESK, "-1600x1000-960w.avif")]
)
def test_training_shows_its_picture_in_the_width_that_fits(page, check_page, file):
    training = TrainingFactory(picture=saved(photo(1600, 1000), "JPEG"), picture_alt="A full hall")

    page.goto(training.get_absolute_url())

    assert shown(page) == [file, True, 160]
    assert page.get_by_role("img", name="A full hall").is_visible()
    check_page(page)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_organisation_shows_its_logo(page, check_page):
    organisation = OrganisationFactory(name="Civic Alliance", logo=saved(photo(900, 300), "JPEG"))

    page.goto("/organisations/")
    assert shown(page)[:2] == ["-640x213-160w.avif", True]
    assert page.get_by_role("main").get_by_role("img").count() == 0
    check_page(page)

    page.goto(organisation.get_absolute_url())
    assert shown(page)[:2] == ["-640x213-320w.avif", True]
    assert page.get_by_role("img", name="Civic Alliance").is_visible()
    check_page(page)


DROP = """(box, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "hall.jpg", {type: "image/jpeg"}));
    for (const kind of ["dragover", "drop"]) {
        box.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
    }
}"""


def test_picture_is_dropped_on_its_field_shown_and_removed(page, check_page, editor):
    training = TrainingFactory(draft=True)
    log_in(page, editor)
    address = f"/admin/trainings/training/{training.pk}/change/"
    page.goto(address)
    picture = saved(photo(600, 400), "JPEG")

    page.locator("[data-picture-drop]").evaluate(DROP, list(picture.read()))
    page.get_by_label("Description of the picture").fill("A full hall")
    page.get_by_role("button", name="Save and continue editing").click()

    image = page.get_by_role("img", name="Current picture")
    expect(image).to_be_visible()
    check_page(page)
    page.get_by_label("Remove").check()
    page.get_by_label("Description of the picture").fill("")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(image).to_have_count(0)
    training.refresh_from_db()
    assert training.picture.name == ""


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_main_part_of_a_picture_is_chosen_by_a_click_and_by_keys(page, check_page, editor):
    training = TrainingFactory(draft=True, picture=saved(photo(900, 600), "JPEG"), picture_alt="A full hall")
    log_in(page, editor)
    page.goto(change_page(training))
    page.get_by_label("Description of the picture").scroll_into_view_if_needed()  # loads it
    picture = page.locator(".picture-focus")
    expect(picture).to_be_visible()

    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.9})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    point = page.get_by_role(
        "button", name="Main part of the picture: 30 % from the left, 80 % from the top."
    )
    expect(point).to_be_focused()
    check_page(page)
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_label("Main part of the picture, from the left (%)")).to_have_value("30")
    training.refresh_from_db()
    assert (training.picture_focus_x, training.picture_focus_y) == (30, 80)
