"""Which entry a row is about: by its slug, or a new one."""

import pytest

from catalogue.former_addresses import keep_old_address
from organisations.exports import OrganisationResource
from tests.catalogue.imports.findings import messages, organisations
from tests.catalogue.imports.importing import (
    cell,
    check_file,
    counts,
    edited,
    exported_workbook,
    places,
)
from tests.factories import (
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


def test_file_without_slugs_adds_entries():
    run = organisations(["Name"], ["Civic"])

    assert (counts(run), run.changes.get().slug) == ((1, 0, 0, 0), "civic")


@pytest.mark.parametrize("slug", ["Civic Alliance", "мрежа", "a/b", "a" * 121])
def test_slug_of_a_new_entry_is_one(slug):
    assert places(organisations(["Slug", "Name"], [slug, "A"]))[0][:2] == (2, "Slug")


def test_slug_nearly_like_one_that_is_there_is_to_be_looked_at():
    OrganisationFactory(slug="civic-alliance")
    OrganisationFactory(slug="made-1")

    run = organisations(["Slug", "Name"], ["civic-aliance", "Civic"], ["made-2", "Made"])

    assert (counts(run), run.warned) == ((2, 0, 0, 0), 1)
    assert "Did you mean “civic-alliance”?" in run.findings.get().message


def test_slug_changed_beside_its_version_is_wrong():
    OrganisationFactory(slug="civic")

    def edit(book):
        cell(book["Organisations"], "Slug").value = "other"

    run = check_file(OrganisationResource, edited(exported_workbook(OrganisationResource), edit))

    assert "Change it back to “civic”" in messages(run)[0]


def test_entry_deleted_since_the_export_is_not_created_again():
    organisation = OrganisationFactory(slug="civic")
    content = exported_workbook(OrganisationResource)
    organisation.delete()

    run = check_file(OrganisationResource, content)

    assert (places(run), run.new) == ([(2, "Slug", "civic")], 0)
    assert messages(run)[0].startswith("This entry no longer exists: it was deleted")


def test_entry_renamed_since_the_export_is_not_created_twice():
    organisation = OrganisationFactory(slug="civic")
    content = exported_workbook(OrganisationResource)
    keep_old_address(organisation, "civic")
    organisation.slug = "civic-alliance"
    organisation.save()

    run = check_file(OrganisationResource, content)

    assert (places(run), run.new) == ([(2, "Slug", "civic")], 0)
    assert "The slug of this entry is now “civic-alliance”" in messages(run)[0]


def test_slug_that_redirects_to_another_entry_is_not_given_to_a_new_one():
    organisation = OrganisationFactory(slug="civic-alliance")
    keep_old_address(organisation, "civic")

    run = organisations(["Slug", "Name"], ["civic", "Civic"])

    assert places(run) == [(2, "Slug", "civic")]
    assert "former address of “civic-alliance”" in messages(run)[0]
