"""Seeding loads what is missing and leaves alone what is there."""

import json

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.seeding.load import seed
from organisations.models import Country, Goal, Grant, Organisation, Theme
from projects.models import Partner, Project

DATES = ("published_at", "created_at", "updated_at")


def entry(model, slug, **fields):
    return {"model": model, "fields": {"slug": slug, **fields}}


def goal(slug, order, **fields):
    fields = {"organisation": [slug], "kind": "goal", "order": order, "text": f"Goal {order}", **fields}
    return {"model": "organisations.goal", "fields": fields}


def partner(project, organisation, role):
    fields = {"project": [project], "organisation": [organisation], "role": role}
    return {"model": "projects.partner", "fields": fields}


# Every file refers to files that sort after it, and rows stand before the entry they belong to.
FILES = {
    "1-projects.json": [
        partner("bridges", "alpha", "lead"),
        partner("bridges", "beta", "partner"),
        entry("projects.project", "bridges", name="Bridges", grant=["grant-alpha"], themes=[["media"]]),
    ],
    "2-organisations.json": [
        entry("organisations.grant", "grant-alpha", line="regional", recipient=["alpha"]),
        goal("alpha", 1),
        goal("alpha", 2),
        goal("beta", 1),
        entry("organisations.organisation", "alpha", name="Alpha", country=["AL"]),
        entry("organisations.organisation", "beta", name="Beta"),
    ],
    "3-lists.json": [
        {"model": "organisations.country", "pk": "AL", "fields": {"name": "Albania"}},
        {
            "model": "organisations.theme",
            "fields": {"slug": "media", "name": "Media freedom", "area": "governance"},
        },
    ],
}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a fixture file and returns the folder."""

    def write(name, rows):
        text = rows if isinstance(rows, str) else json.dumps(rows)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def folder(db, write):
    for name, rows in FILES.items():
        folder = write(name, rows)
    return folder


def dump():
    models = [Country, Theme, Organisation, Goal, Grant, Project, Partner]
    return {model.__name__: serializers.serialize("json", model.objects.order_by("pk")) for model in models}


def test_seed_loads_entries_with_their_rows_and_links(folder):
    seed([folder])

    project = Project.objects.get()
    assert project.grant.recipient.country.name == "Albania"
    assert [theme.name for theme in project.themes.all()] == ["Media freedom"]
    assert sorted(map(str, project.partners.all())) == ["Alpha (Lead applicant)", "Beta (Partner)"]
    assert sorted(Goal.objects.values_list("organisation__slug", "order")) == [
        ("alpha", 1),
        ("alpha", 2),
        ("beta", 1),
    ]


def test_seed_publishes_all_entries_of_a_run_at_one_instant(folder):
    before = timezone.now()

    seed([folder])

    dates = {
        date
        for model in (Organisation, Grant, Project)
        for row in model.objects.values(*DATES)
        for date in row.values()
    }
    (instant,) = dates
    assert before <= instant <= timezone.now()
    assert [model.objects.for_public().count() for model in (Organisation, Grant, Project)] == [2, 1, 1]


def test_seed_publishes_what_a_later_run_adds_when_it_adds_it(folder, write):
    seed([folder])
    before = dump()
    write("4-later.json", [entry("organisations.organisation", "gamma", name="Gamma")])

    seed([folder])

    alpha, gamma = (Organisation.objects.get(slug=slug) for slug in ("alpha", "gamma"))
    assert alpha.published_at < gamma.published_at <= timezone.now()
    Organisation.objects.filter(slug="gamma").delete()
    assert dump() == before


def test_seed_keeps_an_entry_that_its_fixture_marks_as_a_draft(folder, write):
    write("4-draft.json", [entry("organisations.organisation", "gamma", name="Gamma", published_at=None)])

    seed([folder])

    assert Organisation.objects.get(slug="gamma").status == "draft"
    assert [one.slug for one in Organisation.objects.for_public()] == ["alpha", "beta"]


def test_seed_keeps_the_dates_that_a_fixture_names(folder, write):
    dates = dict.fromkeys(DATES, "2024-05-01T10:00:00Z")
    write("4-dated.json", [entry("organisations.organisation", "gamma", name="Gamma", **dates)])

    seed([folder])

    gamma = Organisation.objects.get(slug="gamma")
    assert {getattr(gamma, name).isoformat() for name in DATES} == {"2024-05-01T10:00:00+00:00"}


def test_loaddata_refuses_the_fixtures_and_overwrites_nothing(programme):
    Organisation.objects.filter(slug="center-for-environment").update(summary="As staff wrote it.")
    before = dump()

    with pytest.raises(IntegrityError, match="created_at"), transaction.atomic():
        call_command("loaddata", "organisations", verbosity=0)

    assert dump() == before


def test_seed_creates_a_token_for_each_entry(folder):
    seed([folder])

    assert {len(token) for token in Organisation.objects.values_list("token", flat=True)} == {32}
    assert Organisation.objects.values("token").distinct().count() == 2


def test_seed_reports_each_model_in_the_order_of_loading(folder, capsys):
    Theme.objects.create(slug="media", name="Media", area="governance")

    call_command("seed", fixtures=folder)

    assert sorted(capsys.readouterr().out.splitlines()) == [
        "Countries: 1 loaded, 0 already exist",
        "Goals of organisations: 3 loaded, 0 skipped",
        "Grants: 1 loaded, 0 already exist",
        "Organisations: 2 loaded, 0 already exist",
        "Partners of projects: 2 loaded, 0 skipped",
        "Projects: 1 loaded, 0 already exist",
        "Themes: 0 loaded, 1 already exist",
    ]


def test_seed_loads_and_changes_nothing_when_run_again(folder):
    seed([folder])
    before = dump()

    tallies = seed([folder])

    assert {tally.loaded for tally in tallies} == {0}
    assert sum(tally.skipped for tally in tallies) == sum(map(len, FILES.values()))
    assert dump() == before


def test_seed_leaves_an_entry_as_staff_made_it(folder):
    seed([folder])
    alpha = Organisation.objects.get(slug="alpha")
    alpha.name = "Alpha, renamed"
    alpha.save()
    alpha.goals.get(order=1).delete()
    alpha.goals.create(order=7, text="Added by staff")
    alpha.goals.create(order=7, text="Added by staff under the same number")
    before = dump()

    seed([folder])

    assert dump() == before


def test_seed_recognises_an_entry_whose_address_was_corrected(programme):
    project = Project.objects.get(slug="digi-core")
    lead = project.partners.get(role="lead").organisation
    Organisation.objects.filter(pk=lead.pk).update(slug="corrected")
    project.delete()
    count = Organisation.objects.count()

    seed()

    assert Organisation.objects.count() == count
    assert Project.objects.get(slug="digi-core").partners.get(role="lead").organisation == lead


def test_seed_loads_a_deleted_entry_again_with_its_rows(folder):
    seed([folder])
    Project.objects.get().delete()
    assert Partner.objects.count() == 0

    tallies = seed([folder])

    assert {str(tally.model._meta.verbose_name): tally.loaded for tally in tallies if tally.loaded} == {
        "project": 1,
        "partner": 2,
    }
    assert sorted(map(str, Partner.objects.all())) == ["Alpha (Lead applicant)", "Beta (Partner)"]


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ("[{", "4-broken.json: Expecting property name"),
        ("{}", "4-broken.json: A fixture is a list of rows."),
        (["alpha"], '4-broken.json: row 1: A row has a "model" and its "fields".'),
        (
            [{"model": "organisations.shop", "fields": {}}],
            "4-broken.json: row 1: App 'organisations' doesn't",
        ),
        ([{"model": "nonsense", "fields": {}}], "4-broken.json: row 1: "),
        ([{"model": "auth.user", "fields": {}}], "4-broken.json: row 1: auth.User has no natural key"),
        ([{"model": "organisations.theme", "pk": 1, "fields": {}}], '4-broken.json: row 1: Leave out "pk"'),
        (
            [entry("organisations.organisation", "gamma", nmae="Gamma")],
            "organisation gamma: Organisation has no",
        ),
        (
            [entry("organisations.organisation", "gamma", name="")],
            "organisation gamma: name: This field cannot",
        ),
        ([entry("organisations.organisation", "alpha", name="A")], "organisation alpha: It appears twice"),
        ([entry("organisations.organisation", "Not a slug", name="A")], "organisation Not a slug: slug: "),
        ([entry("organisations.organisation", ["alpha"], name="A")], "organisation alpha: slug: "),
        ([entry("organisations.grant", "gamma", line="core")], "grant gamma: recipient: This field cannot"),
        (
            [entry("organisations.grant", "gamma", line="core", recipient=["gamma"])],
            "grant gamma: Organisation matching query does not exist",
        ),
        (
            [entry("organisations.grant", "gamma", line="core", recipient=["alpha"], amount="9.00")],
            "grant gamma: __all__: Enter both an amount and its currency, or leave both empty.",
        ),
        ([goal("gamma", 1)], "goal gamma goal 1: The entry that it belongs to is not in the fixtures."),
        ([goal("alpha", 1)], "goal alpha goal 1: It appears twice in the fixtures."),
        ([goal("alpha", 3, text=None)], "goal alpha goal 3: text: This field cannot be null."),
        ([{"model": "organisations.goal", "fields": {}}], "goal   : The entry that it belongs to is not"),
    ],
)
def test_seed_refuses_a_broken_file_and_loads_nothing(folder, write, rows, cause):
    write("4-broken.json", rows)

    with pytest.raises(CommandError) as raised:
        call_command("seed", fixtures=folder)

    assert str(raised.value).startswith(str(folder / "4-broken.json"))
    assert cause in str(raised.value)
    assert Organisation.objects.count() == Country.objects.count() == 0


def test_seed_refuses_a_link_by_number_to_nothing(folder, write):
    write("4-broken.json", [entry("projects.project", "gamma", name="Gamma", themes=[4711])])

    with pytest.raises(CommandError, match="The database rejected the fixtures: "):
        call_command("seed", fixtures=folder)


def test_seed_refuses_a_folder_without_fixtures(db, tmp_path):
    with pytest.raises(CommandError, match=r"There are no fixtures \(\*\.json\) in "):
        call_command("seed", fixtures=tmp_path / "nowhere")


def test_programme_is_complete_and_seeds_once(programme):
    before = dump()

    again = seed()

    assert {tally.loaded > 0 and tally.skipped == 0 for tally in programme} == {True}
    assert [(tally.model, tally.skipped, tally.loaded) for tally in again] == [
        (tally.model, tally.loaded, 0) for tally in programme
    ]
    assert dump() == before
