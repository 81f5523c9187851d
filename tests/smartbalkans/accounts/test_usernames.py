"""Names of people: nothing invisible in them, and no username that looks like another person's."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from smartbalkans.accounts.usernames import lookalikes
from tests.forms import errors_of, open_form
from tests.smartbalkans.accounts.lookalikes import lookalike, mixed

HIDDEN = "This contains the invisible character {}. Delete it, or type the name again."


@pytest.fixture
def administrator(client, person, log_in):
    """A client whose administrator has just logged in."""
    log_in()
    return client


def add(client, username):
    group = Group.objects.get_or_create(name="Editor")[0]
    return client.post(
        reverse("admin:auth_user_add"), {"username": username, "groups": [group.pk], "is_active": "on"}
    )


@pytest.mark.parametrize(
    ("username", "message"),
    [
        ("v\u0435sna", mixed("Cyrillic, Latin")),
        ("\u03bdesna", mixed("Greek, Latin")),
        ("\uff56\uff45\uff53\uff4e\uff41", "This username is already in use. Enter another one."),
        ("VESNA", lookalike("vesna")),
        ("\u0430\u0441\u0435", lookalike("ace")),
        ("m0st", lookalike("most")),
        ("ves\u202ena", HIDDEN.format("U+202E RIGHT-TO-LEFT OVERRIDE")),
        ("ves\u200bna", HIDDEN.format("U+200B ZERO WIDTH SPACE")),
        ("ves\u3164na", HIDDEN.format("U+1160 HANGUL JUNGSEONG FILLER")),
    ],
)
def test_username_that_misleads_is_refused(administrator, django_user_model, username, message):
    django_user_model.objects.create_user("ace")
    django_user_model.objects.create_user("most")

    response = add(administrator, username)

    assert errors_of(response)["username"][0] == message
    assert User.objects.count() == 3


@pytest.mark.parametrize("username", ["vesna.b", "весна", "ćiro_2", "Đorđe"])
def test_other_usernames_are_accepted(administrator, username):
    add(administrator, username)

    assert User.objects.filter(username=username).exists()


def test_username_may_stay_and_may_not_become_like_another(administrator, django_user_model):
    other = django_user_model.objects.create_user("ace")
    address = reverse("admin:auth_user_change", args=[other.pk])
    data = open_form(administrator, address)

    kept = administrator.post(address, data)
    changed = administrator.post(address, data | {"username": "vesn\u0430"})

    assert kept.status_code == 302
    assert errors_of(changed) == {"username": [mixed("Cyrillic, Latin")]}


@pytest.mark.parametrize("field", ["first_name", "last_name"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Ana\u202eanA", HIDDEN.format("U+202E RIGHT-TO-LEFT OVERRIDE")),
        ("An\u200ba", HIDDEN.format("U+200B ZERO WIDTH SPACE")),
        ("\u2800\u2800", HIDDEN.format("U+2800 BRAILLE PATTERN BLANK")),
    ],
)
def test_name_of_a_person_with_invisible_characters_is_refused(administrator, person, field, name, message):
    address = reverse("admin:auth_user_change", args=[person.pk])

    response = administrator.post(address, open_form(administrator, address) | {field: name})

    assert errors_of(response)[field][0] == message


@pytest.mark.parametrize("name", ["Ana Marija", "Ана", "Ana\u00a0Marija", "Jean-Luc d’Arc"])
def test_other_names_of_persons_are_accepted(administrator, person, name):
    address = reverse("admin:auth_user_change", args=[person.pk])

    administrator.post(address, open_form(administrator, address) | {"first_name": name})

    person.refresh_from_db()
    assert person.first_name == name


def test_group_with_invisible_characters_in_its_name_is_refused(administrator):
    before = Group.objects.count()

    response = administrator.post(reverse("admin:auth_group_add"), {"name": "Editors\u200b"})

    assert errors_of(response) == {"name": [HIDDEN.format("U+200B ZERO WIDTH SPACE")]}
    assert Group.objects.count() == before


def test_lookalikes_are_plain_letters_of_other_scripts():
    assert {letter for letter in lookalikes().values() if not letter.isascii()} == set()
    assert {chr(code) for code in lookalikes() if chr(code).isascii()} == {"0", "1"}
