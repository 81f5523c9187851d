"""Names in cells, and the instances that they mean."""

import pytest

from catalogue.exports import lookups
from catalogue.exports.cells import CellError
from catalogue.exports.lookups import Directory, NameDirectories, did_you_mean, folded, has_name, near_slugs
from organisations.models import Grant, Organisation, Theme
from tests.factories import OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_folded_ignores_case_spaces_and_the_kind_of_apostrophe():
    assert folded("  Women’s   RIGHTS ") == "women's rights"


def test_did_you_mean_proposes_the_nearest_name_only():
    assert did_you_mean("Yuoth", ["Youth", "Media"]) == "Did you mean “Youth”? "
    assert did_you_mean("Environment", ["Youth", "Media"]) == ""


def test_key_is_found_by_slug_and_by_name_in_any_case():
    theme = ThemeFactory(name="Media Freedom", slug="media-freedom")
    names = NameDirectories()

    assert names.key(Theme, "media freedom") == theme.pk
    assert names.key(Theme, "media-freedom") == theme.pk


def test_key_of_an_unknown_name_proposes_another():
    ThemeFactory(name="Media Freedom", slug="media")

    with pytest.raises(CellError, match=r"No theme found for “Media Fredom”\. Did you mean “Media Freedom”"):
        NameDirectories().key(Theme, "Media Fredom")


def test_key_of_several_of_one_name_lists_their_slugs():
    for slug in ("one", "two"):
        OrganisationFactory(name="Same", slug=slug)

    with pytest.raises(CellError, match=r"Enter the slug of the one you mean: one, two\."):
        NameDirectories().key(Organisation, "Same")


def test_keys_reads_names_that_have_semicolons():
    one, other = ThemeFactory(name="Peace; security"), ThemeFactory(name="Media")

    assert NameDirectories().keys(Theme, "Media; Peace; security") == [other.pk, one.pk]


def test_directory_of_many_looks_names_up_when_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(lookups, "FEW", 0)
    theme = ThemeFactory(name="Media")

    directory = Directory(Theme)

    assert not directory.known
    assert directory.find("Media") == [theme.pk]


def test_has_name_knows_models_without_one():
    assert has_name(Theme)
    assert not has_name(Grant)


def test_near_slugs_finds_what_was_mistyped_but_no_other_number():
    assert near_slugs("media-freedm", ["media-freedom", "youth"]) == ["media-freedom"]
    assert near_slugs("grant-12", ["grant-13"]) == []
