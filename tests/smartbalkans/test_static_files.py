"""The joined stylesheets and scripts, and what a page loads."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from smartbalkans.static_files import JOINED
from tests.pages import files_of

CSS = Path(settings.BASE_DIR) / "static/css"


def test_style_sheet_of_the_site_imports_every_other():
    imported = re.findall(r'@import "([^"]+)"', (CSS / "site.css").read_text())

    single = {CSS / name for name in ("site.css", "back-office.css")}
    others = {sheet for sheet in CSS.rglob("*.css") if sheet.parent.name != "admin"} - single
    assert sorted(imported) == sorted(str(sheet.relative_to(CSS)) for sheet in others)


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    """Collect the static files once for all tests here, and return the settings of their storage."""
    joining = {"staticfiles": {"BACKEND": "smartbalkans.static_files.JoiningStaticFilesStorage"}}
    found = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": settings.STORAGES | joining,
    }
    with override_settings(**found):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)  # the second run joins again
    return found


@pytest.fixture
def collected(storage):
    """Serve pages with the collected files, and return their folder."""
    with override_settings(**storage):
        yield storage["STATIC_ROOT"]


def without_comments(text: str) -> str:
    """Return CSS without comments, empty lines and white space around lines."""
    lines = re.sub(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/", "", text).splitlines()
    return "\n".join(filter(None, map(str.strip, lines)))


@pytest.mark.parametrize("name", JOINED)
def test_collected_files_are_joined_and_hashed(collected, name):
    source = CSS.parent / name
    parts = re.findall(r'import "([^"]+)"', source.read_text())

    (hashed,) = collected.glob(f"{source.parent.name}/{source.stem}.*{source.suffix}")

    text = hashed.read_text()
    assert 'import "' not in text
    assert text.count("{") == text.count("}")
    shortened = without_comments if source.suffix == ".css" else str.rstrip
    assert [part for part in parts if shortened((source.parent / part).read_text()) not in text] == []
    assert hashed.with_name(f"{hashed.name}.gz").exists()


def test_texts_in_stylesheets_have_nothing_that_looks_like_a_comment():
    texts = [text for sheet in CSS.rglob("*.css") for text in re.findall(r'"[^"\n]*"', sheet.read_text())]

    assert [text for text in texts if "/*" in text or "*/" in text] == []


def test_rules_for_paper_are_only_for_paper(collected):
    (hashed,) = collected.glob("css/site.*.css")

    assert hashed.read_text().count("@media print {\n@layer utilities {\n:root {\ncolor-scheme: light;") == 1


PAGES = [
    "/",
    "/organisations/",
    "/organisations/civic-alliance/",
    "/projects/",
    "/projects/digi-core/",
    "/grants/",
    "/trainings/",
    "/trainings/understanding-the-role-of-csos-in-the-eu-integration-process/",
    "/insights/",
    "/insights/pivot/?of=projects&rows=theme&columns=country",
    "/data/",
    "/countries/",
    "/countries/?show=towns",
    "/countries/ba/",
    "/themes/",
    "/themes/organised-crime/",
    "/search/?q=youth",
    "/about/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/legal/",
    "/report/?about=/projects/step-by-step/",
    "/report/thanks/?about=/projects/step-by-step/",
    "/no-such-page/",
]
FILES = ["css/site", "img/icon", "img/icons", "js/site"]  # and the page itself
MOST_BYTES = 30 * 1024  # of a page with all its files, compressed


@pytest.mark.django_db
def test_each_page_takes_five_requests_and_30_kib(client, collected, programme):
    sizes = {}

    for path in PAGES:
        content = client.get(path).content
        files = files_of(content.decode())
        assert (path, sorted(file.partition(".")[0] for file in files)) == (path, FILES)
        compressed = [collected / f"{file}.gz" for file in files]
        sizes[path] = len(gzip.compress(content, 6)) + sum(file.stat().st_size for file in compressed)

    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
