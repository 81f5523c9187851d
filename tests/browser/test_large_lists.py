"""The portal with 2,000 organisations of sample data, on a phone above all."""

import pytest

from catalogue.search import sync
from tests.browser.conftest import DESK, PHONE, overflow
from tests.sample_data.entries import make_entries

pytestmark = [pytest.mark.browser, pytest.mark.large, pytest.mark.django_db(transaction=True)]

LISTS = [
    "/organisations/",
    "/organisations/?country=AL&country=RS",
    "/organisations/?q=youth",
    "/organisations/?sort=newest&page=20",
    "/projects/",
    "/projects/?state=running&sort=start",
    "/grants/",
    "/grants/?currency=EUR&sort=amount&page=3",
    "/trainings/",
    "/trainings/?when=past&sort=name",
    "/search/?q=youth",
]
OTHERS = [
    "/",
    "/insights/",
    "/insights/pivot/?of=grants&rows=year&columns=country",
    "/countries/",
    "/countries/?show=towns",
    "/countries/al/",
    "/themes/",
    "/themes/gender-equality/",
    "/data/",
]
FIRST_RESULT = ".cards h3 a, .grid tbody a, main .relations a"


@pytest.mark.parametrize("viewport", [PHONE])
def test_every_list_fits_its_window_with_its_first_result_on_a_phones_first_screen(page, programme):
    make_entries(2_000)
    sync.rebuild()
    found = {}

    for path in LISTS:
        page.goto(path)
        first = page.locator(FIRST_RESULT).first.bounding_box()
        found[path] = (overflow(page), first["y"] + first["height"] < PHONE["height"])

    assert found == dict.fromkeys(LISTS, (0, True))
    for viewport in (PHONE, {"width": 1024, "height": 768}, DESK):
        page.set_viewport_size(viewport)
        found = {path: page.goto(path) and overflow(page) for path in LISTS + OTHERS}
        assert found == dict.fromkeys(LISTS + OTHERS, 0)
