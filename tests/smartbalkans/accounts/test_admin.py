"""The pages of people in the back office."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.review.models import Assignment
from catalogue.review.records import assign
from smartbalkans.accounts.invitations import invite
from smartbalkans.accounts.models import Invitation
from tests.factories import OrganisationFactory
from tests.pages import admin_page, entry_page, text_of
from tests.smartbalkans.accounts.people import person_data
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


ADD = admin_page(User, "add")


def test_group_is_required(client, administrator):
    response = client.post(ADD, person_data(groups=[]))

    assert response.context["adminform"].form.errors == {"groups": ["Choose the groups."]}
    assert not User.objects.filter(username="ana").exists()


@pytest.mark.parametrize("page", ["add", "change"])
def test_pages_of_people_name_no_hash_and_no_ldap(client, administrator, page):
    args = [] if page == "add" else [administrator.pk]

    text = text_of(client.get(admin_page(User, page, *args))).lower()

    assert [
        word for word in ("hash", "salt", "algorithm", "ldap", "md5", "raw password") if word in text
    ] == []


def test_deactivation_ends_sessions_invitation_and_assignments(client, administrator, invited):
    invited.set_password(PASSWORD)
    invited.save()
    own = Client()
    own.post(reverse("account_login"), {"login": "ana", "password": PASSWORD})
    own.get("/admin/")
    invite(invited)
    assign(OrganisationFactory(draft=True), invited, administrator)

    client.post(entry_page(invited, "change"), person_data(is_active="", is_staff="on"))

    invited.refresh_from_db()
    assert not invited.is_active
    assert own.get("/admin/").url.startswith("/admin/login/")
    assert not UserSession.objects.filter(user=invited).exists()
    assert not Invitation.objects.exists()
    assert not Assignment.objects.exists()


def test_who_has_logged_in_cannot_be_deleted(client, administrator, invited):
    User.objects.filter(pk=invited.pk).update(last_login=timezone.now())

    responses = [
        client.post(entry_page(invited, "delete"), {"post": "yes"}),
        client.post(
            admin_page(User, "changelist"),
            {"action": "delete_selected", "_selected_action": [invited.pk], "post": "yes"},
        ),
    ]

    assert responses[0].status_code == 403
    assert User.objects.filter(pk=invited.pk).exists()
