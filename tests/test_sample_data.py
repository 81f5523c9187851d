"""Sample data is believable, valid and the same for the same seed, and stays out of a real portal."""

import json
import re
from datetime import date

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Q

from catalogue.search import sync
from catalogue.search.models import SearchDocument
from organisations.models import BeneficiaryGroup, Country, Grant, Organisation, OtherName, Theme
from projects.models import Partner, Project, TargetGroup
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, ThemeFactory, TrainingFactory
from tests.sample_data import entries
from tests.sample_data.entries import make_entries
from tests.sample_data.management.commands import make_entries as make_entries_command
from tests.sample_data.texts import LANGUAGES
from trainings.models import Speaker, Testimonial, Topic, Training

ENTRIES = [Organisation, Grant, Project, Training]
MODELS = [
    model
    for app in ("organisations", "projects", "trainings")
    for model in apps.get_app_config(app).get_models()
    if not issubclass(model, SearchDocument)  # those are made from the entries
]
CYRILLIC = re.compile("[Ѐ-ӿ]")
DIFFERS_EACH_TIME = ("created_at", "updated_at", "token")


@pytest.fixture
def made(db):
    """Thirty organisations, with other entries in proportion."""
    return make_entries(30)


def dump():
    """Return all rows by their natural keys, without what no seed decides."""
    rows = []
    for model in MODELS:
        text = serializers.serialize(
            "json",
            model.objects.order_by("pk"),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )
        rows += json.loads(text)
    for row in rows:
        for name in DIFFERS_EACH_TIME:
            row["fields"].pop(name, None)
    return rows


def dump_of_a_run(seed):
    """Return the rows of newly created entries, and roll the database back."""
    with transaction.atomic():
        make_entries(30, seed=seed)
        rows = dump()
        transaction.set_rollback(True)
    return rows


def counts():
    return [model.objects.count() for model in ENTRIES]


def test_make_entries_creates_each_kind_in_proportion(made):
    assert made == {Organisation: 30, Grant: 18, Project: 12, Training: 3}
    assert counts() == [30, 18, 12, 3]


def test_make_entries_of_one_organisation_makes_one_of_each_kind(db):
    make_entries(1)

    assert counts() == [1, 1, 1, 1]
    assert [partner.role for partner in Partner.objects.all()] == [Partner.Role.LEAD]


def test_make_entries_counts_the_same_in_parts(db, monkeypatch):
    monkeypatch.setattr(entries, "BATCH", 7)
    reported = []

    make_entries(30, report=reported.append)

    assert reported == [7, 14, 21, 28, 30]
    assert counts() == [30, 18, 12, 3]


@pytest.mark.parametrize("model", MODELS)
def test_make_entries_creates_valid_rows(made, model):
    rows = list(model.objects.all())

    for row in rows:
        row.full_clean()

    assert rows != []


def test_make_entries_fills_every_link(made):
    links = [field.remote_field.through for model in MODELS for field in model._meta.many_to_many]

    assert [link.__name__ for link in links if not link.objects.exists()] == []


def test_make_entries_creates_the_same_for_the_same_seed(db):
    first = dump_of_a_run(seed=7)
    second = dump_of_a_run(seed=7)

    assert first == second


def test_make_entries_creates_others_for_another_seed(db):
    first = {row["fields"]["summary"] for row in dump_of_a_run(seed=7) if row["fields"].get("summary")}
    second = {row["fields"]["summary"] for row in dump_of_a_run(seed=8) if row["fields"].get("summary")}

    assert first & second == set()


def test_make_entries_writes_in_both_scripts(made):
    names = [*Organisation.objects.values_list("name", flat=True)]
    local_names = [*Organisation.objects.exclude(local_name="").values_list("local_name", flat=True)]
    summaries = [*Organisation.objects.exclude(summary="").values_list("summary", flat=True)]

    for texts in (names, local_names, summaries):
        assert {bool(CYRILLIC.search(text)) for text in texts} == {True, False}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_language_keeps_to_its_script(language):
    letters = {
        letter for bag in language.bags.values() for phrase in bag.items for letter in language.script(phrase)
    }
    is_cyrillic = language.name in ("serbian_cyrillic", "macedonian")

    assert {bool(CYRILLIC.match(letter)) for letter in letters if letter.isalpha()} == {is_cyrillic}


def test_languages_have_a_wide_vocabulary():
    words = {
        word
        for language in LANGUAGES.values()
        for bag in language.bags.values()
        for phrase in bag.items
        for word in language.script(phrase).split()
    }

    assert len(words) >= 1_500


def test_make_entries_leaves_gaps(made):
    for gap in (Q(country=None), Q(kind=""), Q(town=""), Q(summary=""), Q(local_name="")):
        assert 0 < Organisation.objects.filter(gap).count() < 30


def test_make_entries_creates_grants_in_every_state(made):
    day = date(2025, 6, 1)

    found = {state: Grant.objects.in_state(state, day).count() for state in Grant.State}

    assert [state for state, count in found.items() if not count] == []
    assert sum(found.values()) == 18


