"""The back office's first page: what needs doing, how many and where, and the first few."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.autosave.models import AutosavedForm
from catalogue.history.recording import recorded
from catalogue.notices.models import Notice
from catalogue.proposals.models import ProposedVersion
from catalogue.review.records import assign
from organisations.models import Grant, Organisation
from projects.models import Project
from smartbalkans.contact.models import Report
from tests.catalogue.publishing.statuses import COMPLETE
from tests.factories import GrantFactory, OrganisationFactory, ProjectFactory, ReportFactory, TrainingFactory
from tests.pages import text_of
from tests.staff import log_in, person_of
from trainings.models import Training

pytestmark = pytest.mark.django_db

TOMORROW = timezone.now() + timedelta(days=1)
MODELS = (Organisation, Grant, Project, Training)


def panels(client):
    """Return what the page shows by task: the lines of the kinds with their numbers, and the first few."""
    response = client.get("/admin/")
    return {
        str(panel.task.title): (
            {line.label: line.count for line in panel.lines},
            [found.label for found in panel.few],
        )
        for panel in response.context["panels"]
    }


def propose(entry, *, is_in_review=False) -> None:
    """Keep changes of an entry; what they are does not matter here."""
    status = ProposedVersion.Status.REVIEW if is_in_review else ProposedVersion.Status.DRAFT
    kind = entry._meta.label_lower
    ProposedVersion.objects.create(kind=kind, entry_id=entry.pk, status=status, base={}, state={})


@pytest.mark.parametrize(
    ("group", "titles"),
    [
        (
            "Publisher",
            [
                "Waiting for my review",
                "Changes waiting for my review",
                "Assigned to me",
                "Reported mistakes",
                "Sent for review by me",
                "My drafts",
                "Last changed by me",
                "Incomplete",
                "Scheduled",
                "Not updated for a year",
            ],
        ),
        (
            "Editor",
            [
                "Assigned to me",
                "Reported mistakes",
                "Sent for review by me",
                "My drafts",
                "Last changed by me",
                "Incomplete",
                "Scheduled",
            ],
        ),
        ("Analyst", ["Assigned to me", "Scheduled"]),
    ],
)
def test_page_shows_what_concerns_the_group(client, group, titles):
    me = log_in(client, group)
    OrganisationFactory(draft=True, stage="review", author=me)
    with recorded(me, "Edited"):
        OrganisationFactory(draft=True, author=me)
    OrganisationFactory(published_at=TOMORROW)
    old = OrganisationFactory()
    Organisation.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=366))
    ReportFactory()
    propose(old, is_in_review=True)
    assign(old, me, person_of("Administrator"))

    assert list(panels(client)) == titles


def test_person_without_permissions_has_nothing_to_do(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ana", is_staff=True))

    assert panels(client) == {}


def test_tasks_without_entries_are_left_out(client):
    log_in(client, "Publisher")

    assert panels(client) == {}
    assert "Nothing is waiting for you." in text_of(client.get("/admin/"))


def test_tasks_count_entries_of_every_kind_and_name_the_first_few(client):
    me = log_in(client, "Publisher")
    other = person_of("Editor")
    OrganisationFactory(name="Mine sent", draft=True, stage="review", author=me, **COMPLETE)
    ProjectFactory(name="Theirs sent", draft=True, stage="review", author=other)
    OrganisationFactory(name="My draft", draft=True, author=me, **COMPLETE)
    OrganisationFactory(name="Their draft", draft=True, author=other, **COMPLETE)
    TrainingFactory(name="Scheduled", published_at=TOMORROW, starts_on="2024-01-01", **COMPLETE)
    reports = [ReportFactory(status=status) for status in Report.Status]
    GrantFactory(line="media", recipient=OrganisationFactory(name="Recipient", **COMPLETE))
    Grant.objects.update(updated_at=timezone.now() - timedelta(days=366))

    assert panels(client) == {
        "Waiting for my review": ({"Organisations": 1, "Projects": 1}, ["Mine sent", "Theirs sent"]),
        "Reported mistakes": ({"Reports of mistakes": 2}, [str(report) for report in reports[:2]]),
        "Sent for review by me": ({"Organisations": 1}, ["Mine sent"]),
        "My drafts": ({"Organisations": 1}, ["My draft"]),
        "Incomplete": ({"Projects": 1}, ["Theirs sent"]),
        "Scheduled": ({"Trainings": 1}, ["Scheduled"]),
        "Not updated for a year": ({"Grants": 1}, ["Media grant to Recipient"]),
    }


def test_incomplete_entries_are_counted_by_what_they_lack(client):
    log_in(client, "Editor")
    OrganisationFactory(summary="A")
    OrganisationFactory()
    OrganisationFactory(draft=True, stage="withdrawn")

    panel = next(panel for panel in client.get("/admin/").context["panels"] if panel.task.is_by_fact)

    (line,) = panel.lines
    assert (line.label, line.count) == ("Organisations", 2)
    assert [(part.label, part.count) for part in line.parts] == [
        ("no summary", 1),
        ("no country", 2),
    ]


def test_numbers_of_incomplete_entries_follow_every_change(client):
    def numbers():
        panels = client.get("/admin/").context["panels"]
        return [line.count for panel in panels if panel.task.is_by_fact for line in panel.lines]

    log_in(client, "Editor")
    OrganisationFactory(draft=True)
    assert numbers() == [1]

    Organisation.objects.update(stage="withdrawn")

    assert numbers() == []


def test_every_number_is_that_of_the_list_that_it_leads_to(client):
    me = log_in(client, "Publisher")
    for factory in (OrganisationFactory, ProjectFactory, TrainingFactory):
        for _ in range(2):
            factory(draft=True, stage="review", author=me)
            factory(draft=True, author=me)
            factory(draft=True, stage="withdrawn")
            factory(published_at=TOMORROW)
            factory()
    for status in Report.Status:
        ReportFactory(status=status)
    GrantFactory(recipient__draft=True)
    public = OrganisationFactory.create_batch(3)
    propose(public[0])
    propose(public[1], is_in_review=True)
    for entry in public:
        assign(entry, me, me)
    for model in MODELS:
        model.objects.filter(pk__in=model.objects.values("pk")[3:]).update(
            updated_at=timezone.now() - timedelta(days=366)
        )

    lines = [line for panel in client.get("/admin/").context["panels"] for line in panel.lines]

    parts = [part for line in lines for part in line.parts]
    for line in [*lines, *parts]:
        assert (line.label, client.get(line.address).context["cl"].result_count) == (line.label, line.count)
    assert len(lines) > 15


def test_first_few_are_five_in_the_order_of_the_task(client):
    log_in(client, "Publisher")
    for day in (3, 1, 6, 2, 5, 4):
        OrganisationFactory(
            name=f"In {day} days", published_at=timezone.now() + timedelta(days=day), **COMPLETE
        )

    assert panels(client)["Scheduled"] == (
        {"Organisations": 6},
        [f"In {day} days" for day in (1, 2, 3, 4, 5)],
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_a_fixed_number_of_queries(admin_client, django_assert_num_queries, rows):
    for _ in range(rows):
        OrganisationFactory(draft=True, stage="review")
        GrantFactory(recipient__draft=True)
        ProjectFactory(draft=True)
        TrainingFactory(published_at=TOMORROW)
        ReportFactory()
    admin_client.get("/admin/")

    # session, user, notices, counts, incomplete by kind, first few, their names by kind, reports, coverage
    with django_assert_num_queries(16):
        admin_client.get("/admin/")


def test_own_unsaved_changes_can_be_continued(client):
    person = log_in(client, "Editor")
    organisation = OrganisationFactory(draft=True)
    kept = [
        AutosavedForm.objects.create(
            user=person, kind="organisations.organisation", entry_id=organisation.pk
        ),
        AutosavedForm.objects.create(user=person, kind="trainings.training", name="New training"),
    ]
    AutosavedForm.objects.create(user=person_of("Editor", "other"), kind="projects.project", name="Not mine")

    page = client.get("/admin/")

    found = {form.address: (form.label, form.kind) for form in page.context["unsaved"]}
    assert found == {
        f"/admin/organisations/organisation/{organisation.pk}/change/?continue={kept[0].pk}": (
            "Without a name",
            "Organisation",
        ),
        f"/admin/trainings/training/add/?continue={kept[1].pk}": ("New training", "Training"),
    }
    assert "Not mine" not in text_of(page)
    assert [client.get(address).status_code for address in found] == [200, 200]


def test_kind_of_an_entry_is_named_only_where_a_task_is_about_several(client):
    ReportFactory(page_name="Open data")
    TrainingFactory(draft=True, author=log_in(client, "Editor"))

    panels = client.get("/admin/").context["panels"]

    kinds = {str(panel.task.title): [found.kind for found in panel.few] for panel in panels if panel.few}
    assert kinds == {"Reported mistakes": [""], "My drafts": ["Training"], "Incomplete": ["Training"]}


def test_notice_is_read_once_it_is_opened(client):
    publisher, entry = log_in(client, "Publisher"), OrganisationFactory(draft=True)
    assign(entry, publisher, person_of("Editor"))
    notice = Notice.objects.get()
    address = f"/admin/notices/{notice.pk}/"
    page = client.get("/admin/").content.decode()

    response = client.get(address)

    assert page.count(f'href="{address}"') == 1
    assert response.url == notice.get_absolute_url()
    assert address not in client.get("/admin/").content.decode()
    assert client.get(address).url == notice.get_absolute_url()


def test_notice_of_somebody_else_is_not_opened(client):
    log_in(client, "Publisher")
    editor = person_of("Editor")
    assign(OrganisationFactory(draft=True), editor, person_of("Editor", "colleague"))

    response = client.get(f"/admin/notices/{Notice.objects.get().pk}/")

    assert response.url == "/admin/"
    assert Notice.objects.unread_of(editor).count() == 1
