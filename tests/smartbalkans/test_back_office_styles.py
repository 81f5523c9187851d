"""The back office's stylesheets: each is on every page, and each is whole."""

import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static/css/admin"
SHEETS = sorted(FOLDER.glob("*.css"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/admin/organisations/organisation/", "/admin/login/"])
def test_back_office_links_one_style_sheet(admin_client, client, address):
    visitor = client if "login" in address else admin_client

    page = visitor.get(address, follow=True).content.decode()

    assert re.findall(r"/static/(css/[\w/-]+\.css)", page) == ["css/tokens.css", "css/back-office.css"]


def test_style_sheet_of_the_back_office_imports_every_other():
    imported = re.findall(r'@import "admin/([\w-]+)\.css";', (FOLDER.parent / "back-office.css").read_text())

    assert sorted(imported) == [sheet.stem for sheet in SHEETS]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_style_sheet_is_whole_and_short(sheet):
    text = sheet.read_text()

    assert text.count("{") == text.count("}")
    assert len(text.splitlines()) <= 150
    assert "@import" not in text