def test_make_entries_creates_drafts_and_scheduled_entries(db):
    make_entries(300)

    drafts = Organisation.objects.filter(published_at=None).count()
    scheduled = Organisation.objects.filter(published_at__year__gte=2090).count()
    public = Organisation.objects.filter(published_at__year__range=(2021, 2025)).count()
    assert (drafts + scheduled + public, drafts > 0, scheduled > 0) == (300, True, True)
    assert public > 270


def test_make_entries_creates_one_lead_for_each_project(made):
    with_a_lead = Project.objects.filter(partners__role=Partner.Role.LEAD).distinct()
    partners = {project.number for project in Project.objects.annotate(number=Count("partners"))}

    assert with_a_lead.count() == 12
    assert partners == {2, 3, 4}


def test_make_entries_creates_the_grant_of_a_project_for_its_lead(made):
    leads = Partner.objects.filter(role=Partner.Role.LEAD).exclude(project__grant=None)

    assert leads.count() > 0
    assert leads.exclude(organisation=F("project__grant__recipient")).count() == 0
    assert Project.objects.filter(grant__line=Grant.Line.CORE).count() == 0


def test_make_entries_varies_the_facts_of_grants(db):
    make_entries(300)

    assert {grant.line for grant in Grant.objects.all()} == set(Grant.Line)
    assert {grant.currency for grant in Grant.objects.all()} == {"", *Grant.Currency}
    for gap in (Q(revised_amount=None), Q(starts_on=None), Q(ends_on=None), Q(call=""), Q(reference="")):
        assert 0 < Grant.objects.filter(gap).count() < 180


def test_make_entries_varies_the_rows(db):
    make_entries(300)

    assert {row.level for row in apps.get_model("organisations.activity").objects.all()} == {1, 2}
    assert {row.kind for row in apps.get_model("organisations.goal").objects.all()} == {"goal", "strategic"}
    assert {row.kind for row in TargetGroup.objects.all()} == set(TargetGroup.Kind)
    for rows in (Speaker.objects, Testimonial.objects):
        assert 0 < rows.filter(organisation=None).count() < rows.count()
    assert 0 < TargetGroup.objects.filter(at_least=None).count() < TargetGroup.objects.count()
    assert OtherName.objects.count() > 0


def test_make_entries_uses_the_lists_that_are_there(programme):
    countries = Country.objects.count()
    rule_of_law = ThemeFactory(slug="law", name="Rule of law")

    make_entries(30)

    assert Country.objects.count() == countries
    assert [theme.pk for theme in Theme.objects.filter(name="Rule of law")] == [rule_of_law.pk]
    assert BeneficiaryGroup.objects.filter(slug="youth").count() == 1
    assert Topic.objects.filter(slug="corruption").count() == 1


def test_make_entries_adds_to_sample_data(made):
    call_command("make_entries", "20")

    assert counts() == [50, 30, 20, 5]
    numbers = sorted(int(slug.split("-")[1]) for slug in Organisation.objects.values_list("slug", flat=True))
    assert numbers == list(range(1, 51))
    assert Organisation.objects.values("summary").distinct().count() > 40


@pytest.mark.parametrize("factory", [OrganisationFactory, GrantFactory, ProjectFactory, TrainingFactory])
def test_command_refuses_a_database_with_real_entries(db, factory):
    factory(draft=True, slug="made-in-europe")
    before = counts()

    with pytest.raises(CommandError, match=r"entries that are not sample data: .* --yes-add-sample-data"):
        call_command("make_entries", "5")

    assert counts() == before


def test_command_adds_to_real_entries_with_its_option(db):
    OrganisationFactory()

    call_command("make_entries", "5", "--yes-add-sample-data")

    assert counts() == [6, 3, 2, 1]


@pytest.mark.parametrize("number", ["0", "-1", "1000001"])
def test_command_refuses_a_number_out_of_range(db, number):
    with pytest.raises(CommandError, match=r"Use a number from 1 to 1,000,000\.$"):
        call_command("make_entries", number)

    assert counts() == [0, 0, 0, 0]


@pytest.fixture
def no_progress(monkeypatch):
    """Print no line of progress, however slow the machine is."""
    monkeypatch.setattr(make_entries_command, "SECONDS_BETWEEN_LINES", float("inf"))
    monkeypatch.setattr(sync, "SECONDS_BETWEEN_LINES", float("inf"))


def test_command_prints_the_number_of_each_kind(db, capsys, no_progress):
    call_command("make_entries", "10", "--seed", "3")

    assert capsys.readouterr().out.splitlines() == [
        "Organisations: 10 done",
        "Grants: 6 done",
        "Projects: 4 done",
        "Trainings: 1 done",
        "Created 10 organisations, 6 grants, 4 projects, 1 training, with their rows.",
    ]


def test_command_prints_its_progress(db, capsys, monkeypatch):
    monkeypatch.setattr(entries, "BATCH", 5)
    monkeypatch.setattr(make_entries_command, "SECONDS_BETWEEN_LINES", 0)

    call_command("make_entries", "10")

    assert capsys.readouterr().out.splitlines()[:2] == [
        "5 of 10 organisations …",
        "10 of 10 organisations …",
    ]


def test_make_entries_updates_the_statistics_of_the_database(db):
    make_entries(30)

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'organisation_by_name'")
        else:
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'organisations_organisation'")
        assert str(cursor.fetchone()[0]).split()[0].removesuffix(".0") == "30"
