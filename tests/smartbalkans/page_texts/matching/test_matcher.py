"""Entries that a page names are found by any of their names; what is uncertain is left to a person."""

import pytest

from smartbalkans.page_texts.matching.matcher import Matcher
from smartbalkans.page_texts.read import read
from smartbalkans.page_texts.text.headings import PageKind
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    OrganisationFactory,
    OtherNameFactory,
    ProjectFactory,
    ThemeFactory,
    TopicFactory,
    TrainingFactory,
)
from tests.smartbalkans.page_texts.matching.matching import match
from tests.smartbalkans.page_texts.texts import ORGANISATION, PROJECT, TRAINING

pytestmark = pytest.mark.django_db


def chosen(page):
    return {row.name: row.chosen for row in page.partners}


def remarks(page):
    return [row.remark for row in page.partners]


def groups(page):
    return [row.group for row in page.targets]


def project_of(*lines):
    rows = "\n".join(f"• {line}" for line in lines)
    return f"Footpaths\n\nImplementing organisations\n\n{rows}\n\nExpected results\n\nPaths\n"


@pytest.mark.parametrize(
    "names",
    [
        {"name": "Kuca Mostova"},
        {"name": "House", "local_name": "Кућа мостова"},
        {"name": "House", "other": "KUĆA-MOSTOVA"},
        {"name": "Kućamostova"},
    ],
    ids=["name", "local name", "other name", "parted in another way"],
)
def test_organisation_is_found_by_any_of_its_names(names):
    other = names.pop("other", None)
    house = OrganisationFactory(draft=True, **names)
    if other:
        OtherNameFactory(organisation=house, name=other)

    (page,) = match(project_of("Kuća mostova, lead, Montenegro"))

    assert chosen(page) == {"Kuća mostova": f"entry:{house.pk}"}


def test_several_of_one_name_are_left_to_a_person():
    first, second = OrganisationFactory(name="Most"), OrganisationFactory(name="Мост")

    (page,) = match(project_of("Most, lead, Serbia"))

    assert chosen(page) == {"Most": ""}
    assert [value for value, _label in page.partners[0].options] == [
        f"entry:{first.pk}",
        f"entry:{second.pk}",
    ]
    assert remarks(page) == ["Several organisations in the portal have this name. Choose one."]


def test_similar_name_is_offered_and_not_chosen():
    similar = OrganisationFactory(name="Center for Footbridges and Paths")

    (page,) = match(project_of("Centre for Footbridge and Paths, lead, Serbia"))

    assert chosen(page) == {"Centre for Footbridge and Paths": ""}
    assert page.partners[0].options == [(f"entry:{similar.pk}", "Center for Footbridges and Paths")]


def test_acronym_alone_is_offered_and_not_chosen():
    other = OrganisationFactory(name="Under the Roof", acronym="UR")

    (page,) = match(project_of("Ura e Re (UR), Albania"))

    assert chosen(page) == {"Ura e Re": ""}
    assert page.partners[0].options == [(f"entry:{other.pk}", "Under the Roof (UR)")]


def test_missing_organisation_is_offered_as_a_new_draft():
    (page,) = match(project_of("Ura e Re, Albania"))

    assert (chosen(page), remarks(page)) == (
        {"Ura e Re": "new"},
        ["Not in the portal yet. A draft will be created."],
    )


def test_organisation_of_another_page_is_found_there():
    organisation, project = match(ORGANISATION, PROJECT)

    assert chosen(project)["Kuća mostova"] == f"page:{organisation.key}"


def test_different_country_in_the_portal_is_reported():
    OrganisationFactory(name="Most", country=CountryFactory(code="RS", name="Serbia"))
    CountryFactory(code="AL", name="Albania")

    (page,) = match(project_of("Most, lead, Albania"))

    assert remarks(page) == ["Country in the text: Albania. Country in the portal: Serbia."]


def test_project_of_one_name_is_no_training_of_that_name():
    ProjectFactory(name="Ropes and Knots")

    (page,) = match(TRAINING)

    assert (page.kind, page.existing) == (PageKind.TRAINING, [])


