"""The forms of the pages of a text: what was answered and ticked stays."""

import pytest

from organisations.models import Organisation
from projects.models import Project
from tests.factories import BeneficiaryGroupFactory, OrganisationFactory, ThemeFactory
from tests.smartbalkans.page_texts.adding import ADDRESS, counts, field, fields, read, save
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT

pytestmark = pytest.mark.django_db


def test_what_was_typed_and_ticked_stays_through_reading_and_errors(editor):
    BeneficiaryGroupFactory(name="Rural women")
    BeneficiaryGroupFactory(name="General public")
    data = fields(read(editor, ORGANISATION))
    data[field(data, "-name")] = ["House of Bridges"]
    data[field(data, "-country")] = ["AL"]
    data[field(data, "-groups")] = ["General public"]

    again = fields(editor.post(ADDRESS, {**data, "_read": ""}))
    again[field(again, "-name")] = [""]
    refused = fields(save(editor, again))

    assert (again[field(again, "-country")], again[field(again, "-groups")]) == (["AL"], ["General public"])
    assert (refused[field(refused, "-country")], refused[field(refused, "-groups")]) == (
        ["AL"],
        ["General public"],
    )
    assert refused["text"] == [ORGANISATION]
    refused[field(refused, "-name")] = ["House of Bridges"]
    save(editor, refused)
    entry = Organisation.objects.get()
    assert (entry.name, entry.country_id) == ("House of Bridges", "AL")
    assert [group.name for group in entry.beneficiary_groups.all()] == ["General public"]


def test_group_that_a_later_reading_finds_is_ticked(editor):
    BeneficiaryGroupFactory(name="Rural women")
    BeneficiaryGroupFactory(name="Judiciary")
    data = fields(read(editor, ORGANISATION))
    data.pop(field(data, "-groups"))
    data["text"] = [ORGANISATION.replace("and citizens", "and judges")]

    again = fields(editor.post(ADDRESS, {**data, "_read": ""}))

    assert again[field(again, "-groups")] == ["Judiciary"]


def test_organisation_that_is_not_certain_has_to_be_chosen(editor):
    first = OrganisationFactory(name="Ura e Re")
    OrganisationFactory(name="Ura e re")
    data = fields(read(editor, PROJECT))

    refused = save(editor, data)
    data[field(data, "partner-1")] = [f"entry:{first.pk}"]
    save(editor, data)

    (page,) = refused.context["shown"]
    assert page.form.errors == {"partner-1": ["Choose which organisation “Ura e Re” is."]}
    assert [row.organisation for row in Project.objects.get().partners.all()][1] == first


def test_two_proposals_of_a_single_value_are_refused(editor):
    data = fields(
        read(editor, ORGANISATION.replace("founded in 2009", "founded in 2009 and registered in 2011"))
    )
    (page,) = read(editor, data["text"][0]).context["shown"]
    years = [one.key for one in page.page.proposals if one.field == "founded_year"]

    refused = save(editor, data | {f"{page.form.prefix}-proposals": years})

    (page,) = refused.context["shown"]
    assert page.form.errors == {
        "proposals": ["Tick only one name, one date and one of each other single value."]
    }
    assert (len(years), counts()) == (2, [0, 0, 0])


def test_themes_are_ticked_and_may_be_unticked(editor):
    ThemeFactory(name="Organised crime")
    data = fields(read(editor, PROJECT))

    ticked = data.pop(field(data, "-themes"))
    save(editor, data)

    assert ticked == ["Organised crime"]
    assert list(Project.objects.get().themes.all()) == []


def test_organisation_forged_into_the_form_is_refused(editor):
    other = OrganisationFactory(name="Not named anywhere")
    data = fields(read(editor, PROJECT))
    data[field(data, "partner-1")] = [f"entry:{other.pk}"]

    response = save(editor, data)

    assert list(response.context["shown"][0].form.errors) == ["partner-1"]
    assert counts()[1] == 0


def test_invisible_characters_in_a_name_are_dropped(editor):
    response = read(editor, ORGANISATION)
    data = fields(response)

    save(editor, data | {field(data, "-name"): "Kuća \u202ebez\u200b imena"})

    assert Organisation.objects.get().name == "Kuća bez imena"
