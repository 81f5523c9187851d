"""The joined stylesheets and scripts, and what a page loads."""

import gzip
import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

from smartbalkans.static_files import JOINED
from tests.pages import files_of

CSS = Path(settings.BASE_DIR) / "static/css"


def test_style_sheet_of_the_site_imports_every_other():
    imported = re.findall(r'@import "([^"]+)"', (CSS / "site.css").read_text())

    single = {CSS / name for name in ("site.css", "back-office.css")}
    others = {sheet for sheet in CSS.rglob("*.css") if sheet.parent.name != "admin"} - single
    assert sorted(imported) == sorted(str(sheet.relative_to(CSS)) for sheet in others)


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


def test_styles_are_those_of_the_file_with_its_hash(collected):
    (hashed,) = collected.glob("css/site.*.css")

    styles = staticfiles_storage.styles

    digest = b64encode(hashlib.sha256(hashed.read_bytes()).digest()).decode()
    assert styles == (hashed.read_text(), f"'sha256-{digest}'")


@pytest.mark.parametrize(
    "text", ["</", "\r", "\0", "url(", "src("], ids=["tag", "line ending", "nul", "address", "other address"]
)
def test_styles_can_be_within_a_page_of_any_address(collected, text):
    assert text not in staticfiles_storage.styles.text


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
@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_each_page_takes_five_requests_and_30_kib(client, collected, programme, site):
    sizes = {}

    for path in PAGES:
        content = client.get(path, headers={"Sec-Fetch-Site": site}).content
        files = files_of(content.decode())
        assert (path, sorted(file.partition(".")[0] for file in files)) == (path, FILES)
        compressed = [collected / f"{file}.gz" for file in files]
        sizes[path] = len(gzip.compress(content, 6)) + sum(file.stat().st_size for file in compressed)

    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}
