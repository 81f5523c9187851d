"""Two people on one form: what the second is shown, and what is on the form that comes back."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.history.conflicts import Whose
from catalogue.history.recording import recorded
from catalogue.history.versions import versions_of
from organisations.models import Organisation
from projects.models import Project
from tests.catalogue.history.changes import edited, plain, restore, versions
from tests.factories import (
    BeneficiaryGroupFactory,
    CountryFactory,
    GoalFactory,
    OrganisationFactory,
    OtherNameFactory,
    PartnerFactory,
    ProjectFactory,
    TargetGroupFactory,
    TrainingFactory,
)
from tests.forms import add_row, errors_of, form_of, open_form
from tests.pages import change_page, entry_page, messages_of
from tests.staff import person_of
from tests.threads import run_together

pytestmark = pytest.mark.django_db


def conflict_on(response):
    """Return what the form that came back shows; a test that gets another page fails here."""
    return response.context["conflict"]


def table(response) -> list[tuple]:
    return [
        (found.label, found.whose, plain(found.opened), plain(found.theirs), plain(found.yours))
        for found in conflict_on(response).differences
    ]


def sent_again(response, **values) -> dict:
    """Return what the form that came back sends, with their change acknowledged."""
    return form_of(response) | values


def choices(response, choice="mine", **chosen) -> dict:
    """Return a choice for each question, the same one unless another is named."""
    keys = [question.key for question in conflict_on(response).questions]
    return {f"_choice-{key}": chosen.get(key.replace("-", "_"), choice) for key in keys}


def save_over(client, entry, response, choice="mine", **values):
    """Send the form that came back again, with a choice for each question."""
    return client.post(change_page(entry), sent_again(response, **values) | choices(response, choice))


def test_second_save_is_refused_and_keeps_both_texts(admin_client, admin_user):
    organisation = OrganisationFactory(summary="Old text")
    first, second = (
        open_form(admin_client, change_page(organisation)),
        open_form(admin_client, change_page(organisation)),
    )
    admin_client.post(change_page(organisation), first | {"summary": "Their text"})

    response = admin_client.post(change_page(organisation), second | {"summary": "My text"})

    organisation.refresh_from_db()
    assert organisation.summary == "Their text"
    assert table(response) == [("Summary", Whose.BOTH, "Old text", "[Their] text", "[My] text")]
    (version,) = conflict_on(response).versions
    assert (version.revision.user, version.revision.comment) == (admin_user, "Edited")
    assert response.context["adminform"].form["summary"].value() == "My text"
    assert errors_of(response) == {
        "__all__": ["This organisation was changed while you were editing. Your changes are not saved yet."]
    }


def test_form_that_came_back_has_all_that_the_form_had_at_first(admin_client):
    organisation = OrganisationFactory()
    opened = admin_client.get(change_page(organisation))
    data = open_form(admin_client, change_page(organisation))
    edited(organisation, summary="Theirs.")

    response = admin_client.post(change_page(organisation), data | {"summary": "Mine."})

    known = {key for values in opened.context for key in values.flatten()}
    assert known - {key for values in response.context for key in values.flatten()} == set()
    assert response.context["title"] == opened.context["title"] == "Change organisation"


def test_form_that_came_back_is_refused_again_until_their_change_is_acknowledged(admin_client):
    organisation = OrganisationFactory(summary="Old")
    data = open_form(admin_client, change_page(organisation)) | {"summary": "Mine"}
    edited(organisation, summary="Theirs")
    response = admin_client.post(change_page(organisation), data)

    again = admin_client.post(change_page(organisation), sent_again(response))
    saved = save_over(admin_client, organisation, again)

    assert table(again) == table(response)
    assert saved.status_code == 302
    organisation.refresh_from_db()
    assert organisation.summary == "Mine"
    assert versions(organisation)[0].revision.comment == "Edited, replacing a change made at the same time"


def test_acknowledging_one_change_does_not_cover_a_further_one(admin_client):
    organisation = OrganisationFactory(summary="Old")
    data = open_form(admin_client, change_page(organisation)) | {"summary": "Mine"}
    edited(organisation, summary="Theirs")
    response = admin_client.post(change_page(organisation), data)
    edited(organisation, summary="Newest")

    again = save_over(admin_client, organisation, response)

    assert table(again) == [("Summary", Whose.BOTH, "Old", "[Newest]", "[Mine]")]
    assert len(conflict_on(again).versions) == 2


def test_where_only_they_changed_something_the_form_holds_theirs(admin_client):
    group = BeneficiaryGroupFactory(name="Youth")
    organisation = OrganisationFactory(summary="Old", town="Bihać")
    data = open_form(admin_client, change_page(organisation)) | {"town": "Mostar"}
    with recorded(None, "Imported"):
        organisation.beneficiary_groups.add(group)
        organisation.summary, organisation.published_at = "Theirs", None
        organisation.save()

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert [(label, whose) for label, whose, *_texts in table(response)] == [
        ("Publication date", Whose.THEIRS),
        ("Summary", Whose.THEIRS),
        ("Town", Whose.YOURS),
        ("Beneficiary groups", Whose.THEIRS),
    ]
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.town, organisation.published_at) == ("Theirs", "Mostar", None)
    assert list(organisation.beneficiary_groups.all()) == [group]


def test_rows_of_both_are_kept(admin_client):
    organisation = OrganisationFactory()
    one, other, third = (
        GoalFactory(organisation=organisation, text=text, order=order) for order, text in enumerate("ABC", 1)
    )
    data = open_form(admin_client, change_page(organisation)) | {"goals-0-text": "A mine"}
    add_row(data, "goals", kind="goal", text="E mine", order="")
    with recorded(None, "Edited"):
        other.text = "B theirs"
        other.save()
        third.delete()
        GoalFactory(organisation=organisation, text="D theirs", order=4)

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert table(response) == [
        ("Goals: A: Text", Whose.YOURS, "A", "A", "A[ mine]"),
        ("Goals: B: Text", Whose.THEIRS, "B", "B[ theirs]", "B"),
        ("Goals: C", Whose.THEIRS, "Kind: Goal\nText: C", "", "Kind: Goal\nText: C"),
        ("Goals: D theirs", Whose.THEIRS, "", "[Kind: Goal\nText: D theirs]", ""),
        ("Goals: Goal · E mine", Whose.YOURS, "", "", "[Kind: Goal\nText: E mine]"),
    ]
    assert list(organisation.goals.values_list("order", "text")) == [
        (1, "A mine"),
        (2, "B theirs"),
        (3, "D theirs"),
        (4, "E mine"),
    ]
    assert organisation.goals.first().pk == one.pk


def test_row_that_they_deleted_and_i_changed_comes_back_as_a_new_one(admin_client):
    goal = GoalFactory(text="Teach")
    organisation = goal.organisation
    data = open_form(admin_client, change_page(organisation)) | {"goals-0-text": "Teach all"}
    with recorded(None, "Edited"):
        goal.delete()

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert table(response) == [
        ("Goals: Teach", Whose.BOTH, "Kind: Goal\nText: Teach", "", "Kind: Goal\nText: Teach[ all]")
    ]
    assert [row.text for row in organisation.goals.all()] == ["Teach all"]


def test_row_that_i_deleted_and_they_changed_is_still_marked_as_deleted(admin_client):
    goal = GoalFactory(text="Teach")
    organisation = goal.organisation
    data = open_form(admin_client, change_page(organisation)) | {"goals-0-DELETE": "on"}
    with recorded(None, "Edited"):
        goal.text = "Teach all"
        goal.save()

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert [(label, whose) for label, whose, *_texts in table(response)] == [("Goals: Teach", Whose.BOTH)]
    assert organisation.goals.count() == 0


def test_partner_that_both_added_is_reported_at_its_row(admin_client):
    project, league = ProjectFactory(), OrganisationFactory(name="Civic League")
    data = open_form(admin_client, change_page(project))
    add_row(data, "partners", organisation=league.pk, role="partner", order="")
    with recorded(None, "Edited"):
        PartnerFactory(project=project, organisation=league)
    response = admin_client.post(change_page(project), data)

    refused = save_over(admin_client, project, response)

    assert errors_of(refused) == {
        "partners-2-organisation": ["This organisation is already a partner of the project."]
    }
    assert project.partners.count() == 1


def both_changed(client) -> tuple:
    """Return an organisation with a row, changed twice: its second form came back with two questions."""
    goal = GoalFactory(text="Teach", organisation__summary="Old", organisation__town="Bihać")
    organisation = goal.organisation
    data = open_form(client, change_page(organisation))
    data |= {"summary": "Mine", "town": "Mostar", "goals-0-text": "Teach me"}
    with recorded(None, "Edited"):
        goal.text = "Teach them"
        goal.save()
    edited(organisation, summary="Theirs", local_name="Njihovo")
    return organisation, client.post(change_page(organisation), data)


@pytest.mark.parametrize(
    ("choice", "summary", "goals"),
    [("mine", "Mine", ["Teach me"]), ("theirs", "Theirs", ["Teach them"])],
)
def test_choice_of_a_version_is_saved_for_fields_and_rows(admin_client, choice, summary, goals):
    organisation, response = both_changed(admin_client)

    saved = save_over(admin_client, organisation, response, choice)

    assert saved.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.town, organisation.local_name) == (
        summary,
        "Mostar",
        "Njihovo",
    )
    assert [goal.text for goal in organisation.goals.all()] == goals


def test_both_versions_of_a_row_can_be_kept(admin_client):
    organisation, response = both_changed(admin_client)
    (goal,) = organisation.goals.all()
    (field, row) = conflict_on(response).questions

    data = sent_again(response) | {f"_choice-{field.key}": "theirs", f"_choice-{row.key}": "both"}
    admin_client.post(change_page(organisation), data)

    assert [option.value for option in field.options] == ["mine", "theirs"]
    assert list(organisation.goals.values_list("order", "text")) == [(1, "Teach them"), (2, "Teach me")]
    assert organisation.goals.first().pk == goal.pk


@pytest.mark.parametrize("choice", ["", "both", "x"])
def test_choice_that_is_missing_or_unknown_is_asked_for_and_nothing_is_lost(admin_client, choice):
    organisation, response = both_changed(admin_client)
    field, row = conflict_on(response).questions

    edits = {"town": "Tuzla", "local_name": "Moje"}
    data = sent_again(response, **edits) | {f"_choice-{field.key}": choice, f"_choice-{row.key}": "theirs"}
    again = admin_client.post(change_page(organisation), data)

    assert [question.label for question in conflict_on(again).unanswered] == ["Summary"]
    assertContains(again, "Choose which version to save.")
    kept = sent_again(again)
    assert (kept["town"], kept["local_name"], kept["summary"]) == ("Tuzla", "Moje", "Mine")
    assert kept[f"_choice-{row.key}"] == "theirs"
    saved = admin_client.post(change_page(organisation), kept | {f"_choice-{field.key}": "mine"})
    assert saved.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.town, organisation.local_name) == ("Mine", "Tuzla", "Moje")
    assert [goal.text for goal in organisation.goals.all()] == ["Teach them"]


def test_choices_made_before_a_further_change_are_asked_for_again(admin_client):
    organisation, response = both_changed(admin_client)
    data = sent_again(response) | choices(response, "theirs")
    edited(organisation, summary="Newest")

    again = admin_client.post(change_page(organisation), data)

    assert [question.chosen for question in conflict_on(again).unanswered] == ["", ""]
    organisation.refresh_from_db()
    assert organisation.summary == "Newest"


@pytest.mark.parametrize(("choice", "texts"), [("mine", ["Teach all"]), ("theirs", [])])
def test_row_that_they_deleted_and_i_changed_is_a_choice(admin_client, choice, texts):
    goal = GoalFactory(text="Teach")
    organisation = goal.organisation
    data = open_form(admin_client, change_page(organisation)) | {"goals-0-text": "Teach all"}
    with recorded(None, "Edited"):
        goal.delete()
    response = admin_client.post(change_page(organisation), data)

    again = admin_client.post(change_page(organisation), sent_again(response))
    save_over(admin_client, organisation, again, choice)

    assert errors_of(response)["__all__"]
    assert [row.text for row in organisation.goals.all()] == texts


@pytest.mark.parametrize(("choice", "texts"), [("mine", []), ("theirs", ["Teach all"])])
def test_row_that_i_deleted_and_they_changed_is_a_choice(admin_client, choice, texts):
    goal = GoalFactory(text="Teach")
    organisation = goal.organisation
    data = open_form(admin_client, change_page(organisation)) | {"goals-0-DELETE": "on"}
    with recorded(None, "Edited"):
        goal.text = "Teach all"
        goal.save()

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response, choice)

    assert [row.text for row in organisation.goals.all()] == texts


def test_choice_that_i_emptied_stays_empty(admin_client):
    group = TargetGroupFactory()
    group.countries.add(CountryFactory())
    project = group.project
    data = open_form(admin_client, change_page(project)) | {"target_groups-0-countries": []}
    edited(project, summary="Theirs")

    response = admin_client.post(change_page(project), data)
    save_over(admin_client, project, response)

    assert list(group.countries.all()) == []


def test_form_refused_for_an_error_after_the_choices_meets_no_conflict_again(admin_client):
    organisation, response = both_changed(admin_client)

    wrong = save_over(admin_client, organisation, response, "theirs", name="")
    saved = admin_client.post(change_page(organisation), sent_again(wrong, name="Named"))

    assert errors_of(wrong) == {"name": ["Enter the name."]}
    assert saved.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.summary, organisation.town) == ("Named", "Theirs", "Mostar")


@pytest.mark.parametrize("action", ["row", "import", "many", "restore", "link"])
def test_form_meets_a_conflict_after_every_kind_of_change(admin_client, action):
    goal = GoalFactory()
    organisation = edited(goal.organisation, summary="Old")
    data = open_form(admin_client, change_page(organisation)) | {"town": "Mostar"}
    match action:
        case "row":
            form = open_form(admin_client, change_page(organisation)) | {"goals-0-text": "Another"}
            admin_client.post(change_page(organisation), form)
        case "import":
            edited(organisation, comment="Imported", summary="Imported")
        case "many":
            with recorded(None, "Set for many") as recorder:
                recorder.add(organisation)
                Organisation.objects.update(summary="For many")
        case "restore":
            restore(admin_client, organisation, versions(organisation)[-1])
        case "link":
            with recorded(None, "Linked"):
                organisation.beneficiary_groups.add(BeneficiaryGroupFactory())

    response = admin_client.post(change_page(organisation), data)

    assert conflict_on(response) is not None
    organisation.refresh_from_db()
    assert organisation.town == ""


def test_form_without_a_token_is_treated_as_outdated(admin_client):
    organisation = OrganisationFactory(summary="Theirs")
    data = open_form(admin_client, change_page(organisation)) | {"summary": "Mine"}
    del data["_token"]

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert table(response) == [("Summary", Whose.UNKNOWN, "", "[Theirs]", "[Mine]")]
    assertContains(response, "is no longer available")
    organisation.refresh_from_db()
    assert organisation.summary == "Mine"


def test_form_with_a_forged_token_is_refused(admin_client):
    organisation = OrganisationFactory()
    data = open_form(admin_client, change_page(organisation)) | {
        "town": "Mostar",
        "_token": '", "',
        "_over": "",
    }

    assert conflict_on(admin_client.post(change_page(organisation), data)) is not None


def test_ordinary_mistake_keeps_the_token_that_the_form_was_opened_with(admin_client):
    organisation = OrganisationFactory()
    data = open_form(admin_client, change_page(organisation))
    wrong = admin_client.post(change_page(organisation), data | {"name": ""})
    edited(organisation, summary="Theirs")

    response = admin_client.post(change_page(organisation), sent_again(wrong, name="Mine"))

    assert errors_of(wrong) == {"name": ["Enter the name."]}
    assert [label for label, *_texts in table(response)] == ["Name", "Summary"]


def test_value_typed_wrongly_is_kept_beside_theirs(admin_client):
    organisation = OrganisationFactory(founded_year=2002)
    data = open_form(admin_client, change_page(organisation)) | {"founded_year": "long ago"}
    edited(organisation, founded_year=2003)

    response = admin_client.post(change_page(organisation), data)

    assert table(response) == [("Founded", Whose.BOTH, "2002", "[2003]", "[long ago]")]
    assert "founded_year" in errors_of(response)


def test_upload_has_to_be_chosen_once_more(admin_client):
    training = TrainingFactory()
    data = open_form(admin_client, change_page(training))
    data["picture"] = SimpleUploadedFile("group.png", b"no picture", content_type="image/png")
    edited(training, town="Mostar")

    response = admin_client.post(change_page(training), data)

    assertContains(response, "Choose your file again")


def test_their_texts_are_escaped(admin_client):
    organisation = OrganisationFactory(summary="Old")
    data = open_form(admin_client, change_page(organisation)) | {"summary": "Mine"}
    edited(organisation, summary="<script>theirs")

    response = admin_client.post(change_page(organisation), data)

    assertNotContains(response, "<script>theirs")


def test_saving_after_saving_and_going_on_is_no_conflict(admin_client):
    organisation = OrganisationFactory()
    data = open_form(admin_client, change_page(organisation)) | {"town": "Mostar", "_continue": "yes"}
    admin_client.post(change_page(organisation), data)
    data = open_form(admin_client, change_page(organisation)) | {"town": "Bihać"}

    assert admin_client.post(change_page(organisation), data).status_code == 302


def test_entry_deleted_meanwhile_shows_what_was_typed(admin_client, admin_user):
    goal = GoalFactory()
    organisation = goal.organisation
    data = open_form(admin_client, change_page(organisation))
    data |= {"summary": "My long text", "goals-0-text": "My goal"}
    admin_client.post(entry_page(organisation, "delete"), {"post": "yes"})

    response = admin_client.post(change_page(organisation), data)

    assert response.status_code == 409
    assert response.context["title"] == "This organisation was deleted while you were editing it"
    assertContains(response, "My long text", status_code=409)
    assertContains(response, "My goal", status_code=409)
    restore_link = f"/deleted/{versions_of(Organisation, organisation.pk)[0].pk}/"
    assertContains(response, restore_link, status_code=409)
    assert response.context["version"].revision.user == admin_user


def test_entry_published_and_changed_meanwhile_shows_an_editor_the_conflict(client, admin_client):
    goal = GoalFactory(organisation__draft=True, organisation__summary="A", text="Goal 1")
    organisation = goal.organisation
    client.force_login(person_of("Editor"))
    data = open_form(client, change_page(organisation))
    data |= {"summary": "My long text", "goals-0-text": "My goal", "website": "no address"}
    published = open_form(admin_client, change_page(organisation)) | {"is_country_not_stated": "on"}
    admin_client.post(change_page(organisation), published | {"_publish": "x"})

    response = client.post(change_page(organisation), data | {"_review": "x"})

    back = form_of(response)
    assert {one.label: str(one.whose) for one in conflict_on(response).differences} == {
        "Website": "yours",
        "Summary": "yours",
        "Country not known": "theirs",
        "Goals: Goal 1: Text": "yours",
    }
    assert [back[name] for name in ("summary", "goals-0-text", "website")] == [
        "My long text",
        "My goal",
        "no address",
    ]
    client.post(change_page(organisation), back | {"website": "", "_over": back["_over"], "_save": "x"})
    assert open_form(client, change_page(organisation))["summary"] == "My long text"
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.status) == ("A", "published")


def test_who_may_not_change_an_entry_is_shown_nothing(client, django_user_model):
    person = django_user_model.objects.create_user("colleague", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename="view_organisation"))
    client.force_login(person)
    organisation = OrganisationFactory()

    assert client.post(change_page(organisation), {"name": "Mine"}).status_code == 403
    organisation.delete()
    assert client.post("/admin/organisations/organisation/1/change/", {"name": "Mine"}).status_code == 403


def test_rows_that_a_person_may_not_change_stay_as_they_are(client_with):
    partner = PartnerFactory(role="lead", project__draft=True)
    project = partner.project
    client = client_with("view_project", "change_project", "view_partner")
    data = open_form(client, change_page(project)) | {"acronym": "MINE"}
    with recorded(None, "Edited"):
        PartnerFactory(project=project, order=2)
        partner.delete()

    response = client.post(change_page(project), data)
    saved = save_over(client, project, response)

    assert saved.status_code == 302
    project.refresh_from_db()
    assert (project.acronym, project.partners.count()) == ("MINE", 1)


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def race(*actions) -> list:
    """Do all at the same time, each with a connection of its own; return the responses."""
    barrier = threading.Barrier(len(actions))

    def waiting(action):
        def run():
            barrier.wait()
            return action()

        return run

    return run_together(*map(waiting, actions))


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(5))
def test_of_saves_at_the_same_moment_exactly_one_wins(admin_user, _round):
    organisation = GoalFactory(text="Teach").organisation
    clients = [logged_in(admin_user) for _number in range(3)]
    forms = [open_form(client, change_page(organisation)) for client in clients]
    for number, form in enumerate(forms):
        form |= {"summary": f"Text {number}", "goals-0-text": f"Goal {number}"}
        add_row(form, "goals", kind="goal", text=f"New goal {number}", order="")

    answers = race(
        *(
            lambda client=client, form=form: client.post(change_page(organisation), form)
            for client, form in zip(clients, forms, strict=True)
        )
    )

    codes = [answer.status_code for answer in answers]
    assert sorted(codes) == [200, 200, 302]
    winner = codes.index(302)
    organisation.refresh_from_db()
    assert organisation.summary == f"Text {winner}"
    assert [goal.text for goal in organisation.goals.all()] == [f"Goal {winner}", f"New goal {winner}"]
    for number, answer in enumerate(answers):
        if number != winner:
            kept = sent_again(answer)
            assert (kept["summary"], kept["goals-0-text"]) == (f"Text {number}", f"Goal {number}")
    assert len(versions(organisation)) == 2


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
def test_save_and_deletion_at_the_same_moment_lose_nothing(admin_user):
    project = ProjectFactory(summary="Old")
    one, other = logged_in(admin_user), logged_in(admin_user)
    form = open_form(one, change_page(project)) | {"summary": "Mine"}

    saved, gone = race(
        lambda: one.post(change_page(project), form),
        lambda: other.post(entry_page(project, "delete"), {"post": "yes"}),
    )

    assert gone.status_code == 302
    assert saved.status_code in (302, 409)
    assert Project.objects.count() == 0
    last = versions_of(Project, project.pk)[0]
    assert last.revision.comment == "Deleted"
    assert ("Mine" in last.serialized_data) == (saved.status_code == 302)


@pytest.mark.attack
@pytest.mark.usefixtures("attack_round")
@pytest.mark.django_db(transaction=True)
def test_save_and_import_at_the_same_moment_lose_nothing(admin_user):
    goal = GoalFactory(text="Teach")
    organisation, client = goal.organisation, logged_in(admin_user)
    form = open_form(client, change_page(organisation)) | {"summary": "Mine"}

    def import_row():
        with recorded(None, "Imported"):
            row = type(goal).objects.get(pk=goal.pk)
            row.text = "Imported"
            row.save()

    saved, _none = race(lambda: client.post(change_page(organisation), form), import_row)

    organisation.refresh_from_db()
    goal.refresh_from_db()
    assert goal.text == "Imported"
    assert (saved.status_code, organisation.summary) in [(302, "Mine"), (200, "")]
    assert organisation.token in versions(organisation)[0].serialized_data


def test_other_names_are_merged_too(admin_client):
    name = OtherNameFactory(name="Old")
    organisation = name.organisation
    data = open_form(admin_client, change_page(organisation)) | {"other_names-0-name": "Mine"}
    edited(organisation, summary="Theirs")

    response = admin_client.post(change_page(organisation), data)
    save_over(admin_client, organisation, response)

    assert [found.name for found in organisation.other_names.all()] == ["Mine"]
    assert messages_of(response) == []


NO_MOMENTS = [("2024-03-31", "02:30"), ("31/12/9999", "23:59"), ("01/01/0001", "00:00"), ("x", "\0")]


@pytest.mark.parametrize(("day", "hour"), NO_MOMENTS)
def test_date_that_cannot_be_stored_is_shown_as_it_was_entered(admin_client, day, hour):
    organisation = OrganisationFactory()
    data = open_form(admin_client, change_page(organisation))
    edited(organisation, summary="Theirs")
    data |= {"published_at_0": day, "published_at_1": hour}

    assert conflict_on(admin_client.post(change_page(organisation), data)).is_opened_known


@pytest.mark.parametrize("key", ["x", "1.5", "\0", "9" * 20])
def test_choice_that_is_no_key_is_shown_as_it_was_entered(admin_client, key):
    organisation = OrganisationFactory()
    data = open_form(admin_client, change_page(organisation)) | {"country": key, "themes": key}
    admin_client.post(entry_page(organisation, "delete"), {"post": "yes"})

    response = admin_client.post(change_page(organisation), data)

    assert response.status_code == 409
