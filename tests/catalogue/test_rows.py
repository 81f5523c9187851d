"""Rows of entries: the unique rules among the rows of one entry, and setting fields and links."""

import pytest

from catalogue.rows import (
    exchanging_rows,
    numbers_within,
    remove_rows,
    save_with_links,
    set_fields,
    unique_rules,
)
from organisations.models import Organisation
from projects.models import Partner, Project, TargetGroup
from tests.factories import CountryFactory, PartnerFactory, ProjectFactory, TargetGroupFactory
from trainings.models import Speaker


def rule_of(model, owner, name):
    (rule,) = [rule for rule in unique_rules(model, owner) if rule.constraint.name == name]
    return rule


def test_unique_rules_are_those_of_the_constraints():
    names = [rule.constraint.name for rule in unique_rules(Partner, "project")]

    assert names == ["projects_partner_one_lead", "projects_partner_organisation_once"]


def test_unique_rules_include_what_is_unique_together():
    (rule,) = unique_rules(Project.themes.through, "project")

    assert rule.fields == ["theme"]


def test_unique_rules_include_unique_fields():
    fields = [rule.fields for rule in unique_rules(Organisation, "country")]

    assert ["slug"] in fields


@pytest.mark.parametrize(
    ("model", "owner", "name", "field"),
    [
        (Partner, "project", "projects_partner_one_lead", "role"),
        (Partner, "project", "projects_partner_organisation_once", "organisation"),
        (Organisation, "slug", "slug", None),
    ],
)
def test_field_to_correct_is_the_condition_or_else_the_last_unique_field(model, owner, name, field):
    assert rule_of(model, owner, name).field_to_correct == field


def test_a_conditional_rule_applies_only_to_rows_with_its_values():
    rule = rule_of(Partner, "project", "projects_partner_one_lead")

    assert [rule.key_of(Partner(role=role)) for role in ("lead", "partner")] == [(), None]


def test_repeated_rows_are_those_after_the_first():
    rule = rule_of(Speaker, "training", "trainings_speaker_once")
    rows = [Speaker(name=name) for name in ("Ana", "Boris", "Ana", "Ana")]

    assert rule.repeated(rows) == [2, 3]


def test_repeated_rows_are_none_where_the_rule_does_not_apply():
    rule = rule_of(Partner, "project", "projects_partner_one_lead")
    rows = [Partner(role="partner"), Partner(role="lead"), Partner(role="partner")]

    assert rule.repeated(rows) == []


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({1: ["role"], 2: ["role"]}, [1, 2]),
        ({1: ["role"], 2: ["order"]}, []),
        ({1: ["order"], 2: ["order"]}, []),
        ({1: ["role"], 2: ["organisation"], 3: ["order"]}, [1, 2]),
    ],
)
def test_exchanging_rows_are_several_that_change_under_a_unique_rule(changes, keys):
    assert exchanging_rows(unique_rules(Partner, "project"), changes) == keys


@pytest.mark.django_db
def test_removed_rows_come_back_under_their_keys_with_exchanged_values():
    project = ProjectFactory()
    lead = PartnerFactory(project=project, role="lead")
    other = PartnerFactory(project=project, role="partner")

    remove_rows(Partner, [lead.pk, other.pk])
    for row, role in ((lead, "partner"), (other, "lead")):
        save_with_links(row, set_fields(row, {"role": role}))

    roles = dict(Partner.objects.values_list("pk", "role"))
    assert roles == {lead.pk: "partner", other.pk: "lead"}


@pytest.mark.django_db
def test_fields_are_set_by_their_stored_values_and_links_by_keys():
    country, project = CountryFactory(), ProjectFactory()
    row = TargetGroup()

    links = set_fields(row, {"project": project.pk, "at_least": "30", "countries": [country.pk]})
    save_with_links(row, links)

    row.refresh_from_db()
    assert (row.project, row.at_least, list(row.countries.all())) == (project, 30, [country])


@pytest.mark.django_db
def test_links_that_are_not_named_stay():
    country = CountryFactory()
    row = TargetGroupFactory()
    row.countries.set([country])

    save_with_links(row, set_fields(row, {"words": "students"}))

    row.refresh_from_db()
    assert (row.words, list(row.countries.all())) == ("students", [country])


@pytest.mark.parametrize(
    ("last", "numbers"),
    [
        (None, [1, 2, 1, 3]),
        ({"goal": 4}, [5, 6, 1, 7]),
    ],
)
def test_rows_are_numbered_within_their_group_after_those_there(last, numbers):
    groups = ["goal", "goal", "strategic", "goal"]

    assert list(numbers_within(groups, last)) == numbers
