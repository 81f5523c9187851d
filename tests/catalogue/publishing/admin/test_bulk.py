"""Steps taken with many entries at once: first a page that lists what will change, then the change."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Version

from catalogue.former_addresses import FormerAddress
from catalogue.publishing.admin import bulk
from catalogue.publishing.models import KEPT_FOR, BulkRun
from organisations.models import Organisation
from projects.models import Project
from tests.catalogue.publishing.statuses import COMPLETE
from tests.factories import (
    BeneficiaryGroupFactory,
    GrantFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
    TrainingFactory,
)
from tests.pages import messages_of, text_of
from tests.staff import person_of

pytestmark = pytest.mark.django_db

LIST = "/admin/organisations/organisation/"
PROJECTS = "/admin/projects/project/"
LISTS = [LIST, "/admin/organisations/grant/", PROJECTS, "/admin/trainings/training/"]
READS_OF_A_CHANGE = 23  # of any number: rows and links for the history, facts, notices, and the list


@pytest.fixture(autouse=True)
def publisher(client):
    person = person_of("Publisher")
    client.force_login(person)
    return person


def choose(client, action, entries, path=LIST, **query):
    data = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    return client.post(path, data, query_params=query or None)


def confirm(client, action, entries, path=LIST, **answers):
    keys = ",".join(str(entry.pk) for entry in entries)
    return client.post(f"{path}bulk/{action}/", {"keys": keys, "confirmed": "Yes", **answers}, follow=True)


def names(plan):
    return [entry.name for entry in plan.changed], {entry.name: reason for entry, reason in plan.unchanged}


def one_of_each():
    return [
        OrganisationFactory(name="Draft", draft=True, **COMPLETE),
        OrganisationFactory(name="Incomplete", draft=True),
        OrganisationFactory(name="Published", **COMPLETE),
        OrganisationFactory(name="Review", draft=True, stage="review", **COMPLETE),
        OrganisationFactory(name="Scheduled", published_at=timezone.now() + timedelta(days=1), **COMPLETE),
        OrganisationFactory(name="Withdrawn", draft=True, stage="withdrawn", **COMPLETE),
    ]


MISSING = "Missing: summary, country (or tick “country not known”)."


@pytest.mark.parametrize(
    ("action", "changed", "left"),
    [
        (
            "publish",
            ["Draft", "Review", "Scheduled", "Withdrawn"],
            {"Incomplete": MISSING, "Published": "Already published."},
        ),
        (
            "send_for_review",
            ["Draft", "Withdrawn"],
            {
                "Incomplete": MISSING,
                "Published": "Already published or scheduled.",
                "Review": "Already in review.",
                "Scheduled": "Already published or scheduled.",
            },
        ),
        (
            "withdraw",
            ["Published"],
            dict.fromkeys(["Draft", "Incomplete", "Review", "Scheduled", "Withdrawn"], "Not published."),
        ),
    ],
)
def test_page_lists_what_will_change_and_what_not_and_changes_nothing_yet(client, action, changed, left):
    entries = one_of_each()
    before = list(Organisation.objects.values_list("pk", "published_at", "stage", "token"))

    response = choose(client, action, entries)

    assert names(response.context["plan"]) == (changed, left)
    assert [reason for reason in left.values() if reason not in text_of(response)] == []
    assert list(Organisation.objects.values_list("pk", "published_at", "stage", "token")) == before
    assert FormerAddress.objects.count() == 0


@pytest.mark.parametrize(
    ("action", "status", "changed"),
    [
        ("publish", "published", {"Draft", "Review", "Scheduled", "Withdrawn", "Published"}),
        ("send_for_review", "review", {"Draft", "Withdrawn", "Review"}),
        ("withdraw", "withdrawn", {"Published", "Withdrawn"}),
    ],
)
def test_confirmed_transition_is_applied_and_reported(client, action, status, changed):
    entries = one_of_each()
    tokens = {entry.name: entry.token for entry in entries}

    response = confirm(client, action, entries)

    assert {entry.name for entry in Organisation.objects.with_status(status)} == changed
    renewed = {entry.name for entry in Organisation.objects.all() if entry.token != tokens[entry.name]}
    count = len(renewed)
    assert messages_of(response)[0].endswith(": 1 entry." if count == 1 else f": {count} entries.")
    assert messages_of(response)[1] == f"Not changed: {6 - count} entries."


def test_page_leads_to_the_change_as_a_browser_sends_it(client):
    entries = one_of_each()
    page = choose(client, "publish", entries, publication="draft")
    address = page.context["address"]

    response = client.post(address, {"keys": page.context["keys"], "confirmed": "Publish (1 entry)"})

    assert response.url == f"{LIST}?publication=draft"
    assert {entry.name for entry in Organisation.objects.published()} == {"Draft", "Published"}


def test_step_of_many_is_recorded_with_the_person_and_a_comment(client, publisher):
    entries = [OrganisationFactory(draft=True, **COMPLETE) for _ in range(3)]

    confirm(client, "publish", entries)

    for entry in entries:
        last, found = Version.objects.get_for_object(entry)
        assert (last.revision.user, last.revision.comment) == (publisher, "Published")
        assert found.revision.comment == "Version before the first recorded change"
    assert list(LogEntry.objects.values_list("user", "change_message")) == [(publisher.pk, "Published")] * 3


def test_entry_that_changed_meanwhile_is_checked_again(client):
    entry = OrganisationFactory(draft=True, **COMPLETE)
    choose(client, "publish", [entry])
    Organisation.objects.update(summary="")

    response = confirm(client, "publish", [entry])

    assert Organisation.objects.get().status == "draft"
    assert messages_of(response) == ["Published: 0 entries.", "Not changed: 1 entry."]


def test_withdrawn_entries_keep_their_addresses(client):
    entry = OrganisationFactory(slug="before")

    confirm(client, "withdraw", [entry])

    assert list(FormerAddress.objects.values_list("slug", "entry_id")) == [("before", entry.pk)]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("group", "actions"),
    [
        ("Publisher", {"publish", "withdraw", "send_for_review"}),
        ("Editor", {"send_for_review"}),
        ("Analyst", set()),
    ],
)
def test_list_offers_what_the_group_may_do(client, path, group, actions):
    client.force_login(person_of(group, "ana"))
    for factory in (OrganisationFactory, GrantFactory, ProjectFactory, TrainingFactory):
        factory()

    response = client.get(path)

    offered = {name for name, _label in response.context["action_form"].fields["action"].choices}
    assert offered & {"publish", "withdraw", "send_for_review"} == actions
    assert ("change_themes" in offered) == (path in (LIST, PROJECTS) and group != "Analyst")


@pytest.mark.parametrize(
    ("group", "action"),
    [
        ("Editor", "publish"),
        ("Editor", "withdraw"),
        ("Analyst", "publish"),
        ("Analyst", "withdraw"),
        ("Analyst", "send_for_review"),
    ],
)
def test_action_that_the_group_may_not_take_is_refused(client, group, action):
    client.force_login(person_of(group, "ana"))
    entries = one_of_each()
    before = list(Organisation.objects.values_list("pk", "token"))

    choose(client, action, entries)
    response = confirm(client, action, entries)

    assert response.status_code == 403
    assert list(Organisation.objects.values_list("pk", "token")) == before


def test_editor_changes_only_what_is_not_public(client):
    client.force_login(person_of("Editor"))
    theme = ThemeFactory()
    draft, public = ProjectFactory(name="Draft", draft=True), ProjectFactory(name="Public")

    page = choose_theme(client, [draft, public], theme)
    confirm(client, "change_themes", [draft, public], PROJECTS, how="add", values=theme.pk)

    assert names(page.context["plan"]) == (
        ["Draft"],
        {"Public": "Only publishers can edit published or scheduled entries."},
    )
    assert list(Project.objects.filter(themes=theme)) == [draft]


def choose_theme(client, projects, theme):
    keys = ",".join(str(project.pk) for project in projects)
    return client.post(
        f"{PROJECTS}bulk/change_themes/", {"keys": keys, "answered": "1", "how": "add", "values": theme.pk}
    )


def test_theme_is_asked_for_then_listed_then_added(client, publisher):
    theme = ThemeFactory(name="Youth")
    with_it, without, untouched = (ProjectFactory(name=name) for name in ("With", "Without", "Untouched"))
    with_it.themes.add(theme)
    token = without.token

    first = choose(client, "change_themes", [with_it, without], PROJECTS)
    second = choose_theme(client, [with_it, without], theme)
    done = confirm(client, "change_themes", [with_it, without], PROJECTS, how="add", values=theme.pk)

    assert (first.context["plan"], list(first.context["question"].fields)) == (None, ["how", "values"])
    assert names(second.context["plan"]) == (["Without"], {"With": "Already has these."})
    assert f'<input type="hidden" name="values" value="{theme.pk}">' in second.content.decode()
    assert messages_of(done) == ["Themes added: Youth: 1 entry.", "Not changed: 1 entry."]
    without.refresh_from_db()
    assert list(without.themes.all()) == [theme]
    assert list(untouched.themes.all()) == []
    assert without.token != token
    assert Version.objects.get_for_object(without)[0].field_dict["themes"] == [theme.pk]


def test_theme_not_chosen_is_asked_for_again(client):
    project = ProjectFactory()

    response = client.post(
        f"{PROJECTS}bulk/change_themes/", {"keys": str(project.pk), "answered": "1", "how": "add"}
    )

    assert "Choose the themes." in text_of(response)
    assert response.context["plan"] is None


def test_too_many_are_refused_with_a_way_out(client, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_ENTRIES", 2)
    entries = [OrganisationFactory(draft=True) for _ in range(3)]

    response = client.post(
        LIST, {"action": "publish", "_selected_action": [entry.pk for entry in entries]}, follow=True
    )

    assert messages_of(response) == ["Select at most 2 entries at once. Filter the list first."]


def test_all_pages_of_a_list_are_chosen_at_once(client):
    entries = [OrganisationFactory(draft=True, **COMPLETE) for _ in range(3)]
    data = {"action": "publish", "_selected_action": [entries[0].pk], "select_across": "1"}

    response = client.post(LIST, data)

    assert len(response.context["plan"].changed) == 3


@pytest.mark.parametrize("keys", ["", "x", "-1,½,99999999999"])
def test_keys_that_are_none_change_nothing(client, keys):
    response = client.post(f"{LIST}bulk/publish/", {"keys": keys, "confirmed": "Yes"}, follow=True)

    assert messages_of(response) == ["Published: 0 entries."]


def test_action_that_is_none_and_a_page_merely_opened_are_refused(client):
    assert client.post(f"{LIST}bulk/paint/", {"keys": "1"}).status_code == 404
    assert client.get(f"{LIST}bulk/publish/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client, django_assert_num_queries, count):
    entries = [PartnerFactory(project__draft=True).project for _ in range(count)]

    # of the list with its filters, tools and settings 11; keys, entries, facts, permissions, proposals
    with django_assert_num_queries(16):
        choose(client, "publish", entries, PROJECTS)


@pytest.mark.parametrize("count", [1, 3])
def test_change_takes_one_query_more_for_each_entry(client, count):
    entries = []
    for _ in range(count):
        project = PartnerFactory(project__draft=True, project__summary="A", role="lead").project
        TargetGroupFactory(project=project, beneficiary_group=BeneficiaryGroupFactory())
        entries.append(project)

    with CaptureQueriesContext(connection) as queries:
        confirm(client, "publish", entries, PROJECTS)

    writes = [query for query in queries if query["sql"].startswith('UPDATE "projects_project"')]
    reads = [query for query in queries if query["sql"].startswith("SELECT") and "projects_" in query["sql"]]
    assert (len(writes), len(reads)) == (count, READS_OF_A_CHANGE)


@pytest.fixture
def small_portions(monkeypatch):
    """Have a portion change two entries, and a request of the page one portion."""
    monkeypatch.setattr(bulk, "PORTION", 2)
    monkeypatch.setattr("catalogue.portions.SECONDS", 0)
    monkeypatch.setattr("catalogue.portions.SECONDS_OF_BUTTON", 0)


def begin(client, action="publish", count=5, **answers):
    """Start an action with so many entries; return the address of its page and the entries."""
    entries = [OrganisationFactory(draft=True, **COMPLETE) for _ in range(count)]
    keys = ",".join(str(entry.pk) for entry in entries)
    response = client.post(
        f"{LIST}bulk/{action}/?_changelist_filters=publication%3Ddraft",
        {"keys": keys, "confirmed": "Yes", **answers},
    )
    return response.url, entries


def run_address(address, page=""):
    path, _question, query = address.partition("?")
    return f"{path}{page}?{query}"


def script(client, address):
    return client.post(run_address(address, "go-on/"), headers={"accept": "application/json"}).json()


def published():
    return Organisation.objects.published().count()


def test_action_on_many_entries_changes_a_portion_in_each_request(client, small_portions):
    address, _entries = begin(client)
    page = client.get(address)

    counts = [published()]
    answers = []
    for _number in range(2):
        answers.append(script(client, address))
        counts.append(published())

    assert "js/progress.js" in page.content.decode()
    assert counts == [2, 4, 5]
    assert [(answer["percent"], answer["is_done"]) for answer in answers] == [(80, False), (100, True)]
    assert answers[-1]["address"] == f"{LIST}?publication=draft"
    assert messages_of(client.get(answers[-1]["address"])) == ["Published: 5 entries."]
    assert BulkRun.objects.count() == 0


def test_action_on_many_entries_works_with_a_button(client, small_portions):
    address, _entries = begin(client)

    second = client.post(run_address(address, "go-on/"))
    last = client.post(run_address(address, "go-on/"), follow=True)

    assert second.url == address
    assert messages_of(last) == ["Published: 5 entries."]


def test_stopped_action_is_offered_above_the_list_and_does_not_go_on_by_itself(client, small_portions):
    begin(client)

    tools = {tool.label: tool.address for tool in client.get(LIST).context["list_tools"]}
    page = client.get(tools["Publish: 2 of 5 entries"])

    assert "Not finished: 2 of 5 entries have been processed." in text_of(page)
    assert "js/progress.js" not in page.content.decode()
    assert published() == 2


def test_stopped_action_is_left_as_it_is(client, small_portions):
    address, _entries = begin(client)

    response = client.post(run_address(address, "stop/"), follow=True)

    assert messages_of(response) == ["Publish: 2 entries.", "Stopped before the last 3 entries."]
    assert (published(), BulkRun.objects.count()) == (2, 0)
    assert client.get(address).url == f"{LIST}?publication=draft"
    assert script(client, address)["is_done"]


def test_portion_that_is_killed_leaves_no_trace(client, small_portions, monkeypatch):
    address, _entries = begin(client)
    with monkeypatch.context() as patch:
        patch.setattr(LogEntry.objects, "log_actions", interrupted)
        with pytest.raises(KeyboardInterrupt):
            script(client, address)

    counts = [(published(), BulkRun.objects.get().position)]
    script(client, address)

    assert [*counts, (published(), BulkRun.objects.get().position)] == [(2, 2), (4, 4)]


def interrupted(*args, **kwargs):
    raise KeyboardInterrupt


def test_entry_edited_between_two_portions_is_judged_as_it_is_then(client, small_portions):
    address, entries = begin(client)
    Organisation.objects.filter(pk=entries[-1].pk).update(summary="")

    for _number in range(2):
        script(client, address)

    assert messages_of(client.get(LIST)) == ["Published: 4 entries.", "Not changed: 1 entry."]


def test_permission_lost_between_two_portions_ends_the_action(client, publisher, small_portions):
    address, _entries = begin(client)
    publisher.groups.clear()
    publisher.user_permissions.set(
        Permission.objects.filter(codename__in=["view_organisation", "change_organisation"])
    )

    response = client.post(run_address(address, "go-on/"))

    assert (response.status_code, published()) == (403, 2)


def test_action_of_somebody_else_is_hidden(client, small_portions):
    address, _entries = begin(client)
    client.force_login(person_of("Publisher", "other"))

    pages = [client.get(address), *(client.post(run_address(address, page)) for page in ("go-on/", "stop/"))]

    assert {page.url for page in pages} == {f"{LIST}?publication=draft"}
    assert (published(), BulkRun.objects.get().position) == (2, 2)
    labels = [str(tool.label) for tool in client.get(LIST).context["list_tools"]]
    assert "Publish: 2 of 5 entries" not in labels


def test_answer_that_is_no_longer_valid_ends_the_action(client, small_portions):
    theme = ThemeFactory()
    projects = [ProjectFactory() for _ in range(3)]
    keys = ",".join(str(project.pk) for project in projects)
    data = {"keys": keys, "confirmed": "Yes", "how": "add", "values": theme.pk}
    address = client.post(f"{PROJECTS}bulk/change_themes/", data).url
    theme.projects.clear()
    theme.delete()

    response = client.post(address.replace("?", "go-on/?"), follow=True)

    assert messages_of(response)[1:] == ["Change themes: 2 entries.", "Stopped before the last entry."]
    assert BulkRun.objects.count() == 0


def test_unfinished_actions_are_forgotten_after_a_week(client, small_portions):
    begin(client)
    BulkRun.objects.update(started_at=timezone.now() - KEPT_FOR)

    begin(client, count=3)

    assert [run.total for run in BulkRun.objects.all()] == [3]
