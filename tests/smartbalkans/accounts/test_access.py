"""Who has access to the back office, and which pages everybody else sees."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from tests.authenticator import code_now, recovery_codes_of, set_up_app
from tests.staff import PASSWORD

LIST = "/admin/organisations/organisation/"

pytestmark = pytest.mark.django_db


def test_anonymous_request_is_redirected_to_the_login_and_back(client, person):
    asked = client.get(LIST, follow=True)
    assert asked.redirect_chain[-1][0] == reverse("account_login", query={"next": LIST})

    answer = client.post(
        reverse("account_login"), {"login": "vesna", "password": PASSWORD, "next": LIST}, follow=True
    )

    assert answer.redirect_chain == [(LIST, 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "/admin/login/?next=/"]
)
def test_login_does_not_redirect_to_other_sites(client, person, target):
    client.force_login(person)

    answer = client.get("/admin/login/", {"next": target})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "confirm-email/", "password/set/"])
def test_nobody_signs_up_or_asks_for_mail(admin_client, path):
    assert admin_client.get(f"/admin/account/{path}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_account_that_is_not_staff_sees_the_reason(client, django_user_model, log_in):
    django_user_model.objects.create_user("visitor", password=PASSWORD)

    answer = log_in("visitor")

    assert answer.status_code == 403
    assert "The account “visitor” has no access to the back office" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_inactive_account_sees_the_reason(client, person, log_in):
    person.is_active = False
    person.save()

    answer = log_in()

    assert answer.status_code == 403
    assert "The account “vesna” is deactivated" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_wrong_password_does_not_reveal_the_account(django_user_model, log_in, refusal):
    django_user_model.objects.create_user("visitor", password=PASSWORD)

    known, unknown = log_in("visitor", "wrong"), log_in("nobody", "wrong")

    assert refusal(known) == refusal(unknown)
    assert refusal(known)[0].startswith("Wrong username or password.")


def test_person_who_is_no_longer_staff_loses_access_at_once(client, person):
    client.force_login(person)
    person.is_staff = False
    person.save()

    answer = client.get("/admin/", follow=True)

    assert answer.status_code == 403
    assert "has no access to the back office" in answer.content.decode()


def test_person_without_a_second_factor_is_asked_to_set_one_up(client, second_factor_required, person):
    client.force_login(person)

    for path in ("/admin/", LIST, "/admin/autocomplete/", "/admin/jsi18n/", "/admin/auth/user/1/change/"):
        answer = client.get(path, follow=True)

        assert answer.redirect_chain[-1] == (reverse("mfa_index"), 302)
    assert "Before you can use the back office" in answer.content.decode()


def test_recovery_codes_alone_are_no_second_factor(client, second_factor_required, person):
    set_up_app(person)
    person.authenticator_set.filter(type="totp").delete()
    client.force_login(person)

    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_person_sets_up_an_app_and_enters(client, second_factor_required, person, log_in):
    log_in()
    form = client.get(reverse("mfa_activate_totp"))
    secret = form.context["form"].secret

    codes = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)

    assert codes.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert codes.context["unused_codes"] == recovery_codes_of(person)
    assert len(recovery_codes_of(person)) == 10
    assert client.get("/admin/").status_code == 200


def test_secret_of_the_app_is_shown_as_text_and_qr_code(client, person, log_in):
    log_in()

    page = client.get(reverse("mfa_activate_totp"))

    secret = page.context["form"].secret
    assert " ".join(secret[at : at + 4] for at in range(0, 32, 4)) in page.content.decode()
    assert "data:image" not in page.content.decode()


def test_wrong_code_adds_no_app(client, person, log_in):
    log_in()
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.context["form"].errors["code"][0].startswith("Wrong code.")
    assert person.authenticator_set.count() == 0


def test_password_alone_does_not_log_in_whoever_has_an_app(client, person, log_in):
    secret = set_up_app(person)

    answer = log_in()
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302

    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get("/admin/").status_code == 200


def test_code_works_once(client, person, log_in):
    secret = set_up_app(person)
    code = code_now(secret)
    log_in()
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))

    log_in()
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_code_works_once_even_after_its_half_minute(client, person, log_in):
    """allauth forgets a used code after half a minute, but accepts the last one for longer."""
    secret = set_up_app(person)
    code = code_now(secret)
    log_in()
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))
    forget_allauths_mark(person, code)

    log_in()
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.context["form"].errors["code"][0].startswith("Wrong code.")
    assert "_auth_user_id" not in client.session


def forget_allauths_mark(person, code):
    assert cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={code}")


def test_recovery_code_works_once(client, person, log_in):
    set_up_app(person)
    code = recovery_codes_of(person)[0]
    log_in()
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/admin/").status_code == 200
    client.post(reverse("account_logout"))

    log_in()
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert len(recovery_codes_of(person)) == 9


def test_back_office_closes_again_without_the_last_second_factor(
    client, second_factor_required, person, log_in
):
    secret = set_up_app(person)
    log_in()
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    client.post(reverse("mfa_deactivate_totp"))

    assert person.authenticator_set.count() == 0
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("is_set_up", "names"),
    [
        (False, ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]),
        (True, ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"]),
    ],
)
def test_login_is_confirmed_before_it_changes_or_is_shown(client, person, is_set_up, names):
    client.force_login(person)  # longer ago than a quarter of an hour
    if is_set_up:
        set_up_app(person)

    for name in names:
        answer = client.get(reverse(name), follow=True)

        assert answer.redirect_chain[0][0].startswith(reverse("account_reauthenticate"))


def test_editor_is_logged_out_by_post_alone(client, person):
    client.force_login(person)

    client.get(reverse("account_logout"))
    assert client.get("/admin/logout/").status_code == 405
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    ],
)
def test_pages_of_the_login_stay_in_no_cache(client, person, log_in, name):
    secret = set_up_app(person)
    log_in()
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    answer = client.get(reverse(name))

    assert "no-store" in answer["Cache-Control"]
    assert sorted(answer["Content-Security-Policy"].split("; ")) == sorted(
        client.get("/")["Content-Security-Policy"].split("; ")
    )


def test_editor_without_permissions_still_sees_the_first_page(
    client, django_user_model, second_factor_required
):
    editor = django_user_model.objects.create_user("editor", password=PASSWORD, is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_project"))
    set_up_app(editor)
    client.force_login(editor)

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/auth/user/").status_code == 403


def test_other_methods_to_confirm_are_named(client, person, log_in):
    log_in()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        Authenticator.objects.create(user=person, type=kind, data={})

    ways = get_adapter().get_reauthentication_methods(person)

    assert [way["description"] for way in ways] == [
        "Use your password",
        "Use a code from your authenticator app, or a recovery code",
        "Use a passkey",
    ]