def test_groups_themes_and_topics_are_found_by_their_words():
    for name in ("Rural women", "Women", "General public", "Journalists", "Elementary school students"):
        BeneficiaryGroupFactory(name=name)
    for name in ("Organised crime", "Cyber security"):
        ThemeFactory(name=name)
    TopicFactory(name="Ropes")

    organisation, project, training = match(ORGANISATION, PROJECT, TRAINING)

    assert [found.name for found in organisation.groups] == ["Rural women", "General public"]
    assert [found.name for found in project.themes] == ["Organised crime"]
    assert groups(project) == ["Journalists", "Rural women", ""]
    assert "“farmers” does not match any beneficiary group." in project.doubts
    assert [found.name for found in training.topics] == ["Ropes"]


def test_row_of_two_groups_is_left_to_a_person():
    for name in ("Journalists", "Judiciary"):
        BeneficiaryGroupFactory(name=name)
    text = (
        project_of("Most, Serbia") + "\nTarget groups\n\n• judges and journalists\n• mayors and journalists\n"
    )

    (page,) = match(text)

    assert groups(page) == ["", ""]
    assert page.doubts[-2:] == [
        "“judges and journalists” matches several beneficiary groups (Judiciary, "
        "Journalists). Choose one in the draft.",
        (
            "“mayors and journalists” includes more than “Journalists”. Choose the beneficiary "
            "group in the draft."
        ),
    ]


def test_slip_of_the_pen_in_a_group_is_forgiven_but_police_is_no_policy():
    for name in ("Marginalised groups", "Police officers"):
        BeneficiaryGroupFactory(name=name)
    text = (
        "Most\n\nOrganisation goal\n\nPaths\n\nBeneficiaries\n\nmarginalised gropus, friends of good policy\n"
    )

    (page,) = match(text)

    assert [found.name for found in page.groups] == ["Marginalised groups"]


def test_associate_is_left_to_a_person():
    (page,) = match(project_of("Most, lead, Serbia", "Ura e Re, associate, Albania"))

    assert chosen(page) == {"Most": "new", "Ura e Re": ""}
    assert remarks(page)[1] == "The text calls it an associate. Leave it out, or add it as a partner."


@pytest.mark.parametrize("number", [1, 3])
def test_matching_asks_the_same_number_of_queries_however_much_is_there(number, django_assert_num_queries):
    for place in range(number):
        OrganisationFactory(name=f"Kuća mostova {place}", country=CountryFactory())
        OtherNameFactory(name=f"Ura e Re {place}")
        ProjectFactory(name=f"Footbridges for Neighbours {place}")
        BeneficiaryGroupFactory()
    pages = read("\n\n".join([ORGANISATION, PROJECT, TRAINING]))

    with django_assert_num_queries(9):
        Matcher(pages).match()


def test_existing_page_is_found_and_a_similar_one_reported():
    there = OrganisationFactory(name="KUCA MOSTOVA")
    ProjectFactory(name="Footbridges for the Neighbours")
    training = TrainingFactory(name="Ropes and knots")

    found = match(ORGANISATION, PROJECT, TRAINING)

    assert [[(entry.pk, entry.name) for entry in one.existing] for one in found] == [
        [(there.pk, "KUCA MOSTOVA")],
        [],
        [(training.pk, "Ropes and knots")],
    ]
    assert "An entry with a similar name already exists: “Footbridges for the Neighbours”." in found[1].doubts


def test_page_that_a_text_has_twice_is_reported():
    first, second = match(ORGANISATION, ORGANISATION)

    assert (first.is_repeated, second.is_repeated) == (False, True)


def test_project_with_the_name_of_an_organisation_needs_a_name():
    OrganisationFactory(name="Izvor")

    (page,) = match("Izvor\n\nProject goals\n\nThe project “Springs for All” maps springs.\n")

    assert (page.name, page.doubts[-1:]) == (
        "",
        ["“Izvor” is the name of an organisation. The project needs its own name."],
    )
