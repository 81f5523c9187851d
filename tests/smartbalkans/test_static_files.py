"""The joined stylesheets: what browsers load in one request."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from smartbalkans.static_files import JOINED

CSS = Path(settings.BASE_DIR) / "static/css"


def test_style_sheet_of_the_site_imports_every_other():
    imported = re.findall(r'@import "([^"]+)"', (CSS / "site.css").read_text())

    single = {CSS / name for name in ("site.css", "back-office.css")}
    others = {sheet for sheet in CSS.rglob("*.css") if sheet.parent.name != "admin"} - single
    assert sorted(imported) == sorted(str(sheet.relative_to(CSS)) for sheet in others)


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "smartbalkans.static_files.JoiningStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # the second run joins again
    return tmp_path


def test_collected_style_sheets_are_joined_and_hashed(collected):
    for name in JOINED:
        source = CSS.parent / name
        parts = re.findall(r'@import "([^"]+)"', source.read_text())
        (hashed,) = collected.glob(f"{name.removesuffix('.css')}.*.css")
        text = hashed.read_text()

        assert "@import" not in text
        assert text.count("{") == text.count("}")
        assert [part for part in parts if (CSS / part).read_text().rstrip() not in text] == []
        assert hashed.with_name(f"{hashed.name}.gz").exists()


def test_rules_for_paper_are_only_for_paper(collected):
    (hashed,) = collected.glob("css/site.*.css")

    assert hashed.read_text().count("@media print {\n/* On paper") == 1
