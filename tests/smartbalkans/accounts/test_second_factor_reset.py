"""An administrator helps a colleague who has lost phone or computer; nobody else can."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.authenticator import set_up_app
from tests.staff import PASSWORD, confirm_identity, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(django_user_model):
    colleague = django_user_model.objects.create_user("jovan", password=PASSWORD, is_staff=True)
    set_up_app(colleague)
    return colleague


@pytest.fixture
def administrator(db):
    """A person who manages people, but is no superuser."""
    return person_with("add_user", "change_user", "delete_user", "view_user", name="mira")


def remove(person):
    return reverse("admin:auth_user_second_factor", args=[person.pk])


def test_administrator_removes_the_second_factor_of_a_colleague(client, administrator, colleague):
    client.force_login(administrator)
    confirm_identity(client)
    form = client.get(reverse("admin:auth_user_change", args=[colleague.pk]))
    assert remove(colleague) in form.content.decode()
    asked = client.get(remove(colleague))
    assert "authenticator app, added on" in asked.content.decode()
    assert colleague.authenticator_set.count() == 2

    answer = client.post(remove(colleague), follow=True)

    assert colleague.authenticator_set.count() == 0
    assert "They will set up a new one when they next log in." in answer.content.decode()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(colleague.pk))
    assert entry.get_change_message().startswith("Removed: recovery codes, added on ")


def test_missing_second_factor_is_shown_as_none(client, administrator, colleague):
    colleague.authenticator_set.all().delete()
    client.force_login(administrator)
    confirm_identity(client)

    form = client.get(reverse("admin:auth_user_change", args=[colleague.pk]))

    assert remove(colleague) not in form.content.decode()
    assert "jovan has no second factor." in client.get(remove(colleague)).content.decode()
    client.post(remove(colleague))
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    "permissions", [[], ["view_user"], ["change_organisation", "add_user", "delete_user"]]
)
def test_others_cannot_remove_a_second_factor(client, colleague, permissions):
    client.force_login(person_with(*permissions))
    confirm_identity(client)

    assert client.get(remove(colleague)).status_code == 403
    assert client.post(remove(colleague)).status_code == 403
    assert colleague.authenticator_set.count() == 2


def test_stranger_cannot_remove_a_second_factor(client, colleague):
    assert client.post(remove(colleague)).status_code == 302
    assert colleague.authenticator_set.count() == 2


def test_administrator_cannot_touch_the_login_of_a_superuser(client, administrator, person):
    set_up_app(person)
    client.force_login(administrator)
    confirm_identity(client)

    assert client.post(remove(person)).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[person.pk])).status_code == 403
    assert client.post(reverse("admin:auth_user_delete", args=[person.pk])).status_code == 403
    assert client.post(reverse("admin:auth_user_change", args=[person.pk]), {}).status_code == 403
    assert person.authenticator_set.count() == 2


def test_administrator_cannot_become_a_superuser(client, administrator):
    client.force_login(administrator)
    confirm_identity(client)
    address = reverse("admin:auth_user_change", args=[administrator.pk])
    data = {"username": "mira", "is_active": "on", "is_staff": "on", "is_superuser": "on"}

    assert client.post(address, data).status_code == 302

    administrator.refresh_from_db()
    assert administrator.is_superuser is False


def test_person_of_no_number_has_no_page(admin_client):
    confirm_identity(admin_client, "password")

    assert admin_client.get(reverse("admin:auth_user_second_factor", args=["0"])).status_code == 404


def test_secrets_of_authenticators_have_no_page(admin_client):
    page = admin_client.get("/admin/").content.decode()

    assert "Authenticator" not in page
    assert admin_client.get("/admin/mfa/authenticator/").status_code == 404
    assert admin_client.get("/admin/account/emailaddress/").status_code == 404
