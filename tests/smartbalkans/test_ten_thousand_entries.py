"""Every file of more than 10,000 sample entries, and of the programme's own, is valid and has every row."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from django.db import transaction
from frictionless import Package
from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

from catalogue.seeding.load import seed
from organisations import models as organisations
from organisations.models import Grant, Organisation
from organisations.standards import IATI, THREESIXTYGIVING
from projects import models as projects
from projects.models import Project
from tests.iati_rules import broken_rules
from tests.published_schemas import iati_faults, threesixtygiving_faults, vocabulary
from tests.sample_data.entries import make_entries
from tests.structured_data import nodes_of
from trainings import models as trainings
from trainings.models import Training

pytestmark = [
    pytest.mark.large,
    pytest.mark.django_db,
    pytest.mark.usefixtures("entries"),
    # One process makes the entries, for all tests here.
    pytest.mark.xdist_group("entries"),
]

ORGANISATIONS = 5_000  # and 3,000 grants, 2,000 projects and 500 trainings
SAMPLE = 60  # pages of each kind
MODELS = {"organisations": Organisation, "projects": Project, "grants": Grant, "trainings": Training}

ROWS = {
    "organisations-activities": organisations.Activity,
    "organisations-goals": organisations.Goal,
    "organisations-other-names": organisations.OtherName,
    "projects-activities": projects.Activity,
    "projects-objectives": projects.Objective,
    "projects-partners": projects.Partner,
    "projects-target-groups": projects.TargetGroup,
    "trainings-speakers": trainings.Speaker,
    "trainings-testimonials": trainings.Testimonial,
}


@pytest.fixture(scope="module")
def entries(django_db_setup, django_db_blocker):
    """Make the entries once for all tests here. Amounts and days of the programme's own are filled in."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed()
        Grant.objects.update(
            amount=30_000, currency="EUR", awarded_on=date(2022, 9, 1), starts_on="2022-10-01"
        )
        made = make_entries(ORGANISATIONS)
        assert sum(made.values()) == 10_500
        yield
        transaction.set_rollback(True)


def content(client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def public(model):
    return model.objects.for_public()


@pytest.mark.parametrize("section", MODELS)
def test_files_of_a_list_have_every_public_entry_once(client, section):
    slugs = sorted(public(MODELS[section]).values_list("slug", flat=True))

    text = content(client, f"/{section}/data.csv").decode("utf-8-sig")
    rows = json.loads(content(client, f"/{section}/data.json"))["rows"]
    workbook = load_workbook(
        io.BytesIO(content(client, f"/{section}/data.xlsx?columns=slug")), read_only=True
    )
    cells = [row[0] for row in workbook.worksheets[0].iter_rows(min_row=2, values_only=True)]

    assert sorted(row["Slug"] for row in csv.DictReader(io.StringIO(text, newline=""))) == slugs
    assert sorted(row["slug"] for row in rows) == slugs
    assert sorted(cells) == slugs


def test_data_package_is_valid(client, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(content(client, "/data/smart-balkans.zip")))
    archive.extractall(tmp_path)

    report = Package(str(tmp_path / "datapackage.json")).validate()

    checked = {task.name: task.stats["rows"] for task in report.tasks}
    assert report.flatten(["title", "message"]) == []
    assert checked == {name: public(model).count() for name, model in (MODELS | ROWS).items()}


def test_360giving_package_is_valid(client):
    package = json.loads(content(client, "/grants/360giving.json"))

    complete = THREESIXTYGIVING.complete(Grant.objects.all()).values_list("uid", flat=True)
    assert threesixtygiving_faults()(package) == []
    assert len(complete) > 1_000
    assert sorted(grant["id"] for grant in package["grants"]) == sorted(
        f"360G-smartbalkans-{uid}" for uid in complete
    )


def test_iati_file_is_valid(client):
    root = etree.fromstring(content(client, "/projects/iati.xml"))

    complete = IATI.complete(Grant.objects.all())
    projects = public(Project).filter(grant__in=complete)
    grants = complete.filter(line="core", project=None)
    identifiers = [one.text for one in root.iterfind("iati-activity/iati-identifier")]
    assert iati_faults()(root) == []
    assert broken_rules(root) == []
    assert len(identifiers) > 1_000
    assert sorted(identifiers) == sorted(f"SMARTBALKANS-{entry.uid}" for entry in [*projects, *grants])


def test_calendar_has_every_public_training_with_a_day(client):
    calendar = Calendar.from_ical(content(client, "/trainings/calendar.ics"))

    assert len(calendar.walk("VEVENT")) == public(Training).exclude(starts_on=None).count()


@pytest.mark.parametrize("model", [Organisation, Project, Training])
def test_pages_keep_to_the_vocabulary_of_schema_org(client, model):
    entries = public(model)
    step = entries.count() // SAMPLE
    pages = [client.get(entry.get_absolute_url()) for entry in entries.order_by("pk")[::step]]

    faults = [fault for page in pages for node in nodes_of(page) for fault in vocabulary().faults(node)]

    assert faults == []
    assert len(pages) >= SAMPLE
