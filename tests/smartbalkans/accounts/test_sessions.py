"""The page on which people see their own sessions and end them."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.pages import text_of
from tests.smartbalkans.accounts.logged_in import ADDRESS, PHONE, enter, is_logged_in, shown
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db


def test_person_sees_their_own_sessions(phone, desk, django_user_model):
    django_user_model.objects.create_superuser("ana", password=PASSWORD)
    enter("ana")

    page = text_of(desk.get(ADDRESS))

    assert [(device, ip) for device, ip, _current in shown(desk)] == [
        ("Safari on iPhone", "192.0.2.7"),
        ("Firefox on Windows", "2001:db8::7"),
    ]
    assert UserSession.objects.count() == 3
    assert (page.count("This session"), page.count("End this session")) == (1, 1)
    assert "from the IP address 192.0.2.7." in page


def test_your_login_links_to_the_sessions(desk):
    assert f'href="{ADDRESS}"' in desk.get(reverse("mfa_index")).content.decode()


def test_person_ends_one_session(phone, desk):
    session = UserSession.objects.get(user_agent=PHONE)

    response = desk.post(ADDRESS, {"session": session.pk}, follow=True)

    assert "The session was ended: Safari on iPhone." in text_of(response)
    assert [is_logged_in(client) for client in (phone, desk)] == [False, True]
    assert UserSession.objects.filter(user_agent=PHONE).count() == 0


def test_person_ends_all_other_sessions(phone, desk):
    third = enter()

    response = desk.post(ADDRESS, follow=True)

    assert "All your other sessions were ended." in text_of(response)
    assert [is_logged_in(client) for client in (phone, third, desk)] == [False, False, True]
    assert (UserSession.objects.count(), Session.objects.count()) == (1, 1)


def test_nobody_ends_the_session_of_another(desk, django_user_model):
    django_user_model.objects.create_superuser("ana", password=PASSWORD)
    other = enter("ana")
    session = UserSession.objects.get(user__username="ana")

    answers = [
        desk.post(ADDRESS, {"session": key}).status_code for key in (session.pk, "x", "", "9" * 30, "²")
    ]

    assert answers == [404] * 5
    assert Client().post(ADDRESS, {"session": session.pk}).url == f"/admin/account/login/?next={ADDRESS}"
    assert is_logged_in(other)


def test_sessions_of_others_have_no_page(desk):
    assert desk.get("/admin/usersessions/usersession/").status_code == 404
