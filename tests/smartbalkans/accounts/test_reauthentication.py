"""Users and groups are changed only by who has confirmed their identity, and nothing entered is lost."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.forms import errors_of, form_of
from tests.staff import PASSWORD, person_of

pytestmark = pytest.mark.django_db

MINUTE = 60


@pytest.fixture
def group(db):
    return Group.objects.get_or_create(name="Editor")[0]


@pytest.fixture
def pages(person, group):
    """The addresses of all pages that change users and groups."""
    unused = User.objects.create_user("unused")
    return [
        reverse("admin:auth_user_add"),
        *(
            reverse(f"admin:auth_user_{page}", args=[person.pk])
            for page in ("change", "password_change", "second_factor", "invitation")
        ),
        reverse("admin:auth_user_delete", args=[unused.pk]),
        reverse("admin:auth_group_add"),
        *(reverse(f"admin:auth_group_{page}", args=[group.pk]) for page in ("change", "delete")),
    ]


def confirmation(address):
    return reverse("account_reauthenticate", query={"next": address})


def confirm(client, address):
    return client.post(confirmation(address), {"password": PASSWORD, "next": address})


def test_pages_ask_for_the_password_a_quarter_of_an_hour_after_the_login(client, log_in, clock, pages):
    log_in()

    clock.now += 15 * MINUTE - 1
    before = [client.get(address).status_code for address in pages]
    clock.now += 1
    after = [client.get(address) for address in pages]

    assert before == [200] * len(pages)
    assert [response.status_code for response in after] == [302] * len(pages)
    assert [response.url for response in after] == [confirmation(address) for address in pages]


def test_confirmation_returns_to_the_page_with_its_parameters(client, log_in, clock, pages):
    log_in()
    clock.now += 15 * MINUTE
    address = f"{pages[0]}?_popup=1"

    asked = client.get(address, follow=True)
    answer = confirm(client, asked.context["redirect_field_value"])

    assert answer.url == address
    assert client.get(address).status_code == 200


def test_wrong_password_confirms_nothing(client, log_in, clock, pages):
    log_in()
    clock.now += 15 * MINUTE

    client.post(confirmation(pages[0]), {"password": "not it", "next": pages[0]})

    assert client.get(pages[0]).status_code == 302


@pytest.mark.parametrize(("minutes", "is_saved"), [(29, True), (30, False)])
def test_form_may_be_sent_half_an_hour_after_the_login(
    client, log_in, clock, pages, group, minutes, is_saved
):
    log_in()

    clock.now += minutes * MINUTE
    client.post(pages[0], {"username": "ana", "groups": [group.pk]})

    assert User.objects.filter(username="ana").exists() is is_saved


def test_form_sent_too_late_keeps_what_was_entered(client, person, log_in, clock):
    log_in()
    address = reverse("admin:auth_user_change", args=[person.pk])
    data = form_of(client.get(address)) | {"first_name": "Vesna", "email": "vesna@example.org"}
    clock.now += 30 * MINUTE

    refused = client.post(address, data)
    person.refresh_from_db()
    assert person.first_name == ""
    assert errors_of(refused)["__all__"][0].startswith(
        "Nothing was saved: you confirmed your identity some time ago. Your changes are below. <a href="
    )
    assert f'<a href="{reverse("account_reauthenticate")}?next=' in refused.content.decode()
    again = form_of(refused)
    confirm(client, address)
    client.post(address, again)

    assert again | {"csrfmiddlewaretoken": ""} == data | {"csrfmiddlewaretoken": ""}
    person.refresh_from_db()
    assert (person.first_name, person.email) == ("Vesna", "vesna@example.org")


def test_group_sent_too_late_keeps_what_was_entered(client, person, log_in, clock):
    log_in()
    clock.now += 30 * MINUTE

    refused = client.post(reverse("admin:auth_group_add"), {"name": "Translators"})

    assert form_of(refused)["name"] == "Translators"
    assert Group.objects.filter(name="Translators").count() == 0


@pytest.mark.parametrize("page", ["delete", "password_change", "second_factor"])
def test_other_pages_sent_too_late_do_nothing(client, person, log_in, clock, page):
    ana = person_of("Editor", name="ana")
    log_in()
    clock.now += 30 * MINUTE
    address = reverse(f"admin:auth_user_{page}", args=[ana.pk])

    new = "kestrels nest here"
    response = client.post(address, {"post": "yes", "password1": new, "password2": new})

    assert response.url == confirmation(address)
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    assert "account_reauthentication_state" not in client.session


@pytest.mark.parametrize("model", ["user", "group"])
def test_actions_on_many_sent_too_late_do_nothing(client, person, log_in, clock, model):
    ana = person_of("Editor", name="ana")
    log_in()
    clock.now += 30 * MINUTE
    address = reverse(f"admin:auth_{model}_changelist")
    keys = [ana.pk] if model == "user" else list(ana.groups.values_list("pk", flat=True))

    response = client.post(address, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})

    assert response.url == confirmation(address)
    assert client.get(address).status_code == 200
    assert (User.objects.count(), ana.groups.count()) == (2, 1)


def test_permission_is_checked_besides(client, pages):
    client.force_login(person_of("Editor", name="ana"))
    confirm(client, pages[0])

    assert [client.get(address).status_code for address in pages] == [403] * len(pages)


def test_entries_are_changed_without_a_confirmation(client, log_in, person, clock):
    log_in()
    clock.now += 30 * MINUTE

    assert client.get(reverse("admin:organisations_organisation_add")).status_code == 200
